// Levels, counted anew in each tick, so they can't drift from what accounts hold: wallets, fans, stages,
// attitudes, buyers by community.
#pragma once

#include "fanfare/block.h"

namespace fanfare::fan_economy {

struct World;

// Local, at a tick's end.
void count_levels(World& world, const BlockScope& scope);

}  // namespace fanfare::fan_economy
