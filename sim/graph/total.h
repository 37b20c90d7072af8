// Sums in the order of the accounts, so that every machine has the same.
#pragma once

#include <numeric>
#include <vector>

namespace fanfare {

inline double total_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

}  // namespace fanfare
