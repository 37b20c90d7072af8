// The pieces of the search between two ends: ranges, limits, points, and what is expected to be gained.
#include "sim/optimize/continuous.h"

#include <gtest/gtest.h>

#include <cmath>

#include "fanfare/expects.h"

namespace fanfare::continuous_test {
namespace {

TEST(Between, a_range_keeps_its_unit) {
  const VariedFactor money = read_varied("campaigns.launch.budget=5_000 CNY..160_000 CNY");
  EXPECT_EQ(money.path, "campaigns.launch.budget");
  EXPECT_DOUBLE_EQ(money.low, 5'000);
  EXPECT_DOUBLE_EQ(money.high, 160'000);
  EXPECT_EQ(money.suffix, " CNY");
  EXPECT_DOUBLE_EQ(read_varied("share=0..100%").scale(), 0.01);
}

TEST(Between, a_range_that_is_none_is_refused) {
  for (const char* text : {"share", "share=1..", "share=..1", "share=3..3", "share=5..1", "share=a..b",
                           "=0..1", "b=1 CNY..2 EUR"})
    EXPECT_THROW(read_varied(text), ScenarioError) << text;
}

TEST(Between, limits_are_over_values) {
  const std::vector<VariedFactor> factors = {read_varied("a.share=0%..100%"),
                                             read_varied("b.share=0%..100%")};
  const LinearLimit both = read_linear("a.share + 0.5*b.share <= 60%", factors);
  EXPECT_TRUE(both.holds({0.35, 0.5}));
  EXPECT_FALSE(both.holds({0.36, 0.5}));
  const LinearLimit least = read_linear("a.share - b.share >= 0", factors);
  EXPECT_TRUE(least.holds({0.5, 0.5}));
  EXPECT_FALSE(least.holds({0.4, 0.5}));
  EXPECT_THROW(read_linear("share <= 1", factors), ScenarioError);  // of both
  EXPECT_THROW(read_linear("c.share <= 1", factors), ScenarioError);
  EXPECT_THROW(read_linear("a.share = 1", factors), ScenarioError);
}

TEST(Between, points_fill_the_square_evenly) {
  const auto points = halton(2, 1, 7);
  EXPECT_DOUBLE_EQ(points[0][0], 0.5);
  EXPECT_DOUBLE_EQ(points[1][0], 0.25);
  EXPECT_DOUBLE_EQ(points[2][0], 0.75);
  EXPECT_DOUBLE_EQ(points[2][1], 1.0 / 9);
}

// ∫ max(x − best, 0) of a normal, by trapezia.
double by_integral(double mean, double variance, double best) {
  const double s = std::sqrt(variance);
  double sum = 0;
  constexpr int kSteps = 200'000;
  for (int i = 0; i <= kSteps; ++i) {
    const double z = -10 + 20.0 * i / kSteps, x = mean + s * z;
    sum += std::max(x - best, 0.0) * std::exp(-z * z / 2) / std::sqrt(2 * std::acos(-1.0)) * 20.0 / kSteps;
  }
  return sum;
}

TEST(Between, improvement_is_the_integral_that_it_says) {
  for (const double mean : {-2.0, 0.0, 1.5})
    for (const double variance : {0.25, 4.0})
      EXPECT_NEAR(expected_improvement(mean, variance, 0.5), by_integral(mean, variance, 0.5), 1e-6);
  EXPECT_DOUBLE_EQ(expected_improvement(2, 0, 0.5), 1.5);
  EXPECT_DOUBLE_EQ(expected_improvement(0, 0, 0.5), 0);
}

}  // namespace
}  // namespace fanfare::continuous_test
