// Single-precision versions of fmath.h for loops over 8 or 16 values at a time: no branches, no tables,
// 32-bit integers only. Same promise: plain IEEE operations, the same bits everywhere.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "fanfare/polynomial.h"

namespace fanfare::fmath {

namespace detail {

inline constexpr float kInfF = std::numeric_limits<float>::infinity();
inline constexpr float kNanF = std::numeric_limits<float>::quiet_NaN();
// ln 2 in two parts; the first has 15 bits, so its product with an exponent is exact.
inline constexpr float kLn2HighF = 0x1.62e4p-1F;
inline constexpr float kLn2LowF = 0x1.7f7d1cp-20F;
inline constexpr float kLog2EF = 0x1.715476p+0F;
// Adding and taking away 1.5 · 2^23 rounds to the nearest integer, which then stands in the low bits.
inline constexpr float kRounderF = 0x1.8p23F;
inline constexpr std::uint32_t kSqrtHalfBitsF = 0x3f3504f3U;

// y · 2^k for k in [-254, 254], rounded once: in two steps, of which the first is exact.
constexpr float scalef(float y, std::uint32_t k) {
  const std::uint32_t biased = k + 256;
  const std::uint32_t half = biased >> 1;
  const float first = std::bit_cast<float>((half - 1) << 23);
  const float second = std::bit_cast<float>((biased - half - 1) << 23);
  return y * first * second;
}

// sin(2πx) for |x| <= 1/4: minimax in x, relative error 2^-35.
constexpr float sin2pif_quarter(float x) {
  return x * polynomial(x * x, 0x1.921fb6p+2F, -0x1.4abbcep+5F, 0x1.466bcp+6F, -0x1.32d112p+6F,
                        0x1.500ff8p+5F, -0x1.cc345ep+3F);
}

}  // namespace detail

// e^x. All x; below -103.98 it is 0, above 88.73 infinite, in between also denormal. Error < 1.01 ULP.
constexpr float expf(float x) {
  const float bounded = x < -104 ? -104 : (x > 89 ? 89 : x);
  const float shifted = bounded * detail::kLog2EF + detail::kRounderF;
  const float k = shifted - detail::kRounderF;
  const float r = (bounded - k * detail::kLn2HighF) - k * detail::kLn2LowF;
  const float p = polynomial(r, 0x1p-1F, 0x1.55548ep-3F, 0x1.55545ep-5F, 0x1.123b92p-7F, 0x1.6db452p-10F);
  return detail::scalef(1 + (r + r * r * p), std::bit_cast<std::uint32_t>(shifted) -
                                                 std::bit_cast<std::uint32_t>(detail::kRounderF));
}

namespace detail {

// ln(x · 2^-shift) for positive x that is neither denormal nor infinite.
constexpr float logf_normal(float x, float shift = 0) {
  const std::uint32_t shifted = std::bit_cast<std::uint32_t>(x) + (0x3f800000U - kSqrtHalfBitsF);
  const float exponent = std::bit_cast<float>((shifted >> 23) | 0x4b000000U) - (0x1p23F + 127);
  const float k = exponent - shift;
  const float f = std::bit_cast<float>((shifted & 0x007fffffU) + kSqrtHalfBitsF) - 1;
  const float half_square = 0.5F * f * f;
  const float s = f / (2 + f);
  const float z = s * s;
  const float tail = z * polynomial(z, 0x1.555554p-1F, 0x1.999a7cp-2F, 0x1.2438a8p-2F, 0x1.e2fdc8p-3F);
  return k * kLn2HighF - ((half_square - (s * (half_square + tail) + k * kLn2LowF)) - f);
}

}  // namespace detail

// Natural logarithm. x > 0, denormals too; logf(0) = -inf, negative: nan. Error < 1 ULP.
constexpr float logf(float x) {
  const bool tiny = x < 0x1p-126F;
  const float inside = detail::logf_normal(tiny ? x * 0x1p24F : x, tiny ? 24.0F : 0.0F);
  const float outside = x == 0 ? -detail::kInfF : (x < 0 ? detail::kNanF : x);
  return x > 0 && x < detail::kInfF ? inside : outside;
}

// The logistic function 1 / (1 + e^-x), accurate in both tails. All x. Error < 3 ULP.
constexpr float sigmoidf(float x) {
  const float e = expf(x < 0 ? x : -x);
  return (x < 0 ? e : 1.0F) / (1 + e);
}

// sin(2πu) and cos(2πu) for u in [0, 1]. Exact at quarters, else |value| <= 1 + 1 ULP. Error < 4 ULP.
constexpr float sin2pif(float u) {
  return detail::sin2pif_quarter(u < 0.25F ? u : (u < 0.75F ? 0.5F - u : u - 1));
}
constexpr float cos2pif(float u) { return detail::sin2pif_quarter(0.25F - (u < 0.5F ? u : 1 - u)); }

// A standard normal from two uniforms: u1 in (0, 1], u2 in [0, 1] (Box–Muller, cosine branch). Error < 6 ULP.
inline float normalf(float u1, float u2) { return std::sqrt(-2 * logf(u1)) * cos2pif(u2); }
// The same of a u1 that is no denormal, as to_unit_f gives none.
inline float unit_normalf(float u1, float u2) { return std::sqrt(-2 * detail::logf_normal(u1)) * cos2pif(u2); }

}  // namespace fanfare::fmath
