// Keyed random quantities beyond the uniform and the normal: each is a pure function of (draws, subject,
// index). Samplers marked "indices from" reject now and then and go on to index + 1, index + 2, …: give them
// a purpose or a subject of their own. Means and variances are tested; all arithmetic is fmath's.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

#include "fanfare/expects.h"
#include "fanfare/rng.h"
#include "fanfare/sampling_counts.h"
#include "fanfare/schema_types.h"

namespace fanfare {

// x rounded to one of its two whole neighbours, up with the chance of its fraction: unbiased, so small steps
// are not lost in coarse storage. |x| < 2^62, u uniform in (0, 1).
inline std::int64_t stochastic_round(double x, double u) {
  const double floor = std::floor(x);
  return static_cast<std::int64_t>(floor) + (u < x - floor ? 1 : 0);
}

// e^(ln median + sigma · z). One index.
inline double lognormal(double median, double sigma, const Draws& draws, Subject s, std::uint32_t index = 0) {
  return median * fmath::exp(sigma * draws.normal(s, index));
}

namespace detail {

// ln of a gamma variate of scale 1, so that tiny shapes don't underflow. Marsaglia & Tsang 2000; a shape
// below 1 is lifted by one and the variate times u^(1/shape). Reads index, index + stride, …; one in 20 tries
// is rejected.
inline double log_gamma_variate(double shape, const Draws& draws, Subject s, std::uint32_t index,
                                std::uint32_t stride) {
  const double d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  for (;; index += stride) {
    const Words w = draws.words(s, index);
    const double z = fmath::normal(to_unit(w[0]), to_unit(w[1]));
    const double root = 1 + c * z;
    if (root <= 0) continue;
    const double log_v = 3 * fmath::log(root);
    const double v = root * root * root;
    if (fmath::log(to_unit(w[2])) >= 0.5 * z * z + d - d * v + d * log_v) continue;
    return fmath::log(d) + log_v + (shape < 1 ? fmath::log(to_unit(w[3])) / shape : 0);
  }
}

}  // namespace detail

// Gamma of shape > 0 and scale 1: mean and variance are `shape`. Indices from `index`.
inline double gamma(double shape, const Draws& draws, Subject s, std::uint32_t index = 0) {
  expects(shape > 0, "gamma: the shape is positive");
  return fmath::exp(detail::log_gamma_variate(shape, draws, s, index, 1));
}

// Beta, a > 0 and b > 0: mean a / (a + b). Indices from `index`.
inline double beta(double a, double b, const Draws& draws, Subject s, std::uint32_t index = 0) {
  expects(a > 0 && b > 0, "beta: both shapes are positive");
  return fmath::sigmoid(detail::log_gamma_variate(a, draws, s, index, 2) -
                        detail::log_gamma_variate(b, draws, s, index + 1, 2));
}

// Shares that sum to 1 (to rounding), with means alpha / Σ alpha; all alpha > 0. Indices from `index`.
inline void dirichlet(std::span<const double> alpha, std::span<double> shares, const Draws& draws, Subject s,
                      std::uint32_t index = 0) {
  expects(!alpha.empty() && alpha.size() == shares.size(), "dirichlet: one share for each alpha");
  const auto parts = static_cast<std::uint32_t>(alpha.size());
  double largest = -fmath::detail::kInf;
  for (std::uint32_t i = 0; i < parts; ++i) {
    expects(alpha[i] > 0, "dirichlet: each alpha is positive");
    shares[i] = detail::log_gamma_variate(alpha[i], draws, s, index + i, parts);
    largest = shares[i] > largest ? shares[i] : largest;
  }
  double total = 0;
  for (double& share : shares) total += share = fmath::exp(share - largest);
  for (double& share : shares) share /= total;
}

// Which of the weighted choices, exactly in proportion but for 2^-32; choices.size() if all weigh nothing.
// One index.
inline std::size_t categorical(std::span<const std::uint8_t> weights, const Draws& draws, Subject s,
                               std::uint32_t index = 0) {
  std::uint32_t total = 0;
  for (const std::uint8_t w : weights) total += w;
  if (total == 0) return weights.size();
  std::uint32_t at = draws.below(total, s, index);
  std::size_t choice = 0;
  while (at >= weights[choice]) at -= weights[choice++];
  return choice;
}

// One value of a declared distribution. A constant reads no index; indices from `index` else.
inline double sample(const Distribution& of, const Draws& draws, Subject s, std::uint32_t index = 0) {
  switch (of.kind) {
    case Distribution::Kind::constant: return of.a;
    case Distribution::Kind::lognormal: return lognormal(of.a, of.b, draws, s, index);
    case Distribution::Kind::normal: return of.a + of.b * draws.normal(s, index);
    case Distribution::Kind::uniform: return of.a + (of.b - of.a) * draws.uniform(s, index);
    case Distribution::Kind::beta: return beta(of.a, of.b, draws, s, index);
    case Distribution::Kind::gamma: return of.b * gamma(of.a, draws, s, index);
  }
  expects(false, "sample: an unknown kind of distribution");
  return 0;
}

}  // namespace fanfare
