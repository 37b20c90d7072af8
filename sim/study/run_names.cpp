#include "sim/study/run_names.h"

#include <fmt/format.h>

namespace fanfare {

std::string run_title(const PlannedStudy& plan, const PlannedRun& run, Language language) {
  return sentence("progress.run", language,
                  {{"arm", plan.study.arms[run.row].title()}, {"replicate", std::to_string(run.replicate)}});
}

std::string run_name(const PlannedStudy& plan, const PlannedRun& run) {
  return fmt::format("{}, replicate {}", plan.study.arms[run.row].name, run.replicate);
}

}  // namespace fanfare
