// What each variable can be, written beside it (CF: valid_min, valid_max), so that every reader of a results file bounds
// its intervals alike.
#pragma once

#include "sim/results/results_file.h"

namespace fanfare {

// By range_of(name, unit). A variable whose own values lie outside gets none: readers would take those for missing.
ValidRange valid_range(const Variable& variable);

}  // namespace fanfare
