// What a bench times: a scenario that is written out in the program, and its model as the first replicate of
// a run on one rank has it.
#pragma once

#include <memory>
#include <string>

#include "fanfare/model.h"
#include "fanfare/setup.h"
#include "sim/scenario/scenario.h"

namespace fanfare {

// Errors: ScenarioError with all that is wrong with `text`.
Scenario bench_scenario(std::string text);

// Errors: ScenarioError, InputError.
std::unique_ptr<Model> first_replicate(Scenario& scenario, Parallel& parallel, Shelf& shelf);

}  // namespace fanfare
