// Keyed draws behave as draws: right moments, no trace of neighbouring keys, the same on any order of asking.
// Seeds are fixed. Bounds are 5.5 standard errors or more: a sound generator fails one with chance below
// 1e-7.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "fanfare/rng.h"

namespace fanfare::draws_test {
namespace {

constexpr std::uint32_t kDraws = 1'000'000;
const Draws kStream(12345, purpose(7, 1));

TEST(Draws, a_normal_has_the_moments_of_a_normal) {
  double sum[5] = {};
  for (std::uint32_t i = 0; i < kDraws; ++i) {
    const double z = kStream.normal({i, 0, 0});
    double power = 1;
    for (double& s : sum) s += power, power *= z;
  }
  const double n = kDraws, root = std::sqrt(n);
  EXPECT_NEAR(sum[1] / n, 0, 5.5 / root);
  EXPECT_NEAR(sum[2] / n, 1, 5.5 * std::sqrt(2.0) / root);
  EXPECT_NEAR(sum[3] / n, 0, 5.5 * std::sqrt(15.0) / root);
  EXPECT_NEAR(sum[4] / n, 3, 5.5 * std::sqrt(96.0) / root);
}

TEST(Draws, normals_fall_between_their_quantiles_as_often_as_they_should) {
  constexpr int kBins = 100;
  std::vector<double> cuts;
  for (int b = 1; b < kBins; ++b) cuts.push_back(fmath::normal_quantile(b / double{kBins}));
  std::vector<int> counts(kBins);
  for (std::uint32_t i = 0; i < kDraws; ++i) {
    const double z = kStream.normal({0, i, 0});
    ++counts[static_cast<std::size_t>(std::upper_bound(cuts.begin(), cuts.end(), z) - cuts.begin())];
  }
  const double expected = kDraws / double{kBins};
  double chi_square = 0;
  for (const int count : counts) chi_square += (count - expected) * (count - expected) / expected;
  // 99 degrees of freedom: mean 99, sd 14.1; P(> 186) < 1e-6, P(< 43) < 1e-7.
  EXPECT_LT(chi_square, 186);
  EXPECT_GT(chi_square, 43);
}

// Neighbours in each word of the key: were they alike, accounts next to each other would be.
TEST(Draws, neighbouring_keys_are_uncorrelated) {
  const Draws other(12346, purpose(7, 1)), third(12345, purpose(7, 2));
  double products[6] = {};
  for (std::uint32_t i = 0; i < kDraws; ++i) {
    const double u = kStream.uniform({i, 5, 5}) - 0.5;
    products[0] += u * (kStream.uniform({i + 1, 5, 5}) - 0.5);
    products[1] += u * (kStream.uniform({i, 6, 5}) - 0.5);
    products[2] += u * (kStream.uniform({i, 5, 6}) - 0.5);
    products[3] += u * (kStream.uniform({i, 5, 5}, 1) - 0.5);
    products[4] += u * (other.uniform({i, 5, 5}) - 0.5);
    products[5] += u * (third.uniform({i, 5, 5}) - 0.5);
  }
  for (const double product : products)
    EXPECT_NEAR(12 * product / kDraws, 0, 5.5 / std::sqrt(double{kDraws}));
}

TEST(Draws, below_is_even_over_its_range) {
  std::vector<int> counts(7);
  for (std::uint32_t i = 0; i < kDraws; ++i) ++counts.at(kStream.below(7, {i, 9, 0}));
  for (const int count : counts) EXPECT_NEAR(count, kDraws / 7.0, 5.5 * std::sqrt(kDraws / 7.0 * 6 / 7));
}

TEST(Draws, chance_keeps_its_rate_and_its_certainties) {
  int hits = 0;
  for (std::uint32_t i = 0; i < kDraws; ++i) {
    hits += kStream.chance(0.003, {i, 10, 0});
    ASSERT_FALSE(kStream.chance(0, {i, 10, 0}));
    ASSERT_TRUE(kStream.chance(1, {i, 10, 0}));
  }
  EXPECT_NEAR(hits, 3000, 5.5 * std::sqrt(3000.0));
}

TEST(Draws, the_four_words_of_a_draw_are_independent) {
  double products[3] = {};
  for (std::uint32_t i = 0; i < kDraws; ++i) {
    const Words w = kStream.words({i, 11, 0});
    for (std::size_t k = 0; k < 3; ++k) products[k] += (to_unit(w[0]) - 0.5) * (to_unit(w[k + 1]) - 0.5);
  }
  for (const double product : products)
    EXPECT_NEAR(12 * product / kDraws, 0, 5.5 / std::sqrt(double{kDraws}));
}

}  // namespace
}  // namespace fanfare::draws_test
