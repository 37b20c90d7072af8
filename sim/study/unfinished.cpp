#include "sim/study/unfinished.h"

namespace fanfare {

std::vector<Said> unfinished_runs(const std::vector<std::string>& arms, std::span<const StudyRun> runs) {
  std::vector<Said> found;
  for (const StudyRun& run : runs) {
    if (run.state == RunState::complete) continue;
    Said said{run.reason.empty() ? "failure.no_reason" : "failure",
              {{"arm", arms[run.row]},
               {"replicate", run.replicate},
               {"state", std::vector<Said>{{"state." + to_string(run.state)}}}}};
    if (!run.reason.empty()) said.blanks.emplace_back("reason", run.reason);
    found.push_back(std::move(said));
  }
  return found;
}

}  // namespace fanfare
