// Measures by segment, and how many people have each level of each attribute. Nothing where none is declared.
#pragma once

namespace fanfare {
class Recorder;
}

namespace fanfare::fan_economy {

struct World;

void declare_segments(const World& world, Recorder& recorder);
void record_segments(const World& world, Recorder& recorder);
void finish_attributes(const World& world, Recorder& recorder);

}  // namespace fanfare::fan_economy
