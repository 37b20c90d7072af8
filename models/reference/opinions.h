// What the models of bounded confidence share: opinions on [0, 1] in integers, and how many camps they form.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "fanfare/observer.h"
#include "fanfare/rng.h"
#include "models/reference/measures.h"

namespace fanfare::reference {

// An opinion in 2^-30, so that sums are exact and what one gains another loses to the last bit.
using Opinion = std::int32_t;
inline constexpr double kOpinionUnit = 0x1p30;
inline Opinion to_opinion(double x) { return static_cast<Opinion>(x * kOpinionUnit); }

// Evenly on [0, 1], by account.
inline std::vector<Opinion> uniform_opinions(std::uint32_t accounts, const Draws& draws) {
  std::vector<Opinion> opinions(accounts);
  for (std::uint32_t a = 0; a < accounts; ++a) opinions[a] = to_opinion(draws.uniform({a, 0, 0}));
  return opinions;
}

// Camps: runs of opinions, in order, without a gap as wide as `gap`.
struct Camps {
  double camps = 0;    // of `least` accounts or more
  double fringe = 0;   // smaller ones
  double largest = 0;  // share of all accounts
  double mean = 0;
  double deviation = 0;
};
inline Camps camps_of(std::vector<Opinion> opinions, double gap, double least) {
  std::sort(opinions.begin(), opinions.end());
  const double n = static_cast<double>(opinions.size());
  Camps found;
  double sum = 0, squares = 0;
  std::size_t from = 0;
  for (std::size_t i = 0; i < opinions.size(); ++i) {
    const double x = opinions[i] / kOpinionUnit;
    sum += x, squares += x * x;
    if (i + 1 < opinions.size() && opinions[i + 1] - opinions[i] < gap * kOpinionUnit) continue;
    const double size = static_cast<double>(i + 1 - from);
    (size >= least ? found.camps : found.fringe) += 1;
    found.largest = std::max(found.largest, size / n);
    from = i + 1;
  }
  found.mean = sum / n;
  found.deviation = std::sqrt(std::max(0.0, squares / n - found.mean * found.mean));
  return found;
}

inline void declare_camps(Recorder& r) {
  declare_measures(
      r, Recorded::over_time,
      {{"camps", "camps", "camps of opinion",
        "runs of opinions without a wide gap, of 1 % of accounts or more"},
       {"fringe_camps", "camps", "small camps of opinion", "the same, smaller"},
       {"largest_camp", "1", "share of accounts in the largest camp", "accounts of the camp / accounts"},
       {"mean_opinion", "1", "mean opinion", "Σ x / n"},
       {"opinion_deviation", "1", "spread of opinions", "standard deviation of x"}});
}
inline void record_camps(Recorder& r, const Camps& camps) {
  r.put("camps", camps.camps);
  r.put("fringe_camps", camps.fringe);
  r.put("largest_camp", camps.largest);
  r.put("mean_opinion", camps.mean);
  r.put("opinion_deviation", camps.deviation);
}

}  // namespace fanfare::reference
