// What a scenario asks to be kept in full, for people to look at.
#pragma once

#include "models/fan_economy/state/network_sample.h"
#include "models/fan_economy/state/post_sample.h"

namespace fanfare::fan_economy {

struct Sample {
  PostSample posts;
  NetworkSample network;
};

}  // namespace fanfare::fan_economy
