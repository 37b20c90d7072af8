// A program without MPI: it refuses to be one of several processes. See mpi.cpp, its twin.
#include "sim/comm.h"

namespace fanfare {

bool built_with_mpi() { return false; }

std::unique_ptr<Comm> mpi_world(int, char**, std::size_t) {
  throw InputError(
      "this program was built without MPI (each process would do the whole run, and all would write one "
      "file); build it with the preset 'mpi', or start it without mpirun");
}

}  // namespace fanfare
