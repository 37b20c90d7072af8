// An optimum as a page for someone who decides: what to choose, what it brings, what in the bad case, how flat it is.
#pragma once

#include <string>

#include "sim/optimize/continuous.h"
#include "sim/optimize/optimize.h"

namespace fanfare {

std::string optimum_page(const Optimum& optimum, Language language);
std::string optimum_page(const ContinuousOptimum& optimum, Language language);

}  // namespace fanfare
