// How a model's measures leave it: it declares axes and variables, then writes rows.
#pragma once

#include <span>
#include <string_view>

#include "fanfare/dataset.h"

namespace fanfare {

class Recorder {
 public:
  virtual ~Recorder() = default;

  virtual void dimension(Dimension dimension) = 0;
  // `data` of the variable is left empty. A variable whose first dimension is "time" is a series.
  virtual void variable(Variable variable) = 0;
  // Appends one row to a series, or sets a variable without `time`. Shape: the product of the other
  // dimensions, row-major. Errors: an undeclared name or a wrong length is a programming error.
  virtual void put(std::string_view variable, std::span<const double> values) = 0;
  void put(std::string_view variable, double value) { put(variable, std::span(&value, 1)); }
};

}  // namespace fanfare
