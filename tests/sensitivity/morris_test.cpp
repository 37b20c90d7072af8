#include "sim/sensitivity/morris.h"

#include <gtest/gtest.h>

#include "tests/sensitivity/known_functions.h"

namespace fanfare::sensitivity::test::morris_test {
namespace {

constexpr double kStep = 2.0 / 3;  // on four levels

// Random one-at-a-time effects from any of the places of the grid of four levels from which a step leads up.
std::vector<std::vector<double>> random_effects(const Known& known, std::uint32_t trajectories,
                                                std::uint32_t seed) {
  const Draws draws(seed, purpose(900, 3));
  std::vector<std::vector<double>> effects;
  for (std::uint32_t t = 0; t < trajectories; ++t) {
    auto& own = effects.emplace_back();
    for (std::uint32_t f = 0; f < known.factors; ++f) {
      Point u;
      for (std::uint32_t k = 0; k < known.factors; ++k)
        u.push_back(draws.below(k == f ? 2 : 4, {t, f, k}) / 3.0);
      Point up = u;
      up[f] += kStep;
      own.push_back((known.value(up) - known.value(u)) / kStep);
    }
  }
  return effects;
}

struct Exact {
  double mean = 0, absolute = 0, spread = 0;
};
// Over all places of the grid: what the effects are a sample of.
Exact exact_effects(const Known& known, std::size_t factor) {
  std::vector<double> all;
  const auto places = static_cast<std::size_t>(std::pow(4, known.factors));
  for (std::size_t place = 0; place < places; ++place) {
    Point u;
    for (std::size_t f = 0, rest = place; f < known.factors; ++f, rest /= 4)
      u.push_back(static_cast<double>(rest % 4) / 3);
    if (u[factor] > 0.5) continue;
    Point up = u;
    up[factor] += kStep;
    all.push_back((known.value(up) - known.value(u)) / kStep);
  }
  Exact out;
  const auto n = static_cast<double>(all.size());
  for (const double x : all) out.mean += x / n, out.absolute += std::fabs(x) / n;
  for (const double x : all) out.spread += (x - out.mean) * (x - out.mean) / n;
  out.spread = std::sqrt(out.spread);
  return out;
}

// Sizes that are all the same have an interval of no width.
bool is_held(const Index& index, double exact) {
  return index.holds(exact) || std::fabs(index.value - exact) < 1e-9;
}

ElementaryEffects effects_of_random(const Known& known, std::uint32_t trajectories, std::uint32_t seed) {
  return elementary_effects(random_effects(known, trajectories, seed),
                            std::vector<double>(known.factors, kStep), 0, seed, 300);
}

void expect_held(const Known& known, std::uint32_t trajectories) {
  std::vector<Exact> exact;
  for (std::size_t f = 0; f < known.factors; ++f) exact.push_back(exact_effects(known, f));
  std::vector<int> mean(known.factors), absolute(known.factors);
  for (std::uint32_t t = 0; t < 40; ++t) {
    const ElementaryEffects e = effects_of_random(known, trajectories, t);
    for (std::size_t f = 0; f < known.factors; ++f)
      mean[f] += is_held(e.mean[f], exact[f].mean), absolute[f] += is_held(e.absolute[f], exact[f].absolute);
  }
  for (std::size_t f = 0; f < known.factors; ++f) {
    EXPECT_GE(mean[f], 33) << "mean effect of factor " << f + 1;
    EXPECT_GE(absolute[f], 33) << "mean size of the effect of factor " << f + 1;
  }
}

TEST(Morris, intervals_hold_the_exact_effects_of_sobols_g) { expect_held(sobol_g({0, 1, 4.5, 9}), 100); }
TEST(Morris, intervals_hold_the_exact_effects_of_ishigami) { expect_held(ishigami(), 100); }

TEST(Morris, a_plane_has_its_slopes_and_no_spread) {
  const Known plane{2, [](const Point& u) { return 3 * u[0] - 2 * u[1]; }, {}, {}};
  const ElementaryEffects e = effects_of_random(plane, 10, 1);
  EXPECT_NEAR(e.mean[0].value, 3, 1e-12);
  EXPECT_NEAR(e.mean[1].value, -2, 1e-12);
  EXPECT_NEAR(e.absolute[1].value, 2, 1e-12);
  EXPECT_NEAR(e.spread[0].value, 0, 1e-12);
}

TEST(Morris, the_floor_is_what_luck_alone_gives) {
  const Draws draws(1, purpose(900, 4));
  std::vector<std::vector<double>> effects;
  for (std::uint32_t t = 0; t < 4000; ++t)
    effects.push_back({5 * (draws.normal({t, 1}) - draws.normal({t, 2})) / kStep});
  const ElementaryEffects e = elementary_effects(effects, {kStep}, 25, 1, 200);
  EXPECT_TRUE(e.absolute[0].holds(e.floor[0])) << e.absolute[0].low << " " << e.floor[0];
}

TEST(Morris, nothing_is_said_of_three_trajectories) {
  EXPECT_FALSE(effects_of_random(ishigami(), 3, 1).mean[0].exists());
}

}  // namespace
}  // namespace fanfare::sensitivity::test::morris_test
