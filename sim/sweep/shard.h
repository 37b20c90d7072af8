// One shard of a sweep: computed in a folder of its own, kept in one file (shard_file.h) when all its runs
// have ended.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "sim/study/context.h"
#include "sim/sweep/shard_file.h"
#include "sim/sweep/sweep_plan.h"

namespace fanfare {

// DIR/shard-0003.runs, DIR/shard-0003 while it is computed.
std::filesystem::path shard_file(const std::filesystem::path& folder, std::size_t shard);
std::filesystem::path shard_folder(const std::filesystem::path& folder, std::size_t shard);

// Written every ten seconds while it is computed: {"host", "process", "time", "runs", "done", "fraction"}.
std::filesystem::path heartbeat_file(const std::filesystem::path& folder, std::size_t shard);

// Computes what is left of the shard, on the context's threads. The outcome's `status` is "complete",
// "failed" (some runs did) or "stopped". Errors: FolderInUse if another process has it; InputError for files.
Outcome run_shard(const std::filesystem::path& folder, const SweepPlan& plan, PlannedStudy& study,
                  std::size_t shard, const RunContext& context);

// The shard that the environment gives this process: a task of an array of Slurm, PBS, LSF, SGE or Flux.
// `variable` says by what. Under an MPI launcher `shard` is empty: its processes take whatever shard is free.
struct GivenShard {
  std::string variable;
  std::optional<std::size_t> shard;
};
// Empty if nothing is given. `environment` stands for getenv in tests. Errors: InputError if a number is
// none.
std::optional<GivenShard> given_shard(const std::map<std::string, std::string>& environment);
std::map<std::string, std::string> this_environment();

}  // namespace fanfare
