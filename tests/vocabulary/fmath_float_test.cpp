// The stated errors of the float functions, against double.
#include <gtest/gtest.h>

#include "fanfare/fmath.h"
#include "tests/vocabulary/accuracy.h"

namespace fanfare::test::fmath_float_test {
namespace {

constexpr int kPoints = 400'000;

#define EXPECT_ULP_BELOW(bound, worst) EXPECT_LT((worst).ulp, bound) << "at " << std::hexfloat << (worst).at

TEST(FmathFloat, expf_is_within_one_ulp) {
  const auto ours = [](float x) { return fmath::expf(x); };
  const auto exact = [](double x) { return std::exp(x); };
  EXPECT_ULP_BELOW(1, (worst_error<float, double>(points(-87.3, 88.7, kPoints), ours, exact)));
  EXPECT_ULP_BELOW(1, (worst_error<float, double>(points(-1, 1, kPoints), ours, exact)));
  EXPECT_ULP_BELOW(1.01, (worst_error<float, double>(points(-103.9, -87, kPoints), ours, exact)));
}

TEST(FmathFloat, logf_is_within_one_ulp) {
  const auto ours = [](float x) { return fmath::logf(x); };
  const auto exact = [](double x) { return std::log(x); };
  EXPECT_ULP_BELOW(1, (worst_error<float, double>(points(0.4, 2.1, kPoints), ours, exact)));
  EXPECT_ULP_BELOW(1, (worst_error<float, double>(magnitudes(0x1p-145, 0x1p127, kPoints), ours, exact)));
}

TEST(FmathFloat, sigmoidf_is_within_three_ulp) {
  const auto ours = [](float x) { return fmath::sigmoidf(x); };
  const auto exact = [](double x) { return 1 / (1 + std::exp(-x)); };
  EXPECT_ULP_BELOW(3, (worst_error<float, double>(points(-87, 20, kPoints), ours, exact)));
  EXPECT_ULP_BELOW(3, (worst_error<float, double>(points(-6, 6, kPoints), ours, exact)));
}

// The reference folds u as the functions do, else its own argument 2πu is off by more than a float.
double exact_sine(double u) { return std::sin(2 * M_PI * (u < 0.25 ? u : (u < 0.75 ? 0.5 - u : u - 1))); }
double exact_cosine(double u) { return std::sin(2 * M_PI * (0.25 - std::min(u, 1 - u))); }

TEST(FmathFloat, sine_and_cosine_of_turns_are_within_four_ulp) {
  const auto sine = [](float u) { return fmath::sin2pif(u); };
  const auto cosine = [](float u) { return fmath::cos2pif(u); };
  EXPECT_ULP_BELOW(4, (worst_error<float, double>(points(0, 1, kPoints), sine, exact_sine)));
  EXPECT_ULP_BELOW(4, (worst_error<float, double>(points(0, 1, kPoints), cosine, exact_cosine)));
  EXPECT_ULP_BELOW(4, (worst_error<float, double>(magnitudes(1e-30, 0.25, kPoints), sine, exact_sine)));
}

TEST(FmathFloat, a_normal_is_within_six_ulp) {
  PointMaker make(6);
  for (int i = 0; i < kPoints; ++i) {
    const auto u1 = static_cast<float>(make.within(0x1p-24, 1)), u2 = static_cast<float>(make.within(0, 1));
    const double exact = std::sqrt(-2 * std::log(static_cast<double>(u1))) * exact_cosine(u2);
    const double off = std::fabs(static_cast<double>(fmath::normalf(u1, u2)) - exact);
    ASSERT_LT(off / ulp_at<float>(exact), 6) << u1 << " " << u2;
  }
}

}  // namespace
}  // namespace fanfare::test::fmath_float_test
