// The parts of a study on disk, and what is made of them: study.h5, summary.txt, summary.json.
#pragma once

#include "sim/judge/summary.h"
#include "sim/results/results_file.h"
#include "sim/study/run_folder.h"
#include "sim/study/study_plan.h"

namespace fanfare {

// Whether a whole part of just this run (arm's scenario, replicate) stands in the folder.
bool has_part(const RunFolder& folder, const PlannedStudy& plan, const PlannedRun& run);

// How a run ended, and what it recorded: from its part, or wherever the folder's runs stand
// (RunFolder::elsewhere); missing if it stands nowhere. Parts that this process has not written are looked at
// with has_part() first. Errors: InputError if a part is damaged.
StudyRun read_part(const RunFolder& folder, const PlannedStudy& plan, const PlannedRun& run);

// Lays a run out as the part that it once was.
void write_part(const RunFolder& folder, const PlannedStudy& plan, const ComputeOptions& options,
                const StudyRun& run);

// A whole study keeps no parts; this lays those out again which are still of this plan (same values, inputs
// and version), so that replicates can be added and arms changed without running all again.
void restore_parts(const RunFolder& folder, const PlannedStudy& plan, const ComputeOptions& options);

// A run that failed leaves a part too, with its reason.
void write_failed_part(const std::filesystem::path& path, const Provenance& provenance,
                       const std::string& reason);

// The effective scenarios of all arms, one YAML document each.
std::string effective_study_yaml(const PlannedStudy& plan);

// The parts of rows [first, last) of the plan put together, as they were recorded.
StudyDataset collect_rows(const RunFolder& folder, const PlannedStudy& plan, std::size_t first,
                          std::size_t last);
// All parts of the study's own rows put together; runs without a part are missing. With incremental measures, if there is a baseline.
StudyDataset collect_parts(const RunFolder& folder, const PlannedStudy& plan);

// Provenance of the whole, the scenario of each arm among its files (arms/<number>-<name>.yaml), so that
// `reproduce` needs nothing else.
Provenance describe_study(const PlannedStudy& plan, const StudyDataset& data, const ComputeOptions& options,
                          int threads, int ranks);

// The same of the rows from `first` on, which `data` holds.
Provenance describe_rows(const PlannedStudy& plan, std::size_t first, const StudyDataset& data,
                         const ComputeOptions& options, int threads, int ranks);

// Over the fingerprints of all runs, in order; empty if none ended.
std::string study_fingerprint(const StudyDataset& data);

// The points that the scenario can't be at, as remarks; the first of many.
std::vector<Said> refused_points(const Study& study);

// What compare and summary.txt show.
StudySummary summarise(const PlannedStudy& plan, const StudyDataset& data, const Provenance& provenance);

}  // namespace fanfare
