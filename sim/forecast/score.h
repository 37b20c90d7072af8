// How good a forecast was: the continuous ranked probability score and coverage. Gneiting & Raftery (2007),
// J. Am. Stat. Assoc. 102, 359–378.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "sim/forecast/forecast.h"

namespace fanfare {

// What came. A row of the table: measure, value, and, where the forecast has more than one of them, arm,
// label, day (empty: the end).
struct ObservedValue {
  std::string measure, label, arm;
  double day = std::numeric_limits<double>::quiet_NaN();
  double value = 0;
};
// Columns measure and value; label, arm and day may be left out. Errors: InputError with path and line.
std::vector<ObservedValue> read_observed(const std::string& path);

// CRPS of the distribution that puts 1/m on each of m values, at y: Σ|x_i − y|/m − Σ_ij|x_i − x_j|/(2m²)
// (Gneiting & Raftery 2007, eq. 21); in the values' unit, 0 is best. Of one value it is the absolute error.
double crps(const std::vector<double>& ascending, double y);
// What it would be on average with endless replicates: 2m² → 2m(m − 1) (Ferro 2014, Q. J. R. Meteorol. Soc.
// 140, 1917–1923, eq. 8). Of one value: missing.
double fair_crps(const std::vector<double>& ascending, double y);

// The interval between the k-th lowest and the k-th highest of m values, as near to `level` as it can be
// without passing it where one can; the next value of the same distribution lies in it with chance `holds` =
// 1 − 2k/(m + 1).
struct OrderInterval {
  double low, high, holds;
};
OrderInterval order_interval(const std::vector<double>& ascending, double level);

struct Score {
  Foretold foretold;
  double observed = 0;
  double crps = 0, fair = 0;
  double reference = 0;  // CRPS of the baseline's forecast; missing if there is none, or it is the one scored
  OrderInterval wide{}, half{};  // 90 %, 50 %
  std::size_t below = 0;         // how many of the values lie below what came
  bool in_wide() const { return observed >= wide.low && observed <= wide.high; }
  bool in_half() const { return observed >= half.low && observed <= half.high; }
};
// `arm` is that of rows without one; empty: the forecast's only arm beside its baseline. Errors: InputError
// naming each row that the forecast says nothing of.
std::vector<Score> score(const Forecast& forecast, const std::vector<ObservedValue>& observed,
                         const std::string& arm);

struct ScoreTotal {
  std::string measure, unit;
  std::size_t n = 0;
  double crps = 0, skill = 0;  // mean; 1 − Σ CRPS / Σ reference, missing where there is none
  std::size_t in_wide = 0, in_half = 0;
  double wide_holds = 0, half_holds = 0;  // expected, by the intervals' own chances
};
// By measure, in the order in which they come.
std::vector<ScoreTotal> totals(const std::vector<Score>& scores);

}  // namespace fanfare
