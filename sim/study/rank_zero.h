// Work that rank 0 does for all, where a failure of rank 0 must be everyone's, or the others would wait for
// ever.
#pragma once

#include <exception>
#include <functional>

#include "fanfare/expects.h"
#include "sim/comm.h"

namespace fanfare {

// Calls `work` on rank 0. If it throws, every rank throws: rank 0 the exception itself, the others RankLost.
// Collective.
inline void rank_zero(Comm& comm, const std::function<void()>& work) {
  std::exception_ptr failure;
  if (comm.is_root()) {
    try {
      work();
    } catch (...) {
      failure = std::current_exception();
    }
  }
  const bool failed = comm.any(failure != nullptr);
  if (failure) std::rethrow_exception(failure);
  if (failed) throw RankLost("rank 0 failed");
}

}  // namespace fanfare
