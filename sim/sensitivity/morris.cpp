#include "sim/sensitivity/morris.h"

#include <numbers>

#include "sim/sensitivity/bootstrap.h"

namespace fanfare::sensitivity {
namespace {

struct Effects {
  double mean = kUnknown, absolute = kUnknown, spread = kUnknown;
};

Effects of_factor(const std::vector<std::vector<double>>& effects, std::size_t factor,
                  const std::vector<double>& weight) {
  double n = 0, sum = 0, size = 0, squares = 0;
  for (std::size_t t = 0; t < effects.size(); ++t) {
    const double x = effects[t][factor];
    if (!std::isfinite(x)) continue;
    n += weight[t], sum += weight[t] * x, size += weight[t] * std::fabs(x);
  }
  const double mean = sum / n;
  for (std::size_t t = 0; t < effects.size(); ++t)
    if (const double x = effects[t][factor]; std::isfinite(x)) squares += weight[t] * (x - mean) * (x - mean);
  if (n < 2) return {};
  return {mean, size / n, std::sqrt(squares / (n - 1))};
}

}  // namespace

ElementaryEffects elementary_effects(const std::vector<std::vector<double>>& effects,
                                     const std::vector<double>& steps, double luck, std::uint32_t seed,
                                     std::uint32_t resamples) {
  const std::size_t factors = steps.size();
  ElementaryEffects out{
      std::vector<Index>(factors), std::vector<Index>(factors), std::vector<Index>(factors), {}, 0};
  out.trajectories = effects.size();
  for (const double step : steps)  // E|N(0, 2 luck)| / step
    out.floor.push_back(2 * std::sqrt(luck / std::numbers::pi) / step);
  if (effects.size() < 4) return out;
  std::vector<double> weight(effects.size(), 1.0);
  std::vector<std::vector<double>> mean(factors), absolute(factors), spread(factors);
  for (std::size_t i = 0; i < factors; ++i) {
    const Effects whole = of_factor(effects, i, weight);
    out.mean[i].value = whole.mean, out.absolute[i].value = whole.absolute,
    out.spread[i].value = whole.spread;
  }
  for (std::uint32_t b = 0; b < resamples; ++b) {
    draw_counts(seed, b, weight);
    for (std::size_t i = 0; i < factors; ++i) {
      const Effects e = of_factor(effects, i, weight);
      mean[i].push_back(e.mean), absolute[i].push_back(e.absolute), spread[i].push_back(e.spread);
    }
  }
  for (std::size_t i = 0; i < factors; ++i) {
    set_percentiles(out.mean[i], std::move(mean[i]));
    set_percentiles(out.absolute[i], std::move(absolute[i]));
    set_percentiles(out.spread[i], std::move(spread[i]));
  }
  return out;
}

}  // namespace fanfare::sensitivity
