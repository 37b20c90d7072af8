// What has become of a sweep's shards, and what is made of them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/study/context.h"
#include "sim/sweep/sweep_plan.h"

namespace fanfare {

enum class ShardIs {
  waiting,      // nobody has begun it
  running,      // somebody lives who computes it
  interrupted,  // somebody computed it, and was stopped or died
  done,         // its file is there
  damaged,      // its file is there and can't be read, or is of another plan
};
std::string to_string(ShardIs is);

struct ShardState {
  std::size_t shard = 0, runs = 0;
  std::size_t done = 0;    // runs that have ended, those that failed too
  std::size_t failed = 0;  // of those of a shard that is done
  ShardIs is = ShardIs::waiting;
  std::string host;    // where it is or was computed
  std::string reason;  // of a damaged file
};

// Looks at files alone. Who holds the lock of a shard's folder lives. Where locks don't reach other machines,
// a process there is taken for dead when its heartbeat has said the same for a minute of looks (looks.h).
std::vector<ShardState> look_at_shards(const std::filesystem::path& folder, const SweepPlan& plan);

// Makes what failed or was damaged ready to be computed again; nothing that was done well is lost. Gives the
// shards that are left to compute and that nobody computes now.
std::vector<std::size_t> give_again(const std::filesystem::path& folder, const SweepPlan& plan,
                                    const PlannedStudy& study);

// Ascending numbers as batch systems read them: "0-2,5".
std::string ranges_of(const std::vector<std::size_t>& shards);

// Puts the study together in the folder of the context's options: all that is there, and what is missing is
// named. The same files as one machine writes.
Outcome collect_sweep(const std::filesystem::path& folder, const SweepPlan& plan, PlannedStudy& study,
                      const RunContext& context);

// A batch script for an array of Slurm: one task a shard, stopped in time to leave checkpoints, queued again
// until it is done. `memory` in bytes, `seconds` for the longest shard; 0: left to the cluster.
std::string slurm_script(const SweepPlan& plan, const std::string& name, const std::filesystem::path& folder,
                         int threads, double memory, double seconds);

}  // namespace fanfare
