// Templates of `fanfare init` for the six questions of strategists.
#pragma once

#include <span>

#include "fanfare/scenario_words.h"

namespace fanfare::fan_economy {

std::span<const Template> six_questions();

}  // namespace fanfare::fan_economy
