// What the functions do at and beyond the ends of their domains: zeros, denormals, infinities, nans.
#include <gtest/gtest.h>

#include <limits>

#include "fanfare/fmath.h"

namespace fanfare::fmath_edge_test {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kTiny = std::numeric_limits<double>::denorm_min();
constexpr float kInfF = std::numeric_limits<float>::infinity();
constexpr float kNanF = std::numeric_limits<float>::quiet_NaN();

// Known to the compiler, so usable in constants.
static_assert(fmath::exp(0.0) == 1 && fmath::log(1.0) == 0 && fmath::pow(2, 10) == 1024 &&
              fmath::sigmoid(0.0) == 0.5);

TEST(FmathEdges, exp_goes_to_zero_and_infinity) {
  EXPECT_EQ(fmath::exp(0), 1);
  EXPECT_EQ(fmath::exp(-0.0), 1);
  EXPECT_EQ(fmath::exp(kTiny), 1);
  EXPECT_EQ(fmath::exp(kInf), kInf);
  EXPECT_EQ(fmath::exp(-kInf), 0);
  EXPECT_EQ(fmath::exp(709.79), kInf);
  EXPECT_LT(fmath::exp(709.78), kInf);
  EXPECT_EQ(fmath::exp(-745.2), 0);
  EXPECT_EQ(fmath::exp(-745.1), kTiny);
  EXPECT_TRUE(std::isnan(fmath::exp(kNan)));
}

TEST(FmathEdges, expm1_keeps_tiny_arguments_and_the_sign_of_zero) {
  EXPECT_EQ(fmath::expm1(1e-300), 1e-300);
  EXPECT_EQ(fmath::expm1(kTiny), kTiny);
  EXPECT_TRUE(std::signbit(fmath::expm1(-0.0)));
  EXPECT_EQ(fmath::expm1(-kInf), -1);
  EXPECT_EQ(fmath::expm1(kInf), kInf);
  EXPECT_TRUE(std::isnan(fmath::expm1(kNan)));
}

TEST(FmathEdges, logarithms_take_zero_to_minus_infinity_and_refuse_less) {
  EXPECT_EQ(fmath::log(0), -kInf);
  EXPECT_EQ(fmath::log(-0.0), -kInf);
  EXPECT_EQ(fmath::log(1), 0);
  EXPECT_EQ(fmath::log(kInf), kInf);
  EXPECT_NEAR(fmath::log(kTiny), -744.4400719213812, 1e-12);
  EXPECT_TRUE(std::isnan(fmath::log(-1)));
  EXPECT_TRUE(std::isnan(fmath::log(-kInf)));
  EXPECT_TRUE(std::isnan(fmath::log(kNan)));
  EXPECT_EQ(fmath::log10(0), -kInf);
  EXPECT_EQ(fmath::log1p(-1), -kInf);
  EXPECT_EQ(fmath::log1p(kInf), kInf);
  EXPECT_EQ(fmath::log1p(kTiny), kTiny);
  EXPECT_TRUE(std::signbit(fmath::log1p(-0.0)));
  EXPECT_TRUE(std::isnan(fmath::log1p(-1.5)));
  EXPECT_TRUE(std::isnan(fmath::log1p(-kInf)));
  EXPECT_TRUE(std::isnan(fmath::log1p(kNan)));
}

TEST(FmathEdges, pow_has_the_edges_of_c) {
  EXPECT_EQ(fmath::pow(0, 0), 1);
  EXPECT_EQ(fmath::pow(kNan, 0), 1);
  EXPECT_EQ(fmath::pow(1, kNan), 1);
  EXPECT_EQ(fmath::pow(1, kInf), 1);
  EXPECT_EQ(fmath::pow(0, 2), 0);
  EXPECT_EQ(fmath::pow(0, -2), kInf);
  EXPECT_EQ(fmath::pow(kInf, 0.5), kInf);
  EXPECT_EQ(fmath::pow(kInf, -0.5), 0);
  EXPECT_EQ(fmath::pow(2, kInf), kInf);
  EXPECT_EQ(fmath::pow(2, -kInf), 0);
  EXPECT_EQ(fmath::pow(0.5, kInf), 0);
  EXPECT_EQ(fmath::pow(0.5, -kInf), kInf);
  EXPECT_EQ(fmath::pow(2, 5000), kInf);
  EXPECT_EQ(fmath::pow(2, -5000), 0);
  EXPECT_EQ(fmath::pow(2, -1074), kTiny);
  EXPECT_EQ(fmath::pow(2, 1e-300), 1);
  EXPECT_TRUE(std::isnan(fmath::pow(-2, 2)));
  EXPECT_TRUE(std::isnan(fmath::pow(kNan, 2)));
  EXPECT_TRUE(std::isnan(fmath::pow(2, kNan)));
  for (int k = 0; k < 20; ++k) EXPECT_EQ(fmath::pow(10, k), std::stod("1e" + std::to_string(k))) << k;
}

TEST(FmathEdges, the_sigmoid_saturates_without_losing_its_tails) {
  EXPECT_EQ(fmath::sigmoid(0), 0.5);
  EXPECT_EQ(fmath::sigmoid(kInf), 1);
  EXPECT_EQ(fmath::sigmoid(-kInf), 0);
  EXPECT_GT(fmath::sigmoid(-740), 0);
  EXPECT_TRUE(std::isnan(fmath::sigmoid(kNan)));
  EXPECT_TRUE(std::isnan(fmath::sigmoidf(kNanF)));
}

TEST(FmathEdges, turns_are_exact_at_quarters_and_leave_the_unit_interval_by_one_ulp_at_most) {
  const double sines[] = {0, 1, 0, -1, 0}, cosines[] = {1, 0, -1, 0, 1};
  for (int q = 0; q <= 4; ++q) {
    EXPECT_EQ(fmath::sin2pi(q / 4.0), sines[q]) << q;
    EXPECT_EQ(fmath::cos2pi(q / 4.0), cosines[q]) << q;
    EXPECT_EQ(fmath::sin2pif(static_cast<float>(q) / 4), static_cast<float>(sines[q])) << q;
    EXPECT_EQ(fmath::cos2pif(static_cast<float>(q) / 4), static_cast<float>(cosines[q])) << q;
  }
  for (double u = 0; u <= 1; u += 0x1p-16) {
    ASSERT_LE(std::fabs(fmath::sin2pi(u)), 1 + 0x1p-52) << u;
    ASSERT_LE(std::fabs(fmath::cos2pi(u)), 1 + 0x1p-52) << u;
    ASSERT_LE(std::fabs(fmath::cos2pif(static_cast<float>(u))), 1 + 0x1p-23F) << u;
  }
}

TEST(FmathEdges, the_normal_quantile_is_odd_and_ends_in_infinity) {
  EXPECT_EQ(fmath::normal_quantile(0.5), 0);
  EXPECT_EQ(fmath::normal_quantile(0), -kInf);
  EXPECT_EQ(fmath::normal_quantile(1), kInf);
  EXPECT_TRUE(std::isnan(fmath::normal_quantile(-0.1)));
  EXPECT_TRUE(std::isnan(fmath::normal_quantile(1.1)));
  EXPECT_TRUE(std::isnan(fmath::normal_quantile(kNan)));
  for (const double p : {0.01, 0.07, 0.25, 0.4})
    EXPECT_NEAR(fmath::normal_quantile(p), -fmath::normal_quantile(1 - p), 1e-13);
}

TEST(FmathEdges, log_gamma_knows_factorials_and_its_poles) {
  EXPECT_NEAR(fmath::log_gamma(1), 0, 1e-14);
  EXPECT_NEAR(fmath::log_gamma(2), 0, 1e-14);
  EXPECT_NEAR(fmath::log_gamma(11), std::log(3628800.0), 1e-13);
  EXPECT_EQ(fmath::log_gamma(0), kInf);
  EXPECT_EQ(fmath::log_gamma(kInf), kInf);
  EXPECT_TRUE(std::isnan(fmath::log_gamma(-1)));
  EXPECT_TRUE(std::isnan(fmath::log_gamma(kNan)));
}

TEST(FmathEdges, the_float_functions_have_the_same_edges) {
  EXPECT_EQ(fmath::expf(0), 1);
  EXPECT_EQ(fmath::expf(kInfF), kInfF);
  EXPECT_EQ(fmath::expf(-kInfF), 0);
  EXPECT_EQ(fmath::expf(88.8F), kInfF);
  EXPECT_EQ(fmath::expf(-104), 0);
  EXPECT_TRUE(std::isnan(fmath::expf(kNanF)));
  EXPECT_EQ(fmath::logf(1), 0);
  EXPECT_EQ(fmath::logf(0), -kInfF);
  EXPECT_EQ(fmath::logf(kInfF), kInfF);
  EXPECT_NEAR(fmath::logf(std::numeric_limits<float>::denorm_min()), -103.2789F, 1e-4);
  EXPECT_TRUE(std::isnan(fmath::logf(-1)));
  EXPECT_TRUE(std::isnan(fmath::logf(kNanF)));
}

}  // namespace
}  // namespace fanfare::fmath_edge_test
