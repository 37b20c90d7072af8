// Where a run's numbers come from, put together from the scenario and the invocation. Runs nothing.
#pragma once

#include <cstdint>

#include "sim/comm.h"
#include "sim/results/checkpoint.h"
#include "sim/results/provenance.h"
#include "sim/scenario/scenario.h"
#include "sim/study/options.h"

namespace fanfare {

// All but fingerprint and wall time. `threads` are those of this run.
Provenance describe_run(const Scenario& scenario, const ComputeOptions& options, std::uint64_t replicate,
                        int threads, int ranks);

// What must be equal for a run to go on: every value but run.until, every input's content, model, version,
// replicate.
RunIdentity identity_of(const Scenario& scenario, std::uint64_t replicate);

}  // namespace fanfare
