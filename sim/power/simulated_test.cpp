#include "sim/power/simulated_test.h"

#include <algorithm>
#include <cmath>

#include "fanfare/expects.h"
#include "fanfare/rng.h"
#include "sim/judge/statistics.h"

namespace fanfare::power {
namespace {

constexpr Purpose kLuck = purpose(0xFFFF, 3);  // statistics stand outside all models

struct Sample {
  double n = 0, sum = 0, squares = 0;
  void add(double x) { ++n, sum += x, squares += x * x; }
  double mean() const { return sum / n; }
  double variance() const { return std::max(0.0, (squares - sum * sum / n) / (n - 1)); }
};

// Of units about their mean level, which is left out: it is in both sides of a difference.
struct UnitNoise {
  double own_with, own_without, size;  // sd: of what is a unit's own, and of its size
};

UnitNoise noise_of(const TestDesign& d, const Market& m) {
  const double share = d.size(), level = share * std::max(std::fabs(m.without), std::fabs(m.with));
  const double week = d.weeks > 0 ? d.noise * level / std::sqrt(d.weeks) : d.noise * level;
  const auto own = [&](double sd) { return std::sqrt(share * sd * sd + week * week); };
  return {own(m.sd_with), own(m.sd_without), d.spread * level};
}

struct Quantiles {  // of Student's t by degrees, looked up between whole ones
  explicit Quantiles(double alpha, std::uint32_t most) {
    for (std::uint32_t df = 1; df <= most; ++df) at.push_back(t_quantile(df, 1 - alpha));
  }
  double operator()(double df) const {
    const double place = std::clamp(df, 1.0, static_cast<double>(at.size())) - 1;
    const auto below = static_cast<std::size_t>(place);
    const double part = place - static_cast<double>(below);
    return below + 1 < at.size() ? at[below] * (1 - part) + at[below + 1] * part : at[below];
  }
  std::vector<double> at;
};

// How far the difference of the two sides has to be from zero, less what chance brings: effect = (t · se −
// chance).
double paired(const TestDesign& d, const UnitNoise& noise, const Draws& draws, std::uint32_t test,
              const Quantiles& t) {
  Sample differences;  // a pair has one size
  for (std::uint32_t k = 0; k < d.units / 2; ++k)
    differences.add(noise.own_with * draws.normal({test, k, 0}) -
                    noise.own_without * draws.normal({test, k, 1}));
  return t(differences.n - 1) * std::sqrt(differences.variance() / differences.n) - differences.mean();
}

double apart(const TestDesign& d, const UnitNoise& noise, const Draws& draws, std::uint32_t test,
             const Quantiles& t) {
  Sample with, without;
  for (std::uint32_t k = 0; k < d.units; ++k) {
    const bool is_held_out = k < d.held_out();
    const double size = noise.size > 0 ? noise.size * draws.normal({test, k, 2}) : 0;
    const double own = (is_held_out ? noise.own_without : noise.own_with) * draws.normal({test, k, 0});
    (is_held_out ? without : with).add(size + own);
  }
  const double u = with.variance() / with.n, v = without.variance() / without.n;
  const double degrees =
      (u + v) * (u + v) / (u * u / (with.n - 1) + v * v / (without.n - 1));  // Welch (1947)
  return t(u + v > 0 ? degrees : 1) * std::sqrt(u + v) - (with.mean() - without.mean());
}

}  // namespace

std::uint32_t TestDesign::held_out() const {
  return pairs ? units / 2 : static_cast<std::uint32_t>(std::lround(holdout * units));
}

std::vector<double> least_significant(const TestDesign& d, const Market& market) {
  expects(d.held_out() >= 2 && d.units >= d.held_out() + 2, "two units on either side");
  expects(!d.pairs || d.units % 2 == 0, "pairs of units");
  const Quantiles t(d.alpha, d.units);
  const UnitNoise noise = noise_of(d, market);
  const Draws draws(d.seed, kLuck);
  std::vector<double> thresholds;
  for (std::uint32_t test = 0; test < d.tests; ++test)
    thresholds.push_back((d.pairs ? paired : apart)(d, noise, draws, test, t) / d.size());
  return thresholds;
}

double chance_to_see(const std::vector<double>& thresholds, double effect) {
  const auto seen =
      std::count_if(thresholds.begin(), thresholds.end(), [&](double x) { return x < std::fabs(effect); });
  return static_cast<double>(seen) / static_cast<double>(thresholds.size());
}

double detectable(std::vector<double> thresholds, double chance) {
  const auto at =
      thresholds.begin() + static_cast<std::ptrdiff_t>(chance * static_cast<double>(thresholds.size() - 1));
  std::nth_element(thresholds.begin(), at, thresholds.end());
  return *at;
}

}  // namespace fanfare::power
