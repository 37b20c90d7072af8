// The stylised facts that a model wrote into its results, read back into lines. Judges nothing anew.
#pragma once

#include <string>
#include <vector>

#include "fanfare/dataset.h"
#include "sim/words/said.h"

namespace fanfare {

// One fact over all runs there are: one, or those of a study.
struct ScorecardLine {
  std::string fact;
  double value = 0;  // mean over the runs that have it; of a study those of its baseline, if it has one
  double low = 0, high = 0;  // NaN: no band
  std::string citation;
  std::size_t runs = 0;                             // all
  std::size_t passed = 0, warned = 0, not_had = 0;  // the rest have no band

  // "pass", "warn", "warn in 3 of 8 runs", "no band", "not in this run".
  Said standing() const;
};

// Empty if the results have no scorecard. `baseline`: of a study the arm whose values are shown, or "".
std::vector<ScorecardLine> read_scorecard(const Dataset& data, const std::string& baseline);

}  // namespace fanfare
