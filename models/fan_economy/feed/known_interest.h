// What the platform goes by when it matches a reader.
#pragma once

#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

// The row from which a reader is matched: its own interests, or its community's if it refuses targeting.
inline const TopicRow& known_interest(const World& world, AccountId reader) {
  if (world.may_target(reader)) return world.accounts.interest[reader];
  return world.community_interest[world.accounts.community[reader]];
}

}  // namespace fanfare::fan_economy
