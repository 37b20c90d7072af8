// Calibration on models whose answer is known: analytic ones, with luck of their own.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "fanfare/rng.h"
#include "sim/calibrate/posterior.h"

namespace fanfare::calibrate_test {
namespace {

constexpr std::size_t kReplicates = 3;

// A model: the means of its targets at a point, and the standard deviation of one run's luck.
struct Toy {
  std::size_t dimensions;
  std::vector<double> (*means)(const Point&);
  double luck;
};

std::vector<double> run_of(const Toy& toy, const Point& p, std::uint32_t seed, std::uint32_t run) {
  std::vector<double> values = toy.means(p);
  for (std::uint32_t t = 0; t < values.size(); ++t)
    values[t] += toy.luck * Draws(seed, purpose(9, 1)).normal({run, t});
  return values;
}

Simulate simulate(const Toy& toy, std::uint32_t seed, std::size_t* runs = nullptr) {
  return [=](std::size_t wave, const std::vector<Point>& points) -> std::optional<PointRuns> {
    PointRuns out{points, {}};
    for (std::uint32_t p = 0; p < points.size(); ++p)
      for (std::uint32_t r = 0; r < kReplicates; ++r) {
        const auto values =
            run_of(toy, points[p], seed, (static_cast<std::uint32_t>(wave) * 1'000 + p) * 10 + r);
        out.values.resize(values.size(), std::vector<std::vector<double>>(points.size()));
        for (std::size_t t = 0; t < values.size(); ++t) out.values[t][p].push_back(values[t]);
        if (runs != nullptr) ++*runs;
      }
    return out;
  };
}

std::vector<Observed> observe(const std::vector<double>& values, double error) {
  std::vector<Observed> observed;
  for (std::size_t t = 0; t < values.size(); ++t)
    observed.push_back({"y" + std::to_string(t), values[t], error, 0});
  return observed;
}

// Two parameters that two targets tell apart, not linearly.
const Toy kTwo{2,
               [](const Point& p) {
                 return std::vector<double>{std::exp(1.5 * p[0]) + p[1], 2 * p[1] - p[0] * p[0]};
               },
               0.08};
// Only the product of the first two counts.
const Toy kProduct{3,
                   [](const Point& p) {
                     const double product = std::exp(2 * (p[0] + p[1]));
                     return std::vector<double>{product, 3 * p[2], product + p[2]};
                   },
                   0.05};

TEST(HistoryMatching, leaves_the_truth_and_little_else) {
  const Point truth{0.4, 0.7};
  const Matched m =
      match_history(observe(kTwo.means(truth), 0.05), {.dimensions = 2, .seed = 3}, simulate(kTwo, 5));
  ASSERT_FALSE(m.space.empty());
  EXPECT_TRUE(m.space.plausible(truth));
  EXPECT_LT(m.space.share(), 0.15);
  EXPECT_FALSE(m.space.plausible(Point{0.9, 0.1}));
  for (std::size_t w = 1; w < m.waves.size(); ++w)
    EXPECT_LE(m.waves[w].share_left, m.waves[w - 1].share_left * 1.1);
  for (const double held : m.waves.back().held) EXPECT_GT(held, 0.8);
}

TEST(HistoryMatching, is_the_same_again) {
  const auto observed = observe(kTwo.means({0.4, 0.7}), 0.05);
  const Matched a = match_history(observed, {.dimensions = 2}, simulate(kTwo, 5));
  const Matched b = match_history(observed, {.dimensions = 2}, simulate(kTwo, 5));
  EXPECT_EQ(a.runs.points, b.runs.points);
  EXPECT_EQ(abc_smc(a.space, {100}).points, abc_smc(b.space, {100}).points);
}

TEST(HistoryMatching, says_by_how_much_the_nearest_misses) {
  const Matched m = match_history(observe({12, -3}, 0.05), {.dimensions = 2}, simulate(kTwo, 5));
  EXPECT_EQ(m.end, Matched::End::nothing);
  const NearestMiss near = m.space.nearest();
  EXPECT_GT(near.implausibility, 3);
  EXPECT_LT(near.miss[0], -5);  // at most e^1.5 + 1
  EXPECT_GT(near.miss[1], 1.5);
  EXPECT_GT(near.in_sigma[1], 3);
}

TEST(HistoryMatching, finds_what_little_is_plausible) {
  const Toy sharp{4,
                  [](const Point& p) {
                    return std::vector<double>{8 * p[0], 8 * p[1], 8 * p[2], 8 * p[3]};
                  },
                  0.01};
  const Point truth{0.31, 0.62, 0.18, 0.85};
  const Matched m = match_history(observe(sharp.means(truth), 0.02), {.dimensions = 4}, simulate(sharp, 2));
  ASSERT_FALSE(m.space.empty());
  EXPECT_LT(m.space.share(), 1e-4);
  for (std::size_t c = 0; c < 4; ++c) EXPECT_NEAR(m.space.nearest().point[c], truth[c], 0.02);
}

TEST(Posterior, of_a_linear_model_is_the_normal_one) {
  // One parameter, one target y = 10 x + luck + error: x | y is normal, sd = sqrt(luck² + error²) / 10.
  const Toy line{1, [](const Point& p) { return std::vector<double>{10 * p[0]}; }, 0.3};
  const Matched m = match_history(observe({4.2}, 0.4), {.dimensions = 1, .points = 20}, simulate(line, 8));
  const Posterior posterior = abc_smc(m.space, {2'000});
  double mean = 0;
  for (const Point& p : posterior.points) mean += p[0] / 2'000;
  const double sd = std::sqrt(covariance_of(posterior.points)[0]);
  EXPECT_NEAR(mean, 0.42, 0.015);
  EXPECT_NEAR(sd, 0.05, 0.006);
  EXPECT_EQ(posterior.tolerances.back(), 0);
}

TEST(Posterior, names_what_two_parameters_trade_off) {
  const Matched m =
      match_history(observe(kProduct.means({0.5, 0.5, 0.3}), 0.05), {.dimensions = 3}, simulate(kProduct, 4));
  const std::vector<Ridge> ridges = ridges_of(abc_smc(m.space, {600}).points);
  ASSERT_EQ(ridges.size(), 1U);
  EXPECT_EQ(ridges[0].parts, (std::vector<std::size_t>{0, 1}));
  EXPECT_NEAR(ridges[0].direction[0], -ridges[0].direction[1], 0.15);  // one up, the other down
}

TEST(Posterior, has_no_ridge_where_all_is_told_apart) {
  const Matched m =
      match_history(observe(kTwo.means({0.4, 0.7}), 0.05), {.dimensions = 2}, simulate(kTwo, 5));
  EXPECT_TRUE(ridges_of(abc_smc(m.space, {400}).points).empty());
}

// Talts et al. (2018), arXiv:1804.06788: if parameters come from the prior and data from them, the rank of
// the truth among the posterior's draws is uniform. The whole way, waves and all, on a model with luck.
TEST(PosteriorFacts, has_flat_ranks_over_its_prior) {
  constexpr std::uint32_t kTries = 120, kBins = 8, kRanked = 63;  // ranks 0 … 63 in 8 bins
  std::array<std::array<int, kBins>, 2> counts{};
  std::array<int, 2> held{};
  for (std::uint32_t k = 0; k < kTries; ++k) {
    const Draws draws(77, purpose(9, 2));
    const Point truth{draws.uniform({k, 0}), draws.uniform({k, 1})};
    std::vector<double> seen = run_of(kTwo, truth, 78, k);
    for (std::uint32_t t = 0; t < seen.size(); ++t) seen[t] += 0.03 * draws.normal({k, 2, t});
    const Matched m = match_history(
        observe(seen, 0.03), {.dimensions = 2, .waves = 2, .points = 16, .seed = k}, simulate(kTwo, k));
    if (m.space.empty()) continue;  // would show as a hole in the ranks
    const Posterior posterior = abc_smc(m.space, {4 * kRanked, k});
    for (std::size_t c = 0; c < 2; ++c) {
      std::uint32_t rank = 0;
      for (std::size_t i = 0; i < kRanked; ++i) rank += posterior.points[4 * i][c] < truth[c] ? 1 : 0;
      ++counts[c][rank * kBins / (kRanked + 1)];
      held[c] += rank >= 3 && rank <= 60 ? 1 : 0;
    }
  }
  for (std::size_t c = 0; c < 2; ++c) {
    double chi = 0;
    for (const int n : counts[c]) chi += (n - kTries / 8.0) * (n - kTries / 8.0) / (kTries / 8.0);
    EXPECT_GT(chi_square_tail(chi, kBins - 1), 0.01) << "coordinate " << c << ", chi-square " << chi;
    EXPECT_GE(held[c], static_cast<int>(0.82 * kTries));  // of 90 % intervals
  }
}

// How far the parameters are from the truth, against the best of as many random points.
TEST(CalibrationFacts, beats_random_search_at_equal_runs) {
  int better = 0;
  double ours = 0, theirs = 0;
  for (std::uint32_t k = 0; k < 20; ++k) {
    const Draws draws(5, purpose(9, 3));
    const Point truth{0.1 + 0.8 * draws.uniform({k, 0}), 0.1 + 0.8 * draws.uniform({k, 1})};
    const std::vector<double> seen = kTwo.means(truth);
    std::size_t runs = 0;
    const Matched m =
        match_history(observe(seen, 0.05), {.dimensions = 2, .seed = k}, simulate(kTwo, k, &runs));
    if (m.space.empty()) continue;
    const Posterior posterior = abc_smc(m.space, {200, k});
    const Point& fitted = posterior.points[posterior.most_likely];
    double least = 1e300, best = 0;
    for (std::uint32_t i = 0; i < runs; ++i) {
      const Point p{draws.uniform({k, 10 + i}, 1), draws.uniform({k, 10 + i}, 2)};
      const auto y = run_of(kTwo, p, 900 + k, i);
      const double miss = std::hypot(y[0] - seen[0], y[1] - seen[1]);
      if (miss < least) least = miss, best = std::hypot(p[0] - truth[0], p[1] - truth[1]);
    }
    const double miss = std::hypot(fitted[0] - truth[0], fitted[1] - truth[1]);
    better += miss < best ? 1 : 0, ours += miss / 20, theirs += best / 20;
  }
  EXPECT_GE(better, 14);
  EXPECT_LT(ours, 0.6 * theirs);
}

}  // namespace
}  // namespace fanfare::calibrate_test
