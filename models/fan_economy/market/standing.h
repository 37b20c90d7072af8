// Where a brand and a campaign stand, from the totals of the last tick.
#pragma once

#include <cstddef>
#include <cstdint>

namespace fanfare::fan_economy {

struct World;

// Mean attitude of those who know the brand, −1 … 1; 0 if nobody does.
double sentiment(const World& world, std::size_t brand);
// Share of all accounts that know the brand.
double awareness(const World& world, std::size_t brand);
// Money that left the campaign's escrow for good, cents.
std::int64_t spend(const World& world, std::size_t campaign);

}  // namespace fanfare::fan_economy
