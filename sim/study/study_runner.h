// All runs of a study, side by side over the cores, into one folder: a part for each run that ends, study.h5
// and the summary when all have.
#pragma once

#include "sim/study/context.h"
#include "sim/study/study_plan.h"

namespace fanfare {

// Collective over the context's ranks. With several ranks the runs go one after the other, each over all
// ranks. A run that fails is recorded with its reason and the rest goes on, as options.fail says. Errors:
// InputError for files and folders; then the parts that were written stay.
Outcome run_study(PlannedStudy& plan, const RunContext& context);

}  // namespace fanfare
