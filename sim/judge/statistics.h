// Small-sample statistics of replicates: intervals, variance reduction, chances of being best. Statistics of
// results only, never simulation state, so libm and Boost.Math are fine here. NaN means "missing" throughout.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "fanfare/dataset.h"
#include "fanfare/report_spec.h"

namespace fanfare {

inline constexpr double kLevel = 0.95;  // of every interval shown
inline constexpr double kPower = 0.80;  // for the number of replicates advised

// A mean with its uncertainty. With fewer than two values there is no interval, and low, high, sd are NaN.
struct Interval {
  double mean = 0;
  double low = 0;
  double high = 0;
  double sd = 0;      // of one value (paired: of one difference)
  std::size_t n = 0;  // values that were not missing

  bool exists() const { return n >= 2; }
  bool excludes(double x) const { return exists() && (x < low || x > high); }
};

// What values can be; by default anything.
struct Bounds {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
};

// What a measure can be by its unit and what its model says of it. Differences, balances and returns can be
// anything.
Bounds range_of(std::string_view name, std::string_view unit, const ReportSpec& spec);

// The interval without what can't be: cutting away the impossible takes nothing from how often it holds the
// truth.
Interval within(const Interval& interval, const Bounds& range);

// How many values are the worst tenth of n: one at least.
std::size_t worst_tenth(std::size_t n);
// The mean of the worst tenth of the values present; NaN if none is, or none is worse. What to be ready for.
double bad_case(std::span<const double> values, Better better);

// The middle one, of an even number the upper of the two; NaN of none.
double upper_median(std::vector<double> values);

// What is present of `values`.
std::vector<double> present(std::span<const double> values);

// The two-sided quantile t of Student's distribution: P(|T| ≤ t) = level. degrees > 0.
double t_quantile(double degrees, double level);

// Mean and Student t-interval over the values present.
Interval t_interval(std::span<const double> values, double level = kLevel);

// a − b, position by position; positions where either is missing are missing. Same length.
std::vector<double> differences(std::span<const double> a, std::span<const double> b);

// Difference of means of independent samples (Welch 1947). n is the smaller sample; sd is the one which, over
// n pairs, has the same standard error.
Interval welch_interval(std::span<const double> a, std::span<const double> b, double level = kLevel);

// (var a + var b) / var(a − b) over complete pairs: how many times more replicates independent seeds would
// need. NaN under two pairs; infinite if the difference never varies though the arms do.
double variance_reduction(std::span<const double> a, std::span<const double> b);

// Replicates with which a difference of `mean` and `sd` per pair would be told from zero at `level` with
// kPower. Empty if the difference is zero or it would take more than `most`. More than n if n pairs did not
// tell.
std::optional<std::uint64_t> replicates_needed(double mean, double sd, double level = kLevel,
                                               std::uint64_t most = 100'000);

// The chance that each arm has the best mean: bootstrap over replicates, the same for all arms, drawn by
// Philox from `seed`, so the same file gives the same numbers everywhere. values[arm][replicate]; replicates
// in which an arm is missing are left out for all. Ties are shared. Empty under two complete replicates, and
// where neither more nor less is better.
std::vector<double> chance_best(std::span<const std::vector<double>> values, Better better,
                                std::uint32_t seed, std::uint32_t resamples = 10'000);

}  // namespace fanfare
