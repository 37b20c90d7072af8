// What an arm adds to its baseline in the same replicate, under the same random numbers. Computed when the
// runs of a study are put together; a single run has no such measures.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "fanfare/dataset.h"

namespace fanfare {

// Names that a study may measure beside the variables of its runs, and what each needs of them.
struct IncrementalMeasure {
  std::string_view name;
  std::vector<std::string_view> needs;
};
const std::array<IncrementalMeasure, 3>& incremental_measures();

// Of a stacked study, where `net_revenue(arm, replicate, time, brand)` is present:
//   incremental_revenue(arm, replicate, brand)               = net_revenue − the baseline's, at the end
// where also `contribution(…, time, brand)` is (what sales leave, spend taken off):
//   incremental_contribution(arm, replicate, brand)          = contribution − the baseline's, at the end
// and where also `spend(…, time, brand)` is:
//   incremental_contribution_per_yuan(arm, replicate, brand) = incremental_contribution / extra
//     extra = spend − the baseline's; missing unless it is above 1 % of the arm's own spend
// Runs that are missing give NaN. An empty `baseline` gives nothing. Errors: InputError if no arm has that
// name.
std::vector<Variable> incremental_variables(const Dataset& study, std::string_view baseline);

}  // namespace fanfare
