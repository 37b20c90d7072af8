// Threads: the Parallel that the engine hands to models, and how many workers it should have.
// No other file knows which library runs them.
#pragma once

#include <memory>

#include "fanfare/parallel.h"

namespace fanfare {

// SLURM_CPUS_PER_TASK if it is a positive number, else the processors this process may run on.
int default_threads();

// An arena of `threads` workers of its own; 0 means default_threads(). One thread runs on the caller.
// Bodies that throw stop the loop; the caller gets one of the exceptions.
// Errors: LogicError if `threads` is negative.
std::unique_ptr<Parallel> make_parallel(int threads);

}  // namespace fanfare
