// What a run or study is handed from outside: ranks, threads' number, where to show progress and what to log.
#pragma once

#include "sim/comm.h"
#include "sim/study/log.h"
#include "sim/study/options.h"
#include "sim/study/progress.h"

namespace fanfare {

struct RunContext {
  const ComputeOptions& options;
  Comm& comm;
  ProgressSink& sink;  // shows on rank 0 only
  Verbosity verbosity = Verbosity::normal;
};

}  // namespace fanfare
