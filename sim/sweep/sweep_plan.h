// A sweep: the runs of a study dealt out to shards, which any machines compute in any order. The plan stands
// in a folder of its own, as a file that people can read, and fixes what may not change until all is done.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "sim/study/study_plan.h"

namespace fanfare {

struct SweepPlan {
  std::string study;  // path, from the folder of the plan
  std::vector<SetOption> sets;
  std::size_t replicates = 0;
  std::vector<std::size_t> shards;                        // how many runs each has
  std::string version, commit;                            // of the program that made it
  std::string digest;                                     // of all arms
  std::vector<std::pair<std::string, std::string>> arms;  // name, digest of its scenario
};

// Errors: InputError if there are more shards than runs.
SweepPlan make_sweep(const PlannedStudy& study, const ComputeOptions& options, std::size_t shards,
                     const std::filesystem::path& folder);

std::filesystem::path sweep_file(const std::filesystem::path& folder);
void write_sweep(const std::filesystem::path& folder, const SweepPlan& plan);
// Errors: InputError if there is no plan, or it is damaged.
SweepPlan read_sweep(const std::filesystem::path& folder);

// The study as it was planned. Mistakes of its files go to `problems`. Errors: InputError if the program or a
// scenario has changed since, saying which.
PlannedStudy open_sweep(const std::filesystem::path& folder, const SweepPlan& plan, Problems& problems);

// The runs of each shard. Each run goes to the shard that has least to do so far, in the order of the study,
// so that shards are alike in cost and what a killed sweep has done is spread over all arms.
std::vector<std::vector<PlannedRun>> deal(const PlannedStudy& study, std::size_t shards);

}  // namespace fanfare
