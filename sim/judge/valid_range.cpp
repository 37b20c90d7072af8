#include "sim/judge/valid_range.h"

#include <algorithm>

#include "sim/judge/statistics.h"

namespace fanfare {

ValidRange valid_range(const Variable& variable, const ReportSpec& spec) {
  const Bounds range = range_of(variable.name, variable.units, spec);
  const bool holds = std::none_of(variable.data.begin(), variable.data.end(),
                                  [&](double x) { return x < range.low || x > range.high; });
  return holds ? ValidRange{range.low, range.high} : ValidRange{};
}

}  // namespace fanfare
