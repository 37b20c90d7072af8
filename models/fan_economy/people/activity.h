// Who is active when: the daily rhythm, the day's limits, and the tables that publish and browse look up.
#pragma once

#include <array>

#include "fanfare/ids.h"

namespace fanfare::fan_economy {

struct World;
struct PolicyParameters;

// Activity of each hour of the day relative to the day's mean: 24 values that sum to 24. Trough at 4 h,
// peaks at 12 and 21 h (shape of validation E10).
std::array<float, 24> daily_rhythm(double night_to_peak);

// What habits mean in this run's ticks; rebuilt when parameters change.
void tabulate_habits(World& world);
// How active each chronotype is at this tick.
void set_rhythm(World& world);

// What a cap on the day's time leaves an account; infinite without one.
// `policies`: of the platform that it opens.
double seconds_left(const World& world, AccountId reader, const PolicyParameters& policies);

}  // namespace fanfare::fan_economy
