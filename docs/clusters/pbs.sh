#!/bin/sh
# PBS Pro, OpenPBS: qsub -J 0-39 -v SWEEP=/shared/sweep pbs.sh
# Torque:           qsub -t 0-39 -v SWEEP=/shared/sweep pbs.sh
#PBS -N sweep
#PBS -l select=1:ncpus=8:mem=8gb
#PBS -l walltime=02:00:00
#PBS -r y
# PBS sends TERM shortly before KILL; the limit given here leaves time for checkpoints in any case.
fanfare sweep run "$SWEEP" --shard auto --threads 8 --max-wall "${WALL:-110 min}" --progress plain
code=$?
if [ "$code" -eq 5 ]; then
  echo "stopped with checkpoints: submit this task again (fanfare sweep retry $SWEEP names all that are left)"
fi
exit "$code"
