// What is measured by platform, where there are several.
#pragma once

#include "fanfare/observer.h"

namespace fanfare::fan_economy {

struct World;

void declare_platforms(const World& world, Recorder& recorder);
void record_platforms(const World& world, Recorder& recorder);
void finish_platforms(const World& world, Recorder& recorder);

}  // namespace fanfare::fan_economy
