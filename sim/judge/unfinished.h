// The runs of a study that did not come to their end: each with its state and the reason that was written down, and the
// replicates that all arms are compared without because one of them has no such run.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "sim/results/results_file.h"
#include "sim/words/said.h"

namespace fanfare {

// `arms`: what they are called.
std::vector<Said> unfinished_runs(const std::vector<std::string>& arms, std::span<const StudyRun> runs);

// Arms that share their luck are compared on the worlds that all of them have. An arm without any complete run is no
// reason to leave a world out.
struct LeftOut {
  std::vector<std::size_t> replicates;  // ascending; empty where every world would go
  std::vector<Said> notes;              // one, with each arm and replicate; none if all is there
};
LeftOut left_out(const std::vector<std::string>& arms, std::size_t replicates, std::span<const StudyRun> runs);

// The study with these replicates missing in every arm, without bulk (names with "/").
Dataset without_replicates(const Dataset& study, std::span<const std::size_t> replicates);

}  // namespace fanfare
