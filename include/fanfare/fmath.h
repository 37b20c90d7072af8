// Transcendental functions of simulation state, in plain IEEE 754 operations: the same bits on every
// compiler, flag and machine, as long as nobody contracts a*b+c (-ffp-contract=off) or reorders
// (-ffast-math). Not a full libm: each function states its domain and its largest error.
//
// Errors are in ULP (units in the last place of the exact result) and measured against 50 digits over
// dense grids and edges in tests/vocabulary. Any nan gives a nan; its payload is not promised.
// Float versions for wide loops are in fmath_float.h. Loops over arrays of these vectorise with
// -fno-math-errno -fno-trapping-math, which change no bit.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "fanfare/fmath_float.h"
#include "fanfare/polynomial.h"

namespace fanfare::fmath {

namespace detail {

inline constexpr double kInf = std::numeric_limits<double>::infinity();
inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
// ln 2 in two parts; the first has 32 bits, so its product with an exponent is exact.
inline constexpr double kLn2High = 0x1.62e42feep-1;
inline constexpr double kLn2Low = 0x1.a39ef35793c76p-33;
inline constexpr double kLog2E = 0x1.71547652b82fep+0;
// Adding and taking away 1.5 · 2^52 rounds to the nearest integer, which then stands in the low bits.
inline constexpr double kRounder = 0x1.8p52;
inline constexpr std::uint64_t kMantissa = 0x000fffffffffffffU;
inline constexpr std::uint64_t kSqrtHalfBits = 0x3fe6a09e667f3bcdU;

// x = k ln 2 + (r + c), |r| <= ln 2 / 2; c is what the subtraction lost, `low` included.
struct Reduced {
  std::uint64_t k = 0;  // two's complement
  double r = 0;
  double c = 0;
};
constexpr Reduced reduce(double x, double low = 0) {
  const double shifted = x * kLog2E + kRounder;
  const double k = shifted - kRounder;
  const double high = x - k * kLn2High;
  const double rest = k * kLn2Low - low;
  const double r = high - rest;
  return {std::bit_cast<std::uint64_t>(shifted) - std::bit_cast<std::uint64_t>(kRounder), r,
          (high - r) - rest};
}

// e^(r + c) - 1. The polynomial is the minimax fit of (e^r - 1 - r) / r², error 2^-64.
constexpr double expm1_reduced(double r, double c) {
  const double p =
      polynomial(r, 0x1p-1, 0x1.555555555555cp-3, 0x1.555555555555ep-5, 0x1.111111110eb94p-7,
                 0x1.6c16c16c13542p-10, 0x1.a01a01b3c748fp-13, 0x1.a01a01b4672dcp-16, 0x1.71ddef74fd10bp-19,
                 0x1.27e4bf108343cp-22, 0x1.af6d034a840e5p-26, 0x1.1f9e1ae603976p-29);
  return r + (c + c * r + r * r * p);
}

// y · 2^k for k in [-2046, 2046], rounded once: in two steps, of which the first is exact.
constexpr double scale(double y, std::uint64_t k) {
  const std::uint64_t biased = k + 2048;
  const std::uint64_t half = biased >> 1;
  const double first = std::bit_cast<double>((half - 1) << 52);
  const double second = std::bit_cast<double>((biased - half - 1) << 52);
  return y * first * second;
}

// Beyond these bounds e^x is 0 or infinite anyway.
constexpr double clamp_exponent(double x) { return x < -746 ? -746 : (x > 710 ? 710 : x); }

// x = 2^k · (1 + f), 1 + f in [√½, √2), for positive finite x.
struct Split {
  double k = 0;
  double f = 0;
};
constexpr Split split(double x) {
  const bool tiny = x < 0x1p-1022;
  const double scaled = tiny ? x * 0x1p54 : x;
  const std::uint64_t shifted = std::bit_cast<std::uint64_t>(scaled) + (0x3ff0000000000000U - kSqrtHalfBits);
  // The biased exponent, as the low bits of a double near 2^52.
  const double exponent = std::bit_cast<double>((shifted >> 52) | 0x4330000000000000U) - (0x1p52 + 1023);
  const double m = std::bit_cast<double>((shifted & kMantissa) + kSqrtHalfBits);
  return {tiny ? exponent - 54 : exponent, m - 1};
}

// (2 atanh(s) - 2 s) / s, z = s²: minimax fit, error 2^-66.
constexpr double atanh_tail(double z) {
  return z * polynomial(z, 0x1.5555555555555p-1, 0x1.9999999999e06p-2, 0x1.249249242aaf9p-2,
                        0x1.c71c7259aa2b7p-3, 0x1.745cddff654c0p-3, 0x1.3b20b4df849a9p-3,
                        0x1.0f5bf5ec85626p-3, 0x1.0f6a9b675abf2p-3);
}

// k ln 2 + ln(1 + f) + c. With s = f / (2 + f), ln(1 + f) = 2 atanh(s) = f - (f²/2 - s (f²/2 + tail)),
// which keeps f, the largest part, unrounded to the end.
constexpr double log_split(double k, double f, double c = 0) {
  const double half_square = 0.5 * f * f;
  const double s = f / (2 + f);
  const double tail = atanh_tail(s * s);
  return k * kLn2High - ((half_square - (s * (half_square + tail) + (k * kLn2Low + c))) - f);
}

// An unevaluated sum of two doubles, some 100 bits.
struct Pair {
  double high = 0;
  double low = 0;
};
constexpr Pair fast_sum(double large, double small) {
  const double sum = large + small;
  return {sum, (large - sum) + small};
}
// Dekker 1971: the exact product. Finite factors below 2^990.
constexpr Pair exact_product(double a, double b) {
  constexpr double kSplitter = 0x1p27 + 1;
  const double ta = kSplitter * a, a1 = ta - (ta - a), a2 = a - a1;
  const double tb = kSplitter * b, b1 = tb - (tb - b), b2 = b - b1;
  const double p = a * b;
  return {p, ((a1 * b1 - p) + a1 * b2 + a2 * b1) + a2 * b2};
}

// ln x in two parts, relative error 2^-58, for positive finite x.
constexpr Pair log_pair(double x) {
  const Split at = split(x);
  const Pair d = fast_sum(2, at.f);
  const double s = at.f / d.high;
  const Pair back = exact_product(s, d.high);
  const double s_low = (((at.f - back.high) - back.low) - s * d.low) / d.high;
  const Pair head = fast_sum(at.k * kLn2High, 2 * s);
  return fast_sum(head.high, head.low + (2 * s_low + (s * atanh_tail(s * s) + at.k * kLn2Low)));
}

// sin(2πx) for |x| <= 1/4: minimax in x, relative error 2^-60, one coefficient moved so that x = 1/4 gives 1.
constexpr double sin2pi_quarter(double x) {
  return x * polynomial(x * x, 0x1.921fb54442d18p+2, -0x1.4abbce625be53p+5, 0x1.466bc6775aae8p+6,
                        -0x1.32d2cce62bd51p+6, 0x1.50783487ebdfcp+5, -0x1.e3074fdc289e4p+3,
                        0x1.e8f4337c8fd96p+1, -0x1.6fad443e9b32fp-1, 0x1.aabac06536576p-4,
                        -0x1.7eb49d4860875p-7);
}

}  // namespace detail

// e^x. All x; below -745.2 it is 0, above 709.8 infinite, in between also denormal. Error < 1 ULP.
constexpr double exp(double x) {
  const detail::Reduced at = detail::reduce(detail::clamp_exponent(x));
  return detail::scale(1 + detail::expm1_reduced(at.r, at.c), at.k);
}

// e^x - 1, accurate near 0. All x. Error < 2 ULP.
constexpr double expm1(double x) {
  const double bounded = x < -40 ? -40 : (x > 40 ? 40 : x);
  const detail::Reduced at = detail::reduce(bounded);
  const double power = std::bit_cast<double>((at.k + 1023) << 52);
  const double e = detail::expm1_reduced(at.r, at.c);
  const double near = x == 0 ? x : (at.k == 0 ? e : power * e + (power - 1));
  return x > 40 ? exp(x) : near;
}

// Natural logarithm. x > 0, denormals too; log(0) = -inf, negative: nan. Error < 1 ULP.
constexpr double log(double x) {
  const detail::Split at = detail::split(x);
  const double inside = detail::log_split(at.k, at.f);
  const double outside = x == 0 ? -detail::kInf : (x < 0 ? detail::kNan : x);
  return x > 0 && x < detail::kInf ? inside : outside;
}

// ln(1 + x), accurate near 0. x > -1; log1p(-1) = -inf, below: nan. Error < 1 ULP.
constexpr double log1p(double x) {
  const double u = 1 + x;
  const detail::Split at = detail::split(u);
  // 1 + x rounds: what it lost, relative to u. No exponent is taken where x itself is in range.
  const double lost = (x < 1 ? x - (u - 1) : 1 - (u - x)) / u;
  const bool direct = x > -0.29 && x < 0.41;
  const double inside = detail::log_split(direct ? 0 : at.k, direct ? x : at.f, direct ? 0 : lost);
  const double outside = x == -1 ? -detail::kInf : (x < -1 ? detail::kNan : x);
  return x > -1 && x < detail::kInf && x != 0 ? inside : outside;
}

// Decimal logarithm. Domain of log. Error < 2 ULP.
constexpr double log10(double x) { return log(x) * 0x1.bcb7b1526e50ep-2; }

// x^y for x >= 0 and any y, edges as in C (0^0 = 1^nan = 1); a negative x is a nan. Error < 1 ULP while
// the result is within 10^±10, < 16 ULP everywhere.
constexpr double pow(double x, double y) {
  const bool usual = x > 0 && x < detail::kInf;
  const double power = y < -0x1p65 ? -0x1p65 : (y > 0x1p65 ? 0x1p65 : y);
  const detail::Pair ln = detail::log_pair(usual ? x : 1);
  const detail::Pair product = detail::exact_product(power, ln.high);
  const double bounded = detail::clamp_exponent(product.high);
  const double low = bounded == product.high ? product.low + power * ln.low : 0;
  const detail::Reduced at = detail::reduce(bounded, low);
  const double inside = detail::scale(1 + detail::expm1_reduced(at.r, at.c), at.k);
  if (y == 0 || x == 1) return 1;
  if (usual) return inside;
  if (x < 0 || x != x || y != y) return detail::kNan;
  return (x == 0) == (y > 0) ? 0 : detail::kInf;
}

// The logistic function 1 / (1 + e^-x), accurate in both tails. All x. Error < 3 ULP.
constexpr double sigmoid(double x) {
  const double e = exp(x < 0 ? x : -x);
  return (x < 0 ? e : 1.0) / (1 + e);
}

// sin(2πu) and cos(2πu) for u in [0, 1]. Exact at quarters, else |value| <= 1 + 1 ULP. Error < 4 ULP.
constexpr double sin2pi(double u) {
  return detail::sin2pi_quarter(u < 0.25 ? u : (u < 0.75 ? 0.5 - u : u - 1));
}
constexpr double cos2pi(double u) { return detail::sin2pi_quarter(0.25 - (u < 0.5 ? u : 1 - u)); }

// A standard normal from two uniforms, u1 in (0, 1] and u2 in [0, 1] (Box & Muller 1958, cosine branch).
// Error < 6 ULP.
inline double normal(double u1, double u2) { return std::sqrt(-2 * log(u1)) * cos2pi(u2); }

// The p-quantile of the standard normal, p in (0, 1); 0 and 1 give ∓inf, outside: nan.
// AS 241, PPND16 (Wichura 1988). Relative error < 2e-15.
inline double normal_quantile(double p) {
  const double q = p - 0.5;
  if (std::fabs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q *
           polynomial(r, 3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
                      1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
                      3.3430575583588128105e4, 2.5090809287301226727e3) /
           polynomial(r, 1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
                      2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
                      5.2264952788528545610e3);
  }
  const double tail = q < 0 ? p : 1 - p;
  if (!(tail > 0)) return tail == 0 ? (q < 0 ? -detail::kInf : detail::kInf) : detail::kNan;
  const double depth = std::sqrt(-log(tail));
  double z = 0;
  if (depth <= 5) {
    const double r = depth - 1.6;
    z = polynomial(r, 1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
                   3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
                   2.27238449892691845833e-2, 7.74545014278341407640e-4) /
        polynomial(r, 1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
                   1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
                   1.05075007164441684324e-9);
  } else {
    const double r = depth - 5;
    z = polynomial(r, 6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
                   2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                   2.71155556874348757815e-5, 2.01033439929228813265e-7) /
        polynomial(r, 1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
                   7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
                   2.04426310338993978564e-15);
  }
  return q < 0 ? -z : z;
}

// ln Γ(x) for x > 0; 0 and infinity give infinity, negative: nan. Absolute error < 1e-14 · max(1, |ln Γ(x)|).
inline double log_gamma(double x) {
  if (!(x > 0)) return x == 0 ? detail::kInf : detail::kNan;
  double product = 1;
  for (; x < 10; x += 1) product *= x;  // Γ(x + 1) = x Γ(x), until Stirling's series is sharp
  const double z = 1 / (x * x);
  const double series =
      polynomial(z, 1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156) /
      x;
  constexpr double kHalfLog2Pi = 0x1.d67f1c864beb5p-1;
  return x == detail::kInf ? x : (x - 0.5) * log(x) - x + kHalfLog2Pi + series - log(product);
}

}  // namespace fanfare::fmath
