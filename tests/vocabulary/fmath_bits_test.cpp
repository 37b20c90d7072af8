// The bits of every function over a dense grid, as one number each. Another compiler, optimisation level or
// vector width must give the same numbers; a change of a coefficient must change them here, and then results
// change too.
#include <gtest/gtest.h>

#include <bit>
#include <functional>

#include "fanfare/fmath.h"
#include "fanfare/sampling.h"
#include "tests/vocabulary/accuracy.h"

namespace fanfare::test::fmath_bits_test {
namespace {

constexpr int kPoints = 200'000;
const double kEdges[] = {
    0.0, -0.0, 0x1p-1074, -0x1p-1074, 0x1p-1022, 1.0, -1.0, 0x1.fffffffffffffp1023, HUGE_VAL, -HUGE_VAL, NAN};

// A multiply-and-shift mix of 64-bit words: order and every bit count. All nans are one.
class Digest {
 public:
  void add(double x) { add_bits(x != x ? 0x7ff8000000000000U : std::bit_cast<std::uint64_t>(x)); }
  void add(float x) { add_bits(x != x ? 0x7fc00000U : std::bit_cast<std::uint32_t>(x)); }
  void add_bits(std::uint64_t bits) {
    value_ = (value_ ^ bits) * 0x9E3779B97F4A7C15U;
    value_ ^= value_ >> 29;
  }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0x243F6A8885A308D3U;
};

// Filled first and mapped in a loop of its own, so that the loop vectorises where flags allow.
template <class T, class F>
std::uint64_t digest(double low, double high, F&& f) {
  std::vector<T> x, y;
  for (const double edge : kEdges) x.push_back(static_cast<T>(edge));
  for (const double point : points(low, high, kPoints)) x.push_back(static_cast<T>(point));
  y.resize(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) y[i] = f(x[i]);
  Digest all;
  for (const T value : y) all.add(value);
  return all.value();
}
// Two uniforms to one value.
template <class T, class F>
std::uint64_t digest_of_pairs(F&& f) {
  PointMaker make(9);
  Digest all;
  for (int i = 0; i < kPoints; ++i) {
    const double u1 = make.within(0x1p-33, 1), u2 = make.within(0, 1);
    all.add(f(static_cast<T>(u1), static_cast<T>(u2)));
  }
  return all.value();
}

TEST(FmathBits, of_the_double_functions_are_the_same_everywhere) {
  EXPECT_EQ(digest<double>(-750, 712, [](double x) { return fmath::exp(x); }), 0xf13bd2c6aaac21d7U);
  EXPECT_EQ(digest<double>(-50, 50, [](double x) { return fmath::expm1(x); }), 0x67e55bd41b34d90aU);
  EXPECT_EQ(digest<double>(0, 1e6, [](double x) { return fmath::log(x); }), 0x842136337d44442cU);
  EXPECT_EQ(digest<double>(-1, 1e3, [](double x) { return fmath::log1p(x); }), 0x2018e0a0a73271a9U);
  EXPECT_EQ(digest<double>(0, 1e6, [](double x) { return fmath::log10(x); }), 0xd72a6f5050254a7fU);
  EXPECT_EQ(digest<double>(0, 1e6, [](double x) { return fmath::pow(x, 0.85); }), 0xb7b7aa94f1f340eaU);
  EXPECT_EQ(digest<double>(-900, 900, [](double x) { return fmath::pow(1.9, x); }), 0x70387e91860719f0U);
  EXPECT_EQ(digest<double>(-750, 50, [](double x) { return fmath::sigmoid(x); }), 0xa0db495ca6054b15U);
  EXPECT_EQ(digest<double>(0, 1, [](double x) { return fmath::sin2pi(x); }), 0xba55409163048e6aU);
  EXPECT_EQ(digest<double>(0, 1, [](double x) { return fmath::cos2pi(x); }), 0xa423d4303a777e2dU);
  EXPECT_EQ(digest<double>(0, 1, [](double x) { return fmath::normal_quantile(x); }), 0x2ba7e44e268fe8caU);
  EXPECT_EQ(digest<double>(0, 1e3, [](double x) { return fmath::log_gamma(x); }), 0x7a8838cf138c3662U);
  EXPECT_EQ(digest_of_pairs<double>([](double u1, double u2) { return fmath::normal(u1, u2); }),
            0x6c13cb5bb31c2089U);
}

TEST(FmathBits, of_the_float_functions_are_the_same_everywhere) {
  EXPECT_EQ(digest<float>(-105, 90, [](float x) { return fmath::expf(x); }), 0x88173d9220f38f41U);
  EXPECT_EQ(digest<float>(0, 1e6, [](float x) { return fmath::logf(x); }), 0xac58a1bed7be48d2U);
  EXPECT_EQ(digest<float>(-105, 20, [](float x) { return fmath::sigmoidf(x); }), 0xdcd8bf60a06cfc2cU);
  EXPECT_EQ(digest<float>(0, 1, [](float x) { return fmath::sin2pif(x); }), 0xeae86ad56e3d2ec1U);
  EXPECT_EQ(digest<float>(0, 1, [](float x) { return fmath::cos2pif(x); }), 0x670834b3d69e84fdU);
  EXPECT_EQ(digest_of_pairs<float>([](float u1, float u2) { return fmath::normalf(u1, u2); }),
            0x204434f91b5aabf0U);
}

TEST(FmathBits, of_the_samplers_are_the_same_everywhere) {
  const Draws draws(20261122, purpose(0, 0));
  Digest all;
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    all.add(gamma(0.4 + i % 7, draws, {i, 0, 0}));
    all.add(beta(0.3 + i % 5, 2, draws, {i, 1, 0}));
    all.add(lognormal(48, 2.1, draws, {i, 2, 0}));
    all.add_bits(poisson(0.01 * i, draws, {i, 3, 0}));
    all.add_bits(binomial(i, 0.3, draws, {i, 4, 0}));
  }
  EXPECT_EQ(all.value(), 0x7f04a714faf119daU);
}

}  // namespace
}  // namespace fanfare::test::fmath_bits_test
