// What a report draws of a fan economy.
#pragma once

#include <vector>

#include "fanfare/exhibit.h"

namespace fanfare::fan_economy {

// The keys are those that the page reads.
std::vector<Exhibit> report_exhibits();

}  // namespace fanfare::fan_economy
