// Functions whose sensitivity indices are known exactly, and samples of points to ask them at.
#pragma once

#include <cmath>
#include <functional>
#include <numbers>
#include <vector>

#include "fanfare/rng.h"
#include "sim/sensitivity/sobol.h"

namespace fanfare::sensitivity::test {

using Point = std::vector<double>;  // of the unit cube

struct Known {
  std::size_t factors;
  std::function<double(const Point&)> value;
  std::vector<double> first, total;
};

inline Known ishigami() {
  constexpr double kPi = std::numbers::pi, a = 7, b = 0.1;
  const double v1 = std::pow(1 + b * std::pow(kPi, 4) / 5, 2) / 2, v2 = a * a / 8,
               v13 = 8 * b * b * std::pow(kPi, 8) / 225, v = v1 + v2 + v13;
  const auto value = [](const Point& u) {
    const double x1 = kPi * (2 * u[0] - 1), x2 = kPi * (2 * u[1] - 1), x3 = kPi * (2 * u[2] - 1);
    return std::sin(x1) + a * std::sin(x2) * std::sin(x2) + b * std::pow(x3, 4) * std::sin(x1);
  };
  return {3, value, {v1 / v, v2 / v, 0}, {(v1 + v13) / v, v2 / v, v13 / v}};
}

inline Known sobol_g(const std::vector<double>& a) {
  Known g{a.size(), {}, {}, {}};
  g.value = [a](const Point& u) {
    double product = 1;
    for (std::size_t i = 0; i < a.size(); ++i) product *= (std::fabs(4 * u[i] - 2) + a[i]) / (1 + a[i]);
    return product;
  };
  double all = 1;
  for (const double one : a) all *= 1 + 1 / (3 * (1 + one) * (1 + one));
  for (const double one : a) {
    const double own = 1 / (3 * (1 + one) * (1 + one));
    g.first.push_back(own / (all - 1));
    g.total.push_back(own * all / (1 + own) / (all - 1));
  }
  return g;
}

inline Point random_point(std::size_t factors, std::uint32_t seed, std::uint32_t number) {
  const Draws draws(seed, purpose(900, 1));
  Point u;
  for (std::uint32_t f = 0; f < factors; ++f) u.push_back(draws.uniform({number, f}));
  return u;
}

// Independent random A and B, so that bases are what a bootstrap takes them for. `luck`: sd of what is added
// to each.
inline PickFreeze pick_freeze_of(const Known& known, std::size_t bases, std::uint32_t seed, double luck = 0) {
  const Draws draws(seed, purpose(900, 2));
  std::uint32_t runs = 0;
  const auto run = [&](const Point& u) { return known.value(u) + luck * draws.normal({runs++}); };
  PickFreeze sample{{}, {}, std::vector<std::vector<double>>(known.factors)};
  for (std::uint32_t j = 0; j < bases; ++j) {
    const Point a = random_point(known.factors, seed, 2 * j),
                b = random_point(known.factors, seed, 2 * j + 1);
    sample.a.push_back(run(a));
    sample.b.push_back(run(b));
    for (std::size_t f = 0; f < known.factors; ++f) {
      Point mixed = a;
      mixed[f] = b[f];
      sample.ab[f].push_back(run(mixed));
    }
  }
  return sample;
}

}  // namespace fanfare::sensitivity::test
