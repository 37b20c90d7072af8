// What a day takes of what accounts think and remember of brands.
#pragma once

#include <cstddef>

#include "fanfare/block.h"
#include "fanfare/ids.h"

namespace fanfare::fan_economy {

struct World;

// Shares that a day takes.
struct BondFading {
  double attitude, exposures, awareness;
};
BondFading bond_fading(const World& world);

// In the account's block, once a day.
void fade_brand(World& world, const BlockScope& scope, AccountId account, std::size_t brand,
                const BondFading& fading);

}  // namespace fanfare::fan_economy
