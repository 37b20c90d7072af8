// The stated errors of the double functions, against 50 digits on grids and long double on dense grids.
#include <gtest/gtest.h>

#include <boost/math/distributions/normal.hpp>

#include "fanfare/fmath.h"
#include "tests/vocabulary/accuracy.h"

namespace fanfare::test::fmath_accuracy_test {
namespace {

constexpr int kSparse = 10'000;  // 50 digits
constexpr int kDense = 400'000;  // long double, whose own error is some .001 ULP of a double

#define EXPECT_ULP_BELOW(bound, worst) EXPECT_LT((worst).ulp, bound) << "at " << std::hexfloat << (worst).at

TEST(Fmath, exp_is_within_one_ulp) {
  const auto ours = [](double x) { return fmath::exp(x); };
  const auto wide = [](long double x) { return std::exp(x); };
  const auto exact = [](const Digits50& x) { return Digits50(exp(x)); };
  EXPECT_ULP_BELOW(1, (worst_error<double, Digits50>(points(-708, 709.7, kSparse), ours, exact)));
  EXPECT_ULP_BELOW(1, (worst_error<double, long double>(points(-708, 709.7, kDense), ours, wide)));
  EXPECT_ULP_BELOW(1, (worst_error<double, long double>(points(-1, 1, kDense), ours, wide)));
  EXPECT_ULP_BELOW(1, (worst_error<double, long double>(magnitudes(1e-300, 1, kDense), ours, wide)));
  EXPECT_ULP_BELOW(1, (worst_error<double, long double>(points(-745.1, -708, kDense), ours, wide)));
}

TEST(Fmath, expm1_is_within_two_ulp) {
  const auto ours = [](double x) { return fmath::expm1(x); };
  const auto wide = [](long double x) { return std::expm1(x); };
  const auto exact = [](const Digits50& x) { return Digits50(boost::math::expm1(x)); };
  EXPECT_ULP_BELOW(2, (worst_error<double, Digits50>(points(-3, 3, kSparse), ours, exact)));
  EXPECT_ULP_BELOW(2, (worst_error<double, long double>(points(-2, 2, kDense), ours, wide)));
  EXPECT_ULP_BELOW(2, (worst_error<double, long double>(points(-60, 709.7, kDense), ours, wide)));
  EXPECT_ULP_BELOW(2, (worst_error<double, long double>(magnitudes(1e-300, 1, kDense), ours, wide)));
}

TEST(Fmath, log_is_within_one_ulp) {
  const auto ours = [](double x) { return fmath::log(x); };
  const auto wide = [](long double x) { return std::log(x); };
  const auto exact = [](const Digits50& x) { return Digits50(log(x)); };
  EXPECT_ULP_BELOW(1, (worst_error<double, Digits50>(magnitudes(0x1p-1022, 0x1p1023, kSparse), ours, exact)));
  EXPECT_ULP_BELOW(1, (worst_error<double, Digits50>(points(0.9, 1.1, kSparse), ours, exact)));
  EXPECT_ULP_BELOW(1, (worst_error<double, long double>(points(0.5, 2, kDense), ours, wide)));
  EXPECT_ULP_BELOW(1,
                   (worst_error<double, long double>(magnitudes(0x1p-1070, 0x1p1023, kDense), ours, wide)));
}

TEST(Fmath, log1p_is_within_one_ulp) {
  const auto ours = [](double x) { return fmath::log1p(x); };
  const auto wide = [](long double x) { return std::log1p(x); };
  const auto exact = [](const Digits50& x) { return Digits50(boost::math::log1p(x)); };
  EXPECT_ULP_BELOW(1, (worst_error<double, Digits50>(points(-0.999, 3, kSparse), ours, exact)));
  EXPECT_ULP_BELOW(1, (worst_error<double, long double>(points(-0.9999, 3, kDense), ours, wide)));
  EXPECT_ULP_BELOW(1, (worst_error<double, long double>(magnitudes(1e-300, 1e300, kDense), ours, wide)));
}

TEST(Fmath, log10_is_within_two_ulp) {
  const auto ours = [](double x) { return fmath::log10(x); };
  const auto exact = [](const Digits50& x) { return Digits50(log10(x)); };
  EXPECT_ULP_BELOW(2, (worst_error<double, Digits50>(magnitudes(1e-12, 1e12, kSparse), ours, exact)));
}

TEST(Fmath, pow_keeps_its_two_bounds) {
  for (const double y : {-7.5, -1.0, 0.15, 0.5, 0.85, 1.7, 3.0}) {
    const auto ours = [y](double x) { return fmath::pow(x, y); };
    const auto exact = [y](const Digits50& x) { return Digits50(pow(x, Digits50(y))); };
    EXPECT_ULP_BELOW(1, (worst_error<double, Digits50>(magnitudes(0.05, 20, kSparse / 4), ours, exact))) << y;
  }
  for (const double x : {0x1p-1074, 1e-200, 0.7072, 0.9999, 1.0001, 1.41421, 10.0, 1e300}) {
    const double reach = 708 / std::fabs(std::log(x));
    const auto ours = [x](double y) { return fmath::pow(x, y); };
    const auto exact = [x](const Digits50& y) { return Digits50(exp(y * log(Digits50(x)))); };
    EXPECT_ULP_BELOW(16, (worst_error<double, Digits50>(points(-reach, reach, kSparse / 4), ours, exact)))
        << x;
  }
}

TEST(Fmath, sigmoid_is_within_three_ulp_in_both_tails) {
  const auto ours = [](double x) { return fmath::sigmoid(x); };
  const auto exact = [](const Digits50& x) { return Digits50(1 / (1 + exp(-x))); };
  EXPECT_ULP_BELOW(3, (worst_error<double, Digits50>(points(-708, 40, kSparse), ours, exact)));
  EXPECT_ULP_BELOW(3, (worst_error<double, Digits50>(points(-8, 8, kSparse), ours, exact)));
}

TEST(Fmath, sine_and_cosine_of_turns_are_within_four_ulp) {
  const Digits50 turn = 2 * boost::math::constants::pi<Digits50>();
  const auto sine = [](double u) { return fmath::sin2pi(u); };
  const auto cosine = [](double u) { return fmath::cos2pi(u); };
  const auto exact_sine = [&](const Digits50& u) { return Digits50(sin(turn * u)); };
  const auto exact_cosine = [&](const Digits50& u) { return Digits50(cos(turn * u)); };
  EXPECT_ULP_BELOW(4, (worst_error<double, Digits50>(points(0.0001, 0.9999, 3 * kSparse), sine, exact_sine)));
  EXPECT_ULP_BELOW(
      4, (worst_error<double, Digits50>(points(0.0001, 0.9999, 3 * kSparse), cosine, exact_cosine)));
  EXPECT_ULP_BELOW(4, (worst_error<double, Digits50>(magnitudes(1e-300, 0.25, kSparse), sine, exact_sine)));
}

TEST(Fmath, a_normal_is_within_six_ulp) {
  const Digits50 turn = 2 * boost::math::constants::pi<Digits50>();
  PointMaker make(5);
  for (int i = 0; i < kSparse; ++i) {
    const double u1 = make.within(0x1p-33, 1), u2 = make.within(0, 1);
    const Digits50 exact = sqrt(-2 * log(Digits50(u1))) * cos(turn * Digits50(u2));
    const double off = std::fabs(static_cast<double>(Digits50(fmath::normal(u1, u2)) - exact));
    ASSERT_LT(off / ulp_at<double>(static_cast<double>(exact)), 6) << u1 << " " << u2;
  }
}

TEST(Fmath, the_normal_quantile_is_right_to_fifteen_digits) {
  const boost::math::normal_distribution<long double> standard;
  const auto ours = [](double p) { return fmath::normal_quantile(p); };
  const auto exact = [&](long double p) { return p == 0.5L ? 0.0L : boost::math::quantile(standard, p); };
  for (const auto& grid :
       {points(0.0001, 0.9999, 20'000), magnitudes(1e-300, 0.5, 20'000), points(0.49, 0.51, 5'000)})
    EXPECT_LT((worst_error<double, long double>(grid, ours, exact)).relative, 2e-15);
}

TEST(Fmath, log_gamma_is_right_to_fourteen_digits) {
  for (const double x : magnitudes(1e-8, 1e12, 50'000)) {
    const long double exact = std::lgamma(static_cast<long double>(x));
    const double allowed = 1e-14 * std::max(1.0, std::fabs(static_cast<double>(exact)));
    ASSERT_NEAR(fmath::log_gamma(x), static_cast<double>(exact), allowed) << x;
  }
}

}  // namespace
}  // namespace fanfare::test::fmath_accuracy_test
