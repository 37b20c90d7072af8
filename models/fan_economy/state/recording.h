// What every observer says to a recorder, mechanisms too: an axis, a variable without data, a table that is known
// at the end.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fanfare/observer.h"

namespace fanfare::fan_economy {

using Names = std::vector<std::string>;

inline constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();  // where nothing can be said

inline void axis(Recorder& r, const char* name, Names labels, const char* long_name) {
  r.dimension({name, std::move(labels), {}, "", long_name});
}

// from, from + 1, …
inline std::vector<double> counting(std::size_t from, std::size_t count) {
  std::vector<double> values(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<double>(from + i);
  return values;
}

// A variable without data; `integral` ones are stored as whole numbers.
inline Variable measure(std::string_view name, Names dimensions, std::string_view units,
                        std::string_view long_name, std::string_view formula, bool integral) {
  Variable v;
  v.name = name;
  v.dimensions = std::move(dimensions);
  v.units = units;
  v.long_name = long_name;
  v.formula = formula;
  v.integral = integral;
  return v;
}

inline void put_at_end(Recorder& r, Variable variable, const std::vector<double>& values) {
  const std::string name = variable.name;
  r.variable(std::move(variable));
  r.put(name, values);
}

}  // namespace fanfare::fan_economy
