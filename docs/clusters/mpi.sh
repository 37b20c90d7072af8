#!/bin/sh
# Any launcher of ranks: each takes the next shard that is free. Plan several shards a rank, so that all end about together.
: "${RANKS:=16}"
# shellcheck disable=SC2086 # MPIRUN_FLAGS are several words
exec mpirun ${MPIRUN_FLAGS:-} -n "$RANKS" fanfare sweep run "$SWEEP" --shard auto --threads 1 --progress off
