// What a difference between worlds is over seeds: the intervals that studies are judged by.
#pragma once

#include <string>
#include <vector>

#include "sim/judge/statistics.h"

namespace fanfare::fan_economy::testing {

// of(seed) for `seeds` of them from `first`.
template <class Of>
Interval over_seeds(const Of& of, int seeds = 4, int first = 1) {
  std::vector<double> values;
  for (int seed = first; seed < first + seeds; ++seed) values.push_back(of(seed));
  return t_interval(values);
}

inline double half(const Interval& i) { return (i.high - i.low) / 2; }

inline std::string told(const Interval& i) {
  return std::to_string(i.mean) + " (" + std::to_string(i.low) + " … " + std::to_string(i.high) + ")";
}

}  // namespace fanfare::fan_economy::testing
