// Statistics of replicates against values worked out by hand.
#include "sim/judge/statistics.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

namespace fanfare::statistics_test {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(Interval, matches_student_by_hand) {
  // mean 3, sd sqrt(2.5), t(4, 95 %) = 2.776445; half = 2.776445 · sqrt(2.5 / 5)
  const Interval x = t_interval(std::array{1.0, 2.0, 3.0, 4.0, 5.0});
  EXPECT_DOUBLE_EQ(x.mean, 3);
  EXPECT_NEAR(x.sd, 1.5811388, 1e-7);
  EXPECT_NEAR(x.high - x.mean, 1.9632432, 1e-6);
  EXPECT_NEAR(x.mean - x.low, 1.9632432, 1e-6);
  EXPECT_EQ(x.n, 5U);
}

TEST(Interval, of_two_values_uses_one_degree_of_freedom) {
  // t(1, 95 %) = 12.706205, standard error 1
  EXPECT_NEAR(t_interval(std::array{1.0, 3.0}).high, 2 + 12.706205, 1e-5);
}

TEST(Interval, leaves_missing_values_out) {
  const Interval with = t_interval(std::array{1.0, kNaN, 3.0});
  EXPECT_EQ(with.n, 2U);
  EXPECT_DOUBLE_EQ(with.mean, 2);
}

TEST(Interval, of_one_value_does_not_exist) {
  const Interval one = t_interval(std::array{7.0});
  EXPECT_FALSE(one.exists());
  EXPECT_DOUBLE_EQ(one.mean, 7);
  EXPECT_TRUE(std::isnan(one.low));
  EXPECT_FALSE(one.excludes(0));
  EXPECT_EQ(t_interval(std::array{kNaN}).n, 0U);
}

TEST(Interval, of_independent_samples_is_welchs) {
  // a: mean 2, var 1, n 3; b: mean 20, var 100, n 3. se² = 101/3, degrees = (101/3)² / ((1/3)²/2 +
  // (100/3)²/2) = 2.039996
  const Interval d = welch_interval(std::array{1.0, 2.0, 3.0}, std::array{10.0, 20.0, 30.0});
  EXPECT_DOUBLE_EQ(d.mean, -18);
  EXPECT_NEAR(d.high - d.mean, t_quantile(10201.0 / 5000.5, 0.95) * std::sqrt(101.0 / 3), 1e-9);
  EXPECT_NEAR(d.high - d.mean, 24.54, 0.05);
}

TEST(Quantile, is_that_of_the_tables) {
  EXPECT_NEAR(t_quantile(7, 0.95), 2.364624, 1e-6);
  EXPECT_NEAR(t_quantile(15, 0.95), 2.131450, 1e-6);
  EXPECT_NEAR(t_quantile(7, 0.99), 3.499483, 1e-6);
}

TEST(VarianceReduction, matches_a_value_by_hand) {
  // var a = 5/3, var b = 5/3 (the same shape shifted by ±.5): differences 1, 1, 2, 2, var 1/3
  const std::array a{2.0, 3.0, 5.0, 6.0}, b{1.0, 2.0, 3.0, 4.0};
  const double var_a = 10.0 / 3, var_b = 5.0 / 3, var_d = 1.0 / 3;
  EXPECT_NEAR(variance_reduction(a, b), (var_a + var_b) / var_d, 1e-12);
}

TEST(VarianceReduction, of_arms_that_move_against_each_other_is_below_one) {
  EXPECT_NEAR(variance_reduction(std::array{1.0, 2.0, 3.0}, std::array{3.0, 2.0, 1.0}), 0.5, 1e-12);
}

TEST(VarianceReduction, is_infinite_for_a_constant_difference_and_unknown_for_one_pair) {
  EXPECT_TRUE(std::isinf(variance_reduction(std::array{1.0, 2.0}, std::array{2.0, 3.0})));
  EXPECT_TRUE(std::isnan(variance_reduction(std::array{1.0}, std::array{2.0})));
  EXPECT_TRUE(std::isnan(variance_reduction(std::array{1.0, 2.0, kNaN}, std::array{kNaN, 2.0, 1.0})));
}

TEST(ReplicatesNeeded, matches_the_power_formula) {
  // effect = sd / 2, 80 % power at 5 %: n = 34 pairs (Cohen's tables for d = .5, paired)
  const auto n = replicates_needed(0.5, 1);
  ASSERT_TRUE(n);
  EXPECT_NEAR(static_cast<double>(*n), 34, 1);
  EXPECT_EQ(replicates_needed(1, 0), 2U);
}

TEST(ReplicatesNeeded, is_not_invented_for_no_difference) {
  EXPECT_FALSE(replicates_needed(0, 1));
  EXPECT_FALSE(replicates_needed(1e-6, 1));
}

TEST(ChanceBest, is_the_same_every_time_and_sums_to_one) {
  const std::vector<std::vector<double>> values = {{1, 2, 3, 4}, {2, 1, 4, 3}, {0, 0, 0, 9}};
  const auto once = chance_best(values, Better::more, 7);
  EXPECT_EQ(once, chance_best(values, Better::more, 7));
  EXPECT_NE(once, chance_best(values, Better::more, 8));
  EXPECT_NEAR(once[0] + once[1] + once[2], 1, 1e-9);
}

TEST(ChanceBest, knows_a_sure_winner_either_way) {
  const std::vector<std::vector<double>> values = {{1, 2, 3}, {11, 12, 13}};
  EXPECT_DOUBLE_EQ(chance_best(values, Better::more, 1)[1], 1);
  EXPECT_DOUBLE_EQ(chance_best(values, Better::less, 1)[0], 1);
  EXPECT_TRUE(chance_best(values, Better::neither, 1).empty());
}

TEST(BadCase, lies_on_the_side_that_is_worse) {
  const std::vector<double> values = {3, 1, 2};
  EXPECT_EQ(bad_case(values, Better::more), 1);
  EXPECT_EQ(bad_case(values, Better::less), 3);
  EXPECT_TRUE(std::isnan(bad_case(values, Better::neither)));
}

TEST(ChanceBest, shares_ties_and_keeps_replicates_together) {
  const std::vector<std::vector<double>> equal = {{1, 5}, {1, 5}};
  EXPECT_DOUBLE_EQ(chance_best(equal, Better::more, 1)[0], 0.5);
  // Arm 1 is ahead in every replicate, though single values of arm 0 are higher: resampled jointly, it always
  // wins.
  const std::vector<std::vector<double>> paired = {{1, 100, 3}, {2, 101, 4}};
  EXPECT_DOUBLE_EQ(chance_best(paired, Better::more, 1)[1], 1);
}

TEST(ChanceBest, of_two_replicates_is_that_of_counting) {
  // Arm 0 wins replicate 0 by 1, loses replicate 1 by 3. Resamples: (0,0) wins, the three others lose.
  const std::vector<std::vector<double>> values = {{1, 0}, {0, 3}};
  EXPECT_NEAR(chance_best(values, Better::more, 3)[0], 0.25, 0.02);
}

TEST(ChanceBest, is_empty_without_two_complete_replicates) {
  EXPECT_TRUE(
      chance_best(std::vector<std::vector<double>>{{1, kNaN}, {1, 2}}, Better::more, 1).empty());
}

}  // namespace
}  // namespace fanfare::statistics_test
