// What a run of a study is called.
#pragma once

#include <string>

#include "sim/study/study_plan.h"
#include "sim/words/text.h"

namespace fanfare {

// For people.
std::string run_title(const PlannedStudy& plan, const PlannedRun& run, Language language);
// In the log, where arms have their names.
std::string run_name(const PlannedStudy& plan, const PlannedRun& run);

}  // namespace fanfare
