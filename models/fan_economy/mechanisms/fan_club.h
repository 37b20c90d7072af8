// What the rest of the economy may ask of mechanism `fan_club`.
#pragma once

#include <cstdint>

namespace fanfare::fan_economy {

struct World;

// Members of its club that defended a creator in the last tick, for each of its followers: 0 without a club.
double club_defence(const World& world, std::uint32_t creator);

}  // namespace fanfare::fan_economy
