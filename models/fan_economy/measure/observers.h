// What is measured and recorded of a run: KPIs with their formulas, the funnel, distributions, creators,
// the books. Reads exchanged state only and changes nothing.
#pragma once

#include <vector>

#include "fanfare/model.h"
#include "fanfare/observer.h"

namespace fanfare::fan_economy {

struct World;

void declare_measures(const World& world, Recorder& recorder);
// One row of each series.
void record_measures(const World& world, Recorder& recorder, Tick tick);
// Distributions and tables that are known at the end.
void finish_measures(const World& world, Recorder& recorder, Tick tick);
std::vector<Headline> headline_measures(const World& world);

}  // namespace fanfare::fan_economy
