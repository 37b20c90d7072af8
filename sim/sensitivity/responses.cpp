#include "sim/sensitivity/responses.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/judge/statistics.h"

namespace fanfare::sensitivity {
namespace {

double mean_of_present(const std::vector<double>& values) {
  const std::vector<double> there = present(values);
  return there.empty() ? kUnknown
                       : std::accumulate(there.begin(), there.end(), 0.0) / static_cast<double>(there.size());
}

double mean_at(const std::vector<double>& values, const std::vector<std::size_t>& places) {
  double sum = 0;
  for (const std::size_t r : places) sum += values[r];
  return sum / static_cast<double>(places.size());
}

}  // namespace

Complete complete_of(const Responses& all) {
  Complete out;
  for (std::size_t p = 0; p < all.size(); ++p)
    if (!present(all[p]).empty()) out.points.push_back(p);
  const std::size_t replicates = all.empty() ? 0 : all[0].size();
  for (std::size_t r = 0; r < replicates; ++r)
    if (std::all_of(out.points.begin(), out.points.end(),
                    [&](std::size_t p) { return r < all[p].size() && std::isfinite(all[p][r]); }))
      out.replicates.push_back(r);
  for (const std::size_t p : out.points)
    out.means.push_back(out.replicates.empty() ? mean_of_present(all[p]) : mean_at(all[p], out.replicates));
  return out;
}

Luck luck_of(const Responses& all, const Complete& complete) {
  const std::size_t points = complete.points.size(), replicates = complete.replicates.size();
  Luck luck;
  luck.replicates = replicates;
  if (points < 2 || replicates < 2) return luck;
  const auto n = static_cast<double>(points), m = static_cast<double>(replicates);
  std::vector<double> of_replicate(replicates, 0.0);
  double grand = 0;
  for (std::size_t i = 0; i < points; ++i) grand += complete.means[i] / n;
  for (std::size_t k = 0; k < replicates; ++k)
    for (const std::size_t p : complete.points) of_replicate[k] += all[p][complete.replicates[k]] / n;
  double between_points = 0, between_replicates = 0, rest = 0;
  for (std::size_t i = 0; i < points; ++i) {
    const double effect = complete.means[i] - grand;
    between_points += m * effect * effect;
    for (std::size_t k = 0; k < replicates; ++k) {
      const double left =
          all[complete.points[i]][complete.replicates[k]] - complete.means[i] - of_replicate[k] + grand;
      rest += left * left;
    }
  }
  for (const double mean : of_replicate) between_replicates += n * (mean - grand) * (mean - grand);
  luck.own = rest / ((n - 1) * (m - 1));
  luck.points = std::max(0.0, (between_points / (n - 1) - luck.own) / m);
  luck.shared = std::max(0.0, (between_replicates / (m - 1) - luck.own) / n);
  return luck;
}

Index jackknifed(double value, const std::vector<double>& without) {
  const auto n = static_cast<double>(without.size());
  Index index{value, kUnknown, kUnknown};
  if (without.size() < 3 || !std::isfinite(value)) return index;
  const double mean = std::accumulate(without.begin(), without.end(), 0.0) / n;
  double sum = 0;
  for (const double x : without) sum += (x - mean) * (x - mean);
  const double half = t_quantile(n - 1, kLevel) * std::sqrt(sum * (n - 1) / n);
  if (std::isfinite(half)) index.low = value - half, index.high = value + half;
  return index;
}

namespace {

double luck_share(const Luck& luck) {
  return luck.total() > 0 ? (luck.shared + luck.own) / luck.total() : kUnknown;
}

}  // namespace

Index luck_index(const Responses& all, const Complete& complete) {
  std::vector<double> without;
  for (std::size_t k = 0; complete.replicates.size() > 3 && k < complete.replicates.size(); ++k) {
    Complete fewer = complete;
    fewer.replicates.erase(fewer.replicates.begin() + static_cast<std::ptrdiff_t>(k));
    for (std::size_t i = 0; i < fewer.points.size(); ++i)
      fewer.means[i] = mean_at(all[fewer.points[i]], fewer.replicates);
    without.push_back(luck_share(luck_of(all, fewer)));
  }
  Index index = jackknifed(luck_share(luck_of(all, complete)), without);
  index.low = std::max(index.low, 0.0), index.high = std::min(index.high, 1.0);
  return index;
}

}  // namespace fanfare::sensitivity
