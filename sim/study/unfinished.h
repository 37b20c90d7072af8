// The runs of a study that did not come to their end, each with its state and the reason that was written down.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/results/results_file.h"
#include "sim/study/said.h"

namespace fanfare {

std::vector<Said> unfinished_runs(const std::vector<std::string>& arms, std::span<const StudyRun> runs);

}  // namespace fanfare
