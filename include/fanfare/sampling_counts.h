// Keyed counts: Poisson and binomial. Small means by inversion of one uniform, so that a larger mean never
// gives a smaller count for the same key; large means by Hörmann's transformed rejection (1993), one index a
// try.
#pragma once

#include <cmath>
#include <cstdint>

#include "fanfare/expects.h"
#include "fanfare/rng.h"

namespace fanfare {

namespace detail {

inline constexpr double kInversionLimit = 30;  // above this mean, rejection is faster than a search

// The hat of Hörmann's rejection, and the point that one try proposes.
struct Hat {
  double a = 0;
  double b = 0;
  double centre = 0;
  double squeeze = 0;  // accept at once below this, away from the edge
};
struct Try {
  double k = 0;
  double edge = 0;  // distance of u to the nearer end, (0, 1/2]
  double v = 0;
  bool inside = false;
};
inline Try propose(const Hat& hat, const Words& w) {
  const double u = to_unit_wide(w[0], w[1]) - 0.5;
  const double edge = 0.5 - std::fabs(u);
  const double v = to_unit_wide(w[2], w[3]);
  return {std::floor((2 * hat.a / edge + hat.b) * u + hat.centre), edge, v, edge >= 0.07 && v <= hat.squeeze};
}
// ln of the hat's density at the try, with v.
inline double log_height(const Hat& hat, const Try& t) {
  return fmath::log(t.v / (hat.a / (t.edge * t.edge) + hat.b));
}

inline std::uint64_t poisson_by_rejection(double mean, const Draws& draws, Subject s, std::uint32_t index) {
  const double b = 0.931 + 2.53 * std::sqrt(mean);
  const Hat hat{-0.059 + 0.02483 * b, b, mean + 0.43, 0.9277 - 3.6224 / (b - 2)};
  const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
  const double log_mean = fmath::log(mean);
  for (;; ++index) {
    const Try t = propose(hat, draws.words(s, index));
    if (t.inside) return static_cast<std::uint64_t>(t.k);
    if (t.k < 0 || (t.edge < 0.013 && t.v > t.edge)) continue;
    if (log_height(hat, t) + fmath::log(inverse_alpha) <= t.k * log_mean - mean - fmath::log_gamma(t.k + 1))
      return static_cast<std::uint64_t>(t.k);
  }
}

// p <= 1/2, n p > 10.
inline std::uint64_t binomial_by_rejection(double n, double p, const Draws& draws, Subject s,
                                           std::uint32_t index) {
  const double deviation = std::sqrt(n * p * (1 - p));
  const double b = 1.15 + 2.53 * deviation;
  const Hat hat{-0.0873 + 0.0248 * b + 0.01 * p, b, n * p + 0.5, 0.92 - 4.2 / b};
  const double alpha = (2.83 + 5.1 / b) * deviation;
  const double log_odds = fmath::log(p / (1 - p));
  const double mode = std::floor((n + 1) * p);
  const double peak = fmath::log_gamma(mode + 1) + fmath::log_gamma(n - mode + 1);
  for (;; ++index) {
    const Try t = propose(hat, draws.words(s, index));
    if (t.inside) return static_cast<std::uint64_t>(t.k);
    if (t.k < 0 || t.k > n) continue;
    const double density =
        peak - fmath::log_gamma(t.k + 1) - fmath::log_gamma(n - t.k + 1) + (t.k - mode) * log_odds;
    if (log_height(hat, t) + fmath::log(alpha) <= density) return static_cast<std::uint64_t>(t.k);
  }
}

}  // namespace detail

// A Poisson count; mean in [0, 1e12]. Index `index` alone for means below 30, indices from `index` above.
inline std::uint64_t poisson(double mean, const Draws& draws, Subject s, std::uint32_t index = 0) {
  expects(mean >= 0 && mean <= 1e12, "poisson: the mean is in [0, 1e12]");
  if (mean >= detail::kInversionLimit) return detail::poisson_by_rejection(mean, draws, s, index);
  const Words w = draws.words(s, index);
  double rest = to_unit_wide(w[0], w[1]);
  double chance = fmath::exp(-mean);
  std::uint64_t k = 0;
  while (rest >= chance && k < 400) {
    rest -= chance;
    chance *= mean / static_cast<double>(++k);
  }
  return k;
}

// Successes in n tries of chance p in [0, 1]. Index `index` alone while n · min(p, 1-p) < 30, indices from it
// above.
inline std::uint64_t binomial(std::uint64_t n, double p, const Draws& draws, Subject s,
                              std::uint32_t index = 0) {
  expects(p >= 0 && p <= 1 && n <= 1'000'000'000'000U, "binomial: p is in [0, 1] and n at most 1e12");
  if (p > 0.5) return n - binomial(n, 1 - p, draws, s, index);
  const double tries = static_cast<double>(n);
  if (tries * p >= detail::kInversionLimit) return detail::binomial_by_rejection(tries, p, draws, s, index);
  const Words w = draws.words(s, index);
  double rest = to_unit_wide(w[0], w[1]);
  double chance = fmath::exp(tries * fmath::log1p(-p));
  std::uint64_t k = 0;
  while (rest >= chance && k < n && k < 400) {
    rest -= chance;
    chance *= (tries - static_cast<double>(k)) * p / (static_cast<double>(k + 1) * (1 - p));
    ++k;
  }
  return k;
}

}  // namespace fanfare
