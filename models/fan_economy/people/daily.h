// Which accounts of a block have their daily chores now.
#pragma once

#include "fanfare/block.h"
#include "fanfare/fmath.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

// Calls visit(account) for the accounts with World::is_daily_tick: every ticks_per_day()-th row.
template <class Visit>
void for_each_daily(const World& world, const BlockScope& scope, Visit&& visit) {
  const std::uint32_t stride = world.ticks_per_day();
  const std::uint32_t phase = (stride - world.tick % stride) % stride;  // (a + tick) % stride == 0
  const std::uint32_t start = scope.first + (phase + stride - scope.first % stride) % stride;
  for (std::uint32_t a = start; a < scope.last; a += stride) visit(AccountId(a));
}

// Once a day for each block, spread over the day's ticks. Neighbours share a tick: follow rows of
// neighbouring blocks lie in one array, which is freed when the last of them has rows of its own.
inline bool is_daily_tick(const World& world, BlockId block) {
  constexpr std::uint32_t kNeighbours = 128;
  return (block.value / kNeighbours + world.tick) % world.ticks_per_day() == 0;
}

// Share that a day takes of something with this half-life.
inline double daily_loss(double half_life_days) {
  return -fmath::expm1(-0.6931471805599453 / half_life_days);
}

}  // namespace fanfare::fan_economy
