// Results as one tidy table, for spreadsheets and R. Reads what results_file read; writes text.
#pragma once

#include <iosfwd>

#include "sim/results/results_file.h"

namespace fanfare {

// CSV as in RFC 4180: a row per number, columns arm,replicate,time,brand,campaign,metric,value,unit.
// Of a design `arm` is "point 0", …; of a run it is empty. Axes without a column of their own go into
// the metric: "funnel_count[stage=aware]". Missing values have no row.
void export_csv(const Results& results, std::ostream& out);

}  // namespace fanfare
