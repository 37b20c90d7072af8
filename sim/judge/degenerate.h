// Runs from which nothing can be learnt, and why: what their model says of its measures, and an arm that is
// the same as the baseline. Seen from the recorded measures.
#pragma once

#include <string>
#include <vector>

#include "fanfare/dataset.h"
#include "fanfare/report_spec.h"
#include "sim/words/said.h"

namespace fanfare {

// Of one run, or of a study (stacked; each remark then names its arm and in how many replicates). Empty if
// all is well, or if the model records none of these measures.
std::vector<Said> degenerate_runs(const Dataset& data, const std::string& baseline, const ReportSpec& spec);

}  // namespace fanfare
