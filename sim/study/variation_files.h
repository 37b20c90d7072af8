// What a study keeps of its variations: their runs in variants.h5, and beside its own arrays what each measure comes to
// in each of them.
#pragma once

#include "sim/study/study_files.h"

namespace fanfare {

// Their runs, a row for each variation and arm; no arms where there are no variations.
StudyDataset collect_variations(const RunFolder& folder, const PlannedStudy& plan);

// Adds the groups plausible, why and left_out (sim/judge/variations.h) to the study's own data.
void add_variations(StudyDataset& data, const StudyDataset& varied, const PlannedStudy& plan);

// Of variants.h5, as describe_study().
Provenance describe_variations(const PlannedStudy& plan, const StudyDataset& varied, const ComputeOptions& options,
                               int threads, int ranks);

}  // namespace fanfare
