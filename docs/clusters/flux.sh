#!/bin/sh
# Flux: SWEEP=/shared/sweep flux submit --cc=0-39 -n 1 -c 8 -t 2h flux.sh
# What is left when all have ended: fanfare sweep retry /shared/sweep, then the same line with the numbers that it prints.
exec fanfare sweep run "$SWEEP" --shard auto --threads 8 --max-wall "${WALL:-110 min}" --progress plain
