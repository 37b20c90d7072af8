// What results files hold of a sample, in groups `posts` and `network`.
#pragma once

#include "fanfare/observer.h"

namespace fanfare::fan_economy {

struct World;

// What results files hold of it, in groups `posts` and `network`.
void declare_sample(const World& world, Recorder& recorder);
void record_sample(const World& world, Recorder& recorder);
void finish_sample(const World& world, Recorder& recorder);

}  // namespace fanfare::fan_economy
