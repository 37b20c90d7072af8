#include "sim/sensitivity/flips.h"

#include <cmath>

namespace fanfare::sensitivity {
namespace {

// Mean over all settings and replicates in which every alternative has a value.
std::vector<double> overall(const Alternatives& values) {
  std::vector<double> sums(values.empty() ? 0 : values[0].size(), 0.0);
  for (const Responses& at : values)
    for (std::size_t r = 0; r < at[0].size(); ++r) {
      bool is_there = true;
      for (const auto& alternative : at) is_there = is_there && std::isfinite(alternative[r]);
      for (std::size_t k = 0; is_there && k < at.size(); ++k) sums[k] += at[k][r];
    }
  return sums;
}

double flipped(const Responses& at, std::size_t leader, std::size_t r, double sign) {
  double flip = 0;
  for (std::size_t k = 0; k < at.size(); ++k) {
    const double ahead = sign * (at[k][r] - at[leader][r]);
    if (std::isnan(ahead)) return kUnknown;
    if (k == leader) continue;
    if (ahead > 0) return 1;
    if (ahead == 0) flip = 0.5;
  }
  return flip;
}

}  // namespace

Flips flips_of(const Alternatives& values, bool more_is_better) {
  Flips out;
  if (values.empty() || values[0].size() < 2) return out;
  const double sign = more_is_better ? 1 : -1;
  const std::vector<double> sums = overall(values);
  for (std::size_t k = 1; k < sums.size(); ++k)
    if (sign * (sums[k] - sums[out.leader]) > 0) out.leader = k;
  double sum = 0, n = 0;
  for (const Responses& at : values) {
    auto& own = out.flipped.emplace_back();
    for (std::size_t r = 0; r < at[0].size(); ++r) {
      own.push_back(flipped(at, out.leader, r, sign));
      if (std::isfinite(own.back())) sum += own.back(), ++n;
    }
  }
  if (n > 0) out.chance = sum / n;
  return out;
}

}  // namespace fanfare::sensitivity
