// How counts answer to a size above zero: the slope b of ln E[y] = a + b x, with y of zero in it. A slope of
// ln y over what is not zero is drawn towards none where few come, as in worlds of many people an account.
#pragma once

#include <algorithm>
#include <vector>

#include "fanfare/fmath.h"

namespace fanfare::fan_economy {

struct PoissonPoint {
  double x = 0;  // ln of the size
  double y = 0;  // a count, of whatever unit
};

// Poisson pseudo-likelihood (Santos Silva and Tenreyro 2006, Rev. Econ. Stat. 88, 641), by Newton's steps:
// consistent whatever y's spread. 0 where nothing can be told: fewer than three points, all of x alike, y
// zero but at the one end.
inline double poisson_slope(const std::vector<PoissonPoint>& points) {
  double x = 0, y = 0;
  for (const PoissonPoint& p : points) x += p.x, y += p.y;
  if (points.size() < 3 || y <= 0) return 0;
  x /= static_cast<double>(points.size());
  double met = 0, least = 0, most = 0;  // x less its mean: where y comes, and the ends
  for (const PoissonPoint& p : points) {
    met += p.y / y * (p.x - x);
    least = std::min(least, p.x - x), most = std::max(most, p.x - x);
  }
  if (met <= least + 1e-6 || met >= most - 1e-6) return 0;
  double b = 0;
  for (int step = 0; step < 100; ++step) {
    double all = 0, first = 0, second = 0;  // `a` is what makes the sums of both sides equal
    for (const PoissonPoint& p : points) {
      const double expected = fmath::exp(b * (p.x - x));
      all += expected, first += expected * (p.x - x), second += expected * (p.x - x) * (p.x - x);
    }
    const double mean = first / all;
    const double change = (met - mean) / std::max(second / all - mean * mean, 1e-12);
    b += std::clamp(change, -0.5, 0.5);  // far from it a whole step may overshoot
    if (change < 1e-9 && change > -1e-9) break;
  }
  return b;
}

}  // namespace fanfare::fan_economy
