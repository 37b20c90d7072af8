// Draws of a bootstrap: how often each of n units stands in each resample, keyed, so that a file always gives
// the same intervals.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "fanfare/rng.h"
#include "sim/sensitivity/index.h"

namespace fanfare::sensitivity {

inline constexpr Purpose kResampling = purpose(0xFFFF, 2);  // statistics stand outside all models

// How often each of `n` units stands in resample number `sample`.
inline void draw_counts(std::uint32_t seed, std::uint32_t sample, std::vector<double>& counts) {
  const Draws draws(seed, kResampling);
  const auto n = static_cast<std::uint32_t>(counts.size());
  std::fill(counts.begin(), counts.end(), 0.0);
  for (std::uint32_t k = 0; k < n; k += 4) {
    const Words w = draws.words({sample, k});
    for (std::uint32_t j = 0; j < 4 && k + j < n; ++j)
      ++counts[static_cast<std::size_t>((std::uint64_t{w[j]} * n) >> 32)];
  }
}

// The middle 95 % of what the resamples gave.
inline void set_percentiles(Index& index, std::vector<double> values) {
  std::erase_if(values, [](double x) { return !std::isfinite(x); });
  if (values.size() < 40) return;
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    const double place = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const double part = place - static_cast<double>(below);
    return below + 1 < values.size() ? values[below] * (1 - part) + values[below + 1] * part : values[below];
  };
  index.low = at(0.025), index.high = at(0.975);
}

}  // namespace fanfare::sensitivity
