// What is measured by format, where formats are in use.
#pragma once

#include "fanfare/observer.h"

namespace fanfare::fan_economy {

struct World;

void declare_formats(const World& world, Recorder& recorder);
void record_formats(const World& world, Recorder& recorder);

}  // namespace fanfare::fan_economy
