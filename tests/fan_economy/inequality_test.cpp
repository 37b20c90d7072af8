// Lorenz curves of sums that are known.
#include "models/fan_economy/measure/inequality.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "models/fan_economy/measure/kpis.h"

namespace fanfare::fan_economy::inequality_test {
namespace {

TEST(LorenzCurve, of_equals_is_the_diagonal) {
  const std::vector<double> curve = lorenz_curve(std::array<std::int64_t, 4>{5, 5, 5, 5}, 10);
  ASSERT_EQ(curve.size(), 11U);
  for (std::size_t i = 0; i <= 10; ++i) EXPECT_NEAR(curve[i], static_cast<double>(i) / 10, 1e-12);
}

TEST(LorenzCurve, bends_for_those_who_hold_all) {
  EXPECT_EQ(lorenz_curve(std::array<std::int64_t, 4>{0, 8, 0, 0}, 4), (std::vector<double>{0, 0, 0, 0, 1}));
  EXPECT_EQ(lorenz_curve(std::array<std::int64_t, 4>{1, 5, 0, 2}, 4),
            (std::vector<double>{0, 0, 0.125, 0.375, 1}));
}

// Twice the area between curve and diagonal is the Gini index that the runs record.
TEST(LorenzCurve, encloses_the_gini_index) {
  const std::array<std::int64_t, 5> values{3, 1, 4, 1, 50};
  const std::vector<double> curve = lorenz_curve(values, 5);
  double area = 0;
  for (std::size_t i = 0; i < 5; ++i) area += (curve[i] + curve[i + 1]) / 10;
  EXPECT_NEAR(1 - 2 * area, gini(values), 1e-12);
}

TEST(LorenzCurve, of_nothing_is_missing) {
  for (const double x : lorenz_curve(std::array<std::int64_t, 2>{0, 0}, 4)) EXPECT_TRUE(std::isnan(x));
  EXPECT_TRUE(std::isnan(lorenz_curve({}, 4)[2]));
}

}  // namespace
}  // namespace fanfare::fan_economy::inequality_test
