// Where the files of a scenario say what a model could not be built from. A model's errors begin with the key
// they are about ("campaigns.launch.budget: …"); it knows no files.
#pragma once

#include "fanfare/problems.h"
#include "sim/scenario/scenario.h"

namespace fanfare {

// The error with the place of its key, or of what holds it; without a place if it names no key. Of several,
// the first.
Problem located(const Scenario& scenario, const ScenarioError& error);
// All of them: a line of the error each.
Problems all_located(const Scenario& scenario, const ScenarioError& error);

}  // namespace fanfare
