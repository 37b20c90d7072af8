// Measures that follow from recorded ones, as the model declares them. Computed when the runs of a study are
// put together; a single run has no such measures.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "fanfare/dataset.h"
#include "fanfare/report_spec.h"

namespace fanfare {

// The recorded measures that it takes, also those behind derived ones.
std::vector<std::string_view> recorded_needs(const ReportSpec& spec, const DerivedMeasure& measure);

// Of a stacked study, by (arm, replicate, …), in the order declared: those whose terms are there, with the
// same axes; with an empty `baseline` those that need none. Runs that are missing give NaN. Errors:
// InputError if no arm is named like the baseline.
std::vector<Variable> derived_variables(const Dataset& study, const ReportSpec& spec,
                                        std::string_view baseline);

// For each row of a stacked study the row that it is compared with: the baseline's, or its own twin's where the study
// has such. Empty if there is none. Errors: InputError if no row is named like the baseline.
std::vector<std::size_t> base_rows(const Dataset& study, std::string_view baseline);

// Takes them away, so that they can be made anew.
void drop_derived(Dataset& study, const ReportSpec& spec);

}  // namespace fanfare
