#!/bin/sh
# HyperQueue: SWEEP=/shared/sweep SHARDS=40 ./hyperqueue.sh, with a server (hq server start) and workers that run.
: "${SHARDS:=40}"
# shellcheck disable=SC2016 # the inner shell expands
hq submit --array "0-$((SHARDS - 1))" --cpus 8 --max-fails "$SHARDS" --crash-limit 10 \
  sh -c 'fanfare sweep run "$0" --shard "$HQ_TASK_ID" --threads 8 --progress plain' "$SWEEP"
