// Whether the arms of a study are measured the same time after what is compared in them: an effect that
// builds up or fades is else not compared alike.
#pragma once

#include <optional>

#include "sim/study/study_plan.h"
#include "sim/words/said.h"

namespace fanfare {

// A caution with the days that are left to each arm when what is compared acts no more, as the model says;
// none where all have the same, or fewer than two have such a day.
std::optional<Said> unequal_horizons(const PlannedStudy& plan);

}  // namespace fanfare
