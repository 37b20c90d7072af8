#include "sim/study/growth.h"

#include <algorithm>
#include <cmath>

namespace fanfare {
namespace {

// Half an arm's interval as the rule counts it; 0 where there is no spread, as of a baseline's difference from itself.
double half_of(const ArmOutcome& arm, const Growth& growth) {
  if (arm.value.n < 2 || !(arm.value.sd > 0)) return 0;
  const double half = (arm.value.high - arm.value.mean);
  return growth.is_relative ? half / std::abs(arm.value.mean) : half;
}

}  // namespace

double widest_half(const StudySummary& summary, const Growth& growth) {
  double widest = 0;
  for (const Comparison& c : summary.comparisons)
    if (c.measure.name == growth.of)
      for (const ArmOutcome& arm : c.arms) widest = std::max(widest, half_of(arm, growth));
  return widest;
}

std::size_t next_replicates(const StudySummary& summary, const Growth& growth) {
  const std::size_t now = summary.replicates;
  const double times = widest_half(summary, growth) / growth.half_width;
  if (!(times > 1) || now >= growth.at_most) return now;
  // The half width falls with the root of the number.
  const double wanted = std::ceil(static_cast<double>(now) * std::min(times * times, 2.0));
  return std::min<std::size_t>(growth.at_most, std::max(now + 1, static_cast<std::size_t>(wanted)));
}

}  // namespace fanfare
