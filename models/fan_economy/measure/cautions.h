// What a scenario allows but a reader of its results should know: who stands on which tier, pools that can't
// be filled, sums that can't be spent. Read from the world at tick 0; changes nothing.
#pragma once

#include <vector>

#include "fanfare/model.h"

namespace fanfare::fan_economy {

struct World;

std::vector<Caution> cautions(const World& world);

}  // namespace fanfare::fan_economy
