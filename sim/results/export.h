// Results as one tidy table, for spreadsheets and R. Reads what results_file read; writes text.
#pragma once

#include <iosfwd>
#include <string>

#include "sim/results/results_file.h"

namespace fanfare {

// CSV as in RFC 4180: a row per number, columns arm,replicate,time,axes of the model,metric,value,unit and,
// so that each row speaks for itself in any reader, n,scenario,origin.
//   arm        arm or design point; empty for a run of its own
//   time       days since the start (units of the time axis); empty for what has no time
//   metric     name of the variable; axes without a column of their own follow in brackets:
//              "funnel_count[stage=aware]", "creators/income[creator=ann]"
//   factors    of a design, a column each before `metric`, named by the path that the factor changes
//   n          complete replicates of the arm; a row is one replicate's, so it has no interval
//   scenario   digest; `origin` is always "simulated"
// A missing value is an empty cell, so that no failed run drops out; of bulk (names with "/"), whose axes are
// unions over the arms, it has no row. Numbers read back to the same bits.
void export_csv(const Results& results, std::ostream& out);

// A table has no room for a note, so its file's name says what it is: simulated, n complete runs, the first
// digits of the scenario's digest: "kol_vs_koc.simulated.n40.1f00c3d2.csv".
std::string export_name(const Results& results);

// One cell, in quotes where the format needs them.
std::string csv_cell(const std::string& text);

}  // namespace fanfare
