// Runs side by side over the cores of one process. Knows nothing of what a run is.
#pragma once

#include <cstddef>
#include <functional>

#include "fanfare/parallel.h"
#include "sim/comm.h"

namespace fanfare {

// How many runs go on at once and with how many threads each: one thread each while runs are at least as
// many.
struct Crew {
  int workers = 1;
  int threads_each = 1;
};
Crew crew_for(std::size_t runs, int threads);

// Calls body(k, comm, parallel) for each k in [0, runs), begun in that order; each worker has a rank and an
// arena of its own. If a body throws, no further one is begun and the first exception is thrown here, when
// all have ended.
void side_by_side(std::size_t runs, int threads,
                  const std::function<void(std::size_t, Comm&, Parallel&)>& body);

}  // namespace fanfare
