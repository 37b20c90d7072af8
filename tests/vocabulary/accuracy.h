// How far a function is from its exact value, in ULP, over grids. The reference is long double or 50 digits.
#pragma once

#include <algorithm>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

namespace fanfare::test {

using Digits50 = boost::multiprecision::cpp_bin_float_50;

// A sequence of 64-bit words to lay out test points: SplitMix64 (Steele et al. 2014).
class PointMaker {
 public:
  explicit PointMaker(std::uint64_t state) : state_(state) {}
  std::uint64_t word() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
  }
  double within(double low, double high) {
    return low + (high - low) * (static_cast<double>(word() >> 11) * 0x1p-53);
  }

 private:
  std::uint64_t state_;
};

// `count` points spread over [low, high], both ends among them. Uniform, or spread over all orders of
// magnitude.
inline std::vector<double> points(double low, double high, int count, std::uint64_t seed = 1) {
  PointMaker make(seed);
  std::vector<double> x{low, high};
  while (static_cast<int>(x.size()) < count) x.push_back(make.within(low, high));
  return x;
}
inline std::vector<double> magnitudes(double low, double high, int count) {
  std::vector<double> x;
  for (const double e : points(std::log2(low), std::log2(high), count)) x.push_back(std::exp2(e));
  return x;
}

// The spacing of T around the exact value.
template <class T>
double ulp_at(double exact) {
  const T size = std::fabs(static_cast<T>(exact));
  if (size < std::numeric_limits<T>::min()) return static_cast<double>(std::numeric_limits<T>::denorm_min());
  return std::ldexp(static_cast<double>(std::numeric_limits<T>::epsilon()), std::ilogb(size));
}

struct Worst {
  double ulp = 0;
  double relative = 0;
  double at = 0;  // where the ulp error is worst
};

// `approximate` maps T to T, `exact` maps Reference to Reference.
template <class T, class Reference, class Approximate, class Exact>
Worst worst_error(const std::vector<double>& grid, Approximate&& approximate, Exact&& exact) {
  Worst worst;
  for (const double point : grid) {
    const T x = static_cast<T>(point);
    const Reference truth = exact(Reference(x));
    const double value = static_cast<double>(truth);
    const Reference off = Reference(approximate(x)) - truth;
    const double ulp = std::fabs(static_cast<double>(Reference(off / Reference(ulp_at<T>(value)))));
    if (!(ulp <= worst.ulp)) {
      worst.ulp = ulp;
      worst.at = point;
    }
    if (value != 0)
      worst.relative = std::max(worst.relative, std::fabs(static_cast<double>(Reference(off / truth))));
  }
  return worst;
}

}  // namespace fanfare::test
