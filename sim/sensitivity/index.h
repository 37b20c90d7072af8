// A sensitivity index with its interval. NaN means "not known" throughout.
#pragma once

#include <cmath>
#include <limits>

namespace fanfare::sensitivity {

inline constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

struct Index {
  double value = kUnknown;
  double low = kUnknown;  // of 95 %; not known where nothing was resampled
  double high = kUnknown;

  bool exists() const { return std::isfinite(value); }
  bool has_interval() const { return std::isfinite(low) && std::isfinite(high); }
  bool holds(double x) const { return has_interval() && low <= x && x <= high; }
};

}  // namespace fanfare::sensitivity
