// Runs from which nothing can be learnt, and why: nobody saw anything, a budget stayed unspent, nobody
// bought, an arm is the same as the baseline. Seen from the recorded measures, whatever the model.
#pragma once

#include <string>
#include <vector>

#include "fanfare/dataset.h"
#include "sim/words/said.h"

namespace fanfare {

// Of one run, or of a study (stacked; each remark then names its arm and in how many replicates). Empty if all
// is well, or if the model records none of these measures.
std::vector<Said> degenerate_runs(const Dataset& data, const std::string& baseline);

}  // namespace fanfare
