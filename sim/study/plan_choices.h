// Which rows of a planned design show which choice in which circumstance.
#pragma once

#include <optional>

#include "sim/judge/choices.h"
#include "sim/study/study_plan.h"

namespace fanfare {

// Nothing where no factor is said to be none (`no_choice`). Circumstances in which a choice was refused are
// left out.
std::optional<Choices> choices_of(const PlannedStudy& plan);

}  // namespace fanfare
