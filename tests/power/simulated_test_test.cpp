#include "sim/power/simulated_test.h"

#include <gtest/gtest.h>

#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace fanfare::power::simulated_test_test {
namespace {

using boost::math::cdf;
using boost::math::complement;

// Power of a two-sided t test, its right side, of mean over standard error `shift` (noncentral t).
double exact_power(double shift, double degrees, double alpha) {
  const double critical = quantile(complement(boost::math::students_t(degrees), alpha / 2));
  return cdf(complement(boost::math::non_central_t(degrees, shift), critical));
}

TEST(Power, of_a_paired_t_test_is_the_exact_one) {
  TestDesign design;
  design.pairs = true;
  design.weeks = 4;
  design.tests = 20'000;
  const Market market{1000, 1000, 60, 60};
  for (const std::uint32_t units : {6U, 20U, 60U}) {
    design.units = units;
    const double size = design.size(), week = 0.1 * size * 1000 / 2;
    const double sd = std::sqrt(2 * (size * 60 * 60 + week * week)), pairs = units / 2.0;
    const auto thresholds = least_significant(design, market);
    for (const double effect : {20.0, 60.0, 150.0}) {
      const double exact = exact_power(size * effect / (sd / std::sqrt(pairs)), pairs - 1, 0.05);
      EXPECT_NEAR(chance_to_see(thresholds, effect), exact, 0.012) << units << " units, effect " << effect;
    }
  }
}

TEST(Power, of_two_groups_of_one_size_is_that_of_students_test) {
  TestDesign design;
  design.units = 24;
  design.noise = 0;
  design.tests = 20'000;
  const double size = 1.0 / 24, se = std::sqrt(2 * size * 50 * 50 / 12);
  const auto thresholds = least_significant(design, {0, 0, 50, 50});
  for (const double effect : {10.0, 40.0, 80.0})
    EXPECT_NEAR(chance_to_see(thresholds, effect), exact_power(size * effect / se, 22, 0.05), 0.015);
  EXPECT_NEAR(chance_to_see(thresholds, 0), 0.025, 0.004)
      << "nothing is seen with half of alpha, on one side";
}

TEST(Power, the_detectable_effect_is_seen_with_its_chance) {
  TestDesign design;
  design.weeks = 2;
  const auto thresholds = least_significant(design, {100, 110, 10, 12});
  EXPECT_NEAR(chance_to_see(thresholds, detectable(thresholds, 0.8)), 0.8, 0.001);
  EXPECT_LT(detectable(thresholds, 0.5), detectable(thresholds, 0.8));
}

TEST(Power, units_weeks_and_quiet_help_and_spread_does_not) {
  const Market market{100, 110, 10, 10};
  const auto need = [&](auto change) {
    TestDesign design;
    design.weeks = 4;
    design.unit_size = 0.05;
    change(design);
    return detectable(least_significant(design, market), 0.8);
  };
  const double plain = need([](TestDesign&) {});
  EXPECT_LT(need([](TestDesign& d) { d.units = 40; }), plain);
  EXPECT_LT(need([](TestDesign& d) { d.weeks = 8; }), plain);
  EXPECT_LT(need([](TestDesign& d) { d.noise = 0.02; }), plain);
  EXPECT_GT(need([](TestDesign& d) { d.spread = 0.3; }), plain);
  EXPECT_GT(need([](TestDesign& d) { d.holdout = 0.1; }), plain);
  EXPECT_GT(need([](TestDesign& d) { d.alpha = 0.01; }), plain);
}

}  // namespace
}  // namespace fanfare::power::simulated_test_test
