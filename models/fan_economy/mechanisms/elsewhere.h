// Follows on another platform than that of the phase, in the reader's block.
#pragma once

#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

inline WideTally<2>& follows_on(World& world, std::uint32_t platform) {
  return platform == 0 ? world.follow_tally : *world.further_follows[platform - 1];
}

// Whether it follows now and did not before.
inline bool follow_on(World& world, const BlockScope& scope, std::uint32_t platform, AccountId reader,
                      AccountId author) {
  if (!world.on(platform).graph.follow(reader, author)) return false;
  follows_on(world, platform).add(scope.worker, author.value, 0, 1);
  return true;
}

inline void unfollow_on(World& world, const BlockScope& scope, std::uint32_t platform, AccountId reader,
                        AccountId author) {
  if (world.on(platform).graph.unfollow(reader, author))
    follows_on(world, platform).add(scope.worker, author.value, 1, 1);
}

}  // namespace fanfare::fan_economy
