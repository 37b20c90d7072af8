// Intervals by Student's t, the bootstrap by keyed draws.
#include "sim/judge/statistics.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include "fanfare/expects.h"
#include "fanfare/rng.h"

namespace fanfare {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr Purpose kBootstrap = purpose(0xFFFF, 1);  // statistics stand outside all models

double mean_of(std::span<const double> x) {
  return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}

double variance_of(std::span<const double> x) {
  if (x.size() < 2) return kMissing;
  const double mean = mean_of(x);
  double sum = 0;
  for (const double v : x) sum += (v - mean) * (v - mean);
  return sum / static_cast<double>(x.size() - 1);
}

// Replicates in which every arm has a value.
std::vector<std::size_t> complete(std::span<const std::vector<double>> values) {
  std::vector<std::size_t> rows;
  if (values.empty()) return rows;
  for (std::size_t r = 0; r < values[0].size(); ++r) {
    const auto has = [r](const std::vector<double>& arm) { return r < arm.size() && std::isfinite(arm[r]); };
    if (std::all_of(values.begin(), values.end(), has)) rows.push_back(r);
  }
  return rows;
}

// Adds one vote, shared among ties, for the arm with the best total.
void vote(std::span<const double> totals, Better better, std::vector<double>& votes) {
  const bool more = better == Better::more;
  const double best = more ? *std::max_element(totals.begin(), totals.end())
                           : *std::min_element(totals.begin(), totals.end());
  const auto ties = static_cast<double>(std::count(totals.begin(), totals.end(), best));
  for (std::size_t arm = 0; arm < totals.size(); ++arm)
    if (totals[arm] == best) votes[arm] += 1 / ties;
}

}  // namespace

double upper_median(std::vector<double> values) {
  if (values.empty()) return kMissing;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

std::vector<double> present(std::span<const double> values) {
  std::vector<double> kept;
  std::copy_if(values.begin(), values.end(), std::back_inserter(kept),
               [](double v) { return std::isfinite(v); });
  return kept;
}

double t_quantile(double degrees, double level) {
  return boost::math::quantile(boost::math::students_t(degrees), 0.5 + level / 2);
}

namespace {

// Kept, for it costs more than the rest of an interval and only the number of values decides it.
double quantile_of(std::size_t n, double level) {
  thread_local std::map<std::pair<std::size_t, double>, double> known;
  const auto [at, is_new] = known.try_emplace({n, level});
  if (is_new) at->second = t_quantile(static_cast<double>(n - 1), level);
  return at->second;
}

}  // namespace

Interval t_interval(std::span<const double> values, double level) {
  const std::vector<double> x = present(values);
  if (x.empty()) return {kMissing, kMissing, kMissing, kMissing, 0};
  const double mean = mean_of(x);
  if (x.size() == 1) return {mean, kMissing, kMissing, kMissing, 1};
  const double sd = std::sqrt(variance_of(x));
  const auto n = static_cast<double>(x.size());
  const double half = quantile_of(x.size(), level) * sd / std::sqrt(n);
  return {mean, mean - half, mean + half, sd, x.size()};
}

Bounds range_of(std::string_view name, std::string_view unit, const ReportSpec& spec) {
  const bool is_difference = spec.is_difference(name);
  if (unit == "share" || unit == "%") return {is_difference ? -1.0 : 0.0, 1};
  // Money that may be owed, and what has no unit of its own, may lie on either side of zero.
  const bool is_cost = std::ranges::find(spec.never_negative, name) != spec.never_negative.end();
  const bool is_count = !unit.empty() && unit != "1" && unit != "CNY";
  if (is_difference || !(is_cost || is_count)) return {};
  return {0, std::numeric_limits<double>::infinity()};
}

Interval within(const Interval& interval, const Bounds& range) {
  Interval cut = interval;  // comparisons with NaN are false: what is missing stays so
  if (cut.low < range.low) cut.low = range.low;
  if (cut.high > range.high) cut.high = range.high;
  return cut;
}

std::size_t worst_tenth(std::size_t n) { return std::max<std::size_t>(1, n / 10); }

double bad_case(std::span<const double> values, Better better) {
  std::vector<double> x = present(values);
  if (x.empty() || better == Better::neither) return kMissing;
  std::sort(x.begin(), x.end());
  if (better == Better::less) std::reverse(x.begin(), x.end());
  return mean_of(std::span(x).first(worst_tenth(x.size())));
}

std::vector<double> differences(std::span<const double> a, std::span<const double> b) {
  expects(a.size() == b.size(), "paired samples have the same length");
  std::vector<double> d(a.size());
  std::transform(a.begin(), a.end(), b.begin(), d.begin(), [](double x, double y) { return x - y; });
  return d;
}

Interval welch_interval(std::span<const double> a, std::span<const double> b, double level) {
  const std::vector<double> x = present(a), y = present(b);
  const std::size_t n = std::min(x.size(), y.size());
  if (n == 0) return {kMissing, kMissing, kMissing, kMissing, 0};
  const double mean = mean_of(x) - mean_of(y);
  if (n == 1) return {mean, kMissing, kMissing, kMissing, 1};
  const auto nx = static_cast<double>(x.size()), ny = static_cast<double>(y.size());
  const double u = variance_of(x) / nx, v = variance_of(y) / ny;
  if (u + v == 0) return {mean, mean, mean, 0, n};
  const double degrees = (u + v) * (u + v) / (u * u / (nx - 1) + v * v / (ny - 1));
  const double half = t_quantile(degrees, level) * std::sqrt(u + v);
  return {mean, mean - half, mean + half, std::sqrt((u + v) * static_cast<double>(n)), n};
}

double variance_reduction(std::span<const double> a, std::span<const double> b) {
  std::vector<double> x, y;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    if (std::isfinite(a[i]) && std::isfinite(b[i])) x.push_back(a[i]), y.push_back(b[i]);
  if (x.size() < 2) return kMissing;
  const double apart = variance_of(x) + variance_of(y);
  const double together = variance_of(differences(x, y));
  if (apart == 0) return kMissing;
  return together == 0 ? std::numeric_limits<double>::infinity() : apart / together;
}

std::optional<std::uint64_t> replicates_needed(double mean, double sd, double level,
                                               std::uint64_t most) {
  if (!(std::fabs(mean) > 0) || !std::isfinite(sd)) return std::nullopt;
  // 2·kPower − 1 makes the two-sided quantile the one-sided one at kPower.
  const auto enough = [&](std::uint64_t n) {
    const auto degrees = static_cast<double>(n - 1);
    const double t = t_quantile(degrees, level) + t_quantile(degrees, 2 * kPower - 1);
    return t * sd / std::sqrt(static_cast<double>(n)) <= std::fabs(mean);
  };
  if (!enough(most)) return std::nullopt;
  std::uint64_t low = 2, high = most;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (enough(middle))
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

std::vector<double> chance_best(std::span<const std::vector<double>> values, Better better,
                                std::uint32_t seed, std::uint32_t resamples) {
  const std::vector<std::size_t> rows = complete(values);
  if (rows.size() < 2 || better == Better::neither) return {};
  const Draws draws(seed, kBootstrap);
  std::vector<double> votes(values.size(), 0.0), totals(values.size());
  for (std::uint32_t sample = 0; sample < resamples; ++sample) {
    std::fill(totals.begin(), totals.end(), 0.0);
    for (std::uint32_t k = 0; k < rows.size(); ++k) {
      const std::size_t r = rows[draws.below(static_cast<std::uint32_t>(rows.size()), {sample}, k)];
      for (std::size_t arm = 0; arm < values.size(); ++arm) totals[arm] += values[arm][r];
    }
    vote(totals, better, votes);
  }
  for (double& v : votes) v /= resamples;
  return votes;
}

}  // namespace fanfare
