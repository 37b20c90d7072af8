// The world of one platform in plain arrays, as a program would have it that knows none of the tricks of this one.
#pragma once

#include <string>

#include "fanfare/feed_snapshot.h"

namespace fanfare::fan_economy {

struct World;

// As FeedSource::lay_out().
std::string lay_out_feed(const World& world, FeedSnapshot& snapshot);

}  // namespace fanfare::fan_economy
