// Whether what is to be run fits into the machine, said before anything is built.
#pragma once

#include <string>

#include "sim/scenario/scenario.h"

namespace fanfare {

// Bytes that this process may still take: free memory, a limit of its own or of its control group.
double free_memory();

// Takes next to no time; from counts that the scenario gives alone (accounts, follows, feeds, markets), so a
// lower bound. 0 where the model gives none that is known here.
double bytes_by_formula(const Scenario& scenario);

// Errors: InputError with the figure and what would fit, if the formula says that `at_once` worlds of the scenario
// do not fit.
void expect_room(const Scenario& scenario, int at_once);

}  // namespace fanfare
