// A file given to run, resume or reproduce, read: a scenario, a study, or a results file that holds either.
#pragma once

#include <optional>
#include <string>

#include "sim/results/results_file.h"
#include "sim/study/study_plan.h"

namespace fanfare {

// What is to be run: one scenario, or a study (a scenario with --replicates is a study of one arm).
struct Work {
  std::optional<Scenario> scenario;
  std::optional<PlannedStudy> study;

  std::string name() const { return scenario ? scenario->name : study->study.name; }
};

// Reads a YAML file, all mistakes to `problems`; with any, the work is not for running. Errors: InputError.
Work load_work(const std::string& path, const ComputeOptions& options, Problems& problems);

// The scenario of a run as its results file holds it (`row` of a study), with `sets` on top.
// Files that the run read must still have the same content, or an InputError names the one that has not.
Scenario scenario_from_results(const Results& results, std::size_t row, std::span<const SetOption> sets,
                               Problems& problems);

// Adds a problem for each measure of the study that its runs won't have. Builds a small world to ask the
// model; if that can't be, nothing is checked here and the merge of the runs says it.
void check_measures(const PlannedStudy& plan, Problems& problems);

}  // namespace fanfare
