// Who holds the attention and the income of creators, as Lorenz curves at the end of a run.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "fanfare/observer.h"

namespace fanfare::fan_economy {

struct World;

// Lorenz (1905): the share of the sum that the lowest share of values holds, at 0, 1/steps, …, 1; between two
// values on the line through them. NaN throughout if nothing is held.
std::vector<double> lorenz_curve(std::span<const std::int64_t> values, std::size_t steps);

void finish_inequality(const World& world, Recorder& recorder);

}  // namespace fanfare::fan_economy
