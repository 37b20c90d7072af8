// What each variable can be, written beside it (CF: valid_min, valid_max), so that every reader of a results
// file bounds its intervals alike.
#pragma once

#include "fanfare/report_spec.h"
#include "sim/results/results_file.h"

namespace fanfare {

// By range_of(name, unit, spec). A variable whose own values lie outside gets none: readers would take those
// for missing.
ValidRange valid_range(const Variable& variable, const ReportSpec& spec);
// The same of each variable of a model.
inline ValidRangeOf valid_ranges(const ReportSpec& spec) {
  return [&spec](const Variable& variable) { return valid_range(variable, spec); };
}

}  // namespace fanfare
