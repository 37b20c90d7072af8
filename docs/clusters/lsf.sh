#!/bin/sh
# LSF: SWEEP=/shared/sweep bsub < lsf.sh
#BSUB -J "sweep[1-40]"
#BSUB -n 8
#BSUB -R "span[hosts=1] rusage[mem=8GB]"
#BSUB -W 120
#BSUB -o task-%I.txt
#BSUB -Q "5"
# Exit code 5, stopped with checkpoints, is on the list of codes (-Q) with which LSF queues a task again.
fanfare sweep run "$SWEEP" --shard auto --threads 8 --max-wall "${WALL:-110 min}" --progress plain
