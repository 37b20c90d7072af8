// Types that parameters may have beside plain numbers and words.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace fanfare {

// The unit in which a parameter is kept. A scenario may write others of the same kind ("90 min").
enum class Unit {
  none,    // a pure number
  share,   // 0.15 or 15%
  days,    // 7d, 36 h, 90 min
  hours,
  money,   // integer cents; "25 CNY" or a bare number of currency units
  count,   // whole things
  people,
  per_day,
};

// A random quantity of each account, post, …: constant unless `dist` is given.
struct Distribution {
  enum class Kind { constant, lognormal, normal, uniform, beta, gamma } kind = Kind::constant;
  double a = 0;  // constant: value; lognormal: median; normal: mean; uniform: low; beta: alpha; gamma: shape
  double b = 0;  // lognormal: sigma; normal: sd; uniform: high; beta: beta; gamma: scale

  static Distribution constant(double value) { return {Kind::constant, value, 0}; }
  static Distribution lognormal(double median, double sigma) { return {Kind::lognormal, median, sigma}; }
  static Distribution normal(double mean, double sd) { return {Kind::normal, mean, sd}; }
  static Distribution uniform(double low, double high) { return {Kind::uniform, low, high}; }
};

// A closed interval, written [lo, hi].
struct Range {
  double lo = 0;
  double hi = std::numeric_limits<double>::infinity();
  bool holds(double x) const { return x >= lo && x <= hi; }
};

// `path: value` of an event, kept as written until it is due; checked when the file is read.
struct Assignment {
  std::string path;
  std::string value;
};

}  // namespace fanfare
