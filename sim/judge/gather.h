// Finished files set against each other: a study as it is, or several runs taken as arms.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/judge/summary.h"
#include "sim/results/results_file.h"

namespace fanfare {

// What several runs are called that no study names.
Said runs_name(std::size_t runs, std::size_t arms);

struct CompareRequest {
  std::vector<std::string> files;
  std::string baseline;  // over the study's own; of runs: the first file's arm
  std::string primary;
  std::vector<std::string> measures;  // empty: the study's own, else all that can be measured
  std::vector<std::string> beside;    // measured too where the runs have them
};

// The summary with the arrays behind it, which have a study's axes also where single runs were given.
struct Gathered {
  StudySummary summary;
  Results results;
  std::vector<Provenance> origins;  // of runs: where each arm comes from; of a study: none
};
Gathered gather_files(const CompareRequest& request);
// The same of files that were read already; `request.files` are not looked at.
Gathered gather_results(std::vector<Results> all, const CompareRequest& request);

// One study, or runs. Runs with the same scenario (their seed aside) are replicates of one arm. If all arms
// have the same seeds, replicates are paired by seed; else not, and a note says so. Errors: InputError
// (files; a study among others), ScenarioError (an unknown baseline).
StudySummary compare_files(const CompareRequest& request);

}  // namespace fanfare
