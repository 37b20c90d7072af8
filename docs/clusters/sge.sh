#!/bin/sh
# Grid Engine: qsub -t 1-40 -v SWEEP=/shared/sweep sge.sh
#$ -N sweep
#$ -cwd
#$ -pe smp 8
#$ -l h_rt=02:00:00
#$ -j y
fanfare sweep run "$SWEEP" --shard auto --threads 8 --max-wall "${WALL:-110 min}" --progress plain
code=$?
# 99 is Grid Engine's word for: queue me again.
if [ "$code" -eq 5 ]; then exit 99; fi
exit "$code"
