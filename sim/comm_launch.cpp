// Who started this process, and the ranks that follow from it.
#include <algorithm>
#include <cstdlib>

#include "sim/comm.h"

namespace fanfare {

namespace {

// How many processes the launcher started, by what it tells them; 0 if there is none.
int launched_processes() {
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "MPI_LOCALNRANKS"})
    if (const char* text = std::getenv(name)) return std::max(1, std::atoi(text));
  // srun sets these for any job; only a step with a process-management plugin is an MPI run.
  const char* tasks = std::getenv("SLURM_STEP_NUM_TASKS");
  const bool is_step = std::getenv("PMIX_RANK") != nullptr || std::getenv("PMI_RANK") != nullptr;
  return tasks != nullptr && is_step ? std::max(1, std::atoi(tasks)) : 0;
}

}  // namespace

bool launched_by_mpi() { return launched_processes() > 0; }

std::unique_ptr<Comm> world_comm(int argc, char** argv) {
  return launched_processes() > 1 ? mpi_world(argc, argv) : local_comm();
}

}  // namespace fanfare
