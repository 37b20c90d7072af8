// One scenario, run into its folder: checkpoints, a partial file while it goes on, run.h5 at the end.
#pragma once

#include "sim/scenario/scenario.h"
#include "sim/study/context.h"

namespace fanfare {

// Collective over the context's ranks; rank 0 alone writes. The scenario must be free of problems.
// Errors: InputError (files), ScenarioError (what can't be built), InvariantBroken.
Outcome run_scenario(Scenario& scenario, const RunContext& context);

}  // namespace fanfare
