// Parts in a folder, then in one file.
#include "sim/sweep/shard.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <nlohmann/json.hpp>

#include "fanfare/expects.h"
#include "sim/results/atomic_file.h"
#include "sim/study/study_files.h"
#include "sim/study/study_runner.h"
#include "sim/sweep/looks.h"

extern char** environ;

namespace fanfare {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::ordered_json;

// All runs into one file; what was beside them goes, but for the log and the lock.
void pack(const fs::path& file, ShardHead head, const RunFolder& folder, const PlannedStudy& study,
          const std::vector<PlannedRun>& planned) {
  RunForms forms;
  std::vector<StudyRun> runs;
  runs.reserve(planned.size());
  for (const PlannedRun& one : planned) {
    StudyRun run = read_part(folder, study, one);
    if (run.state == RunState::complete)
      forms.share(run);
    else
      ++head.failed;
    runs.push_back(std::move(run));
  }
  write_shard(file, head, runs);
  folder.discard_unfinished();
}

// Says every ten seconds that this process lives, beside showing how far it is.
class Heartbeat final : public ProgressSink {
 public:
  Heartbeat(ProgressSink& inner, fs::path file) : inner_(inner), file_(std::move(file)) {}
  double pause() const override { return std::min(inner_.pause(), kBeat); }
  void show(const Progress& progress) override {
    if (progress.wall_seconds >= next_show_) {
      inner_.show(progress);
      next_show_ = progress.wall_seconds + inner_.pause();
    }
    if (progress.wall_seconds < next_beat_) return;
    next_beat_ = progress.wall_seconds + kBeat;
    beat(progress);
  }
  void close() override { inner_.close(); }

 private:
  static constexpr double kBeat = 10;  // s

  void beat(const Progress& progress) const {
    const auto now =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
    const Json json{{"host", this_host()},   {"process", ::getpid()},      {"time", now.count()},
                    {"runs", progress.runs}, {"done", progress.runs_done}, {"fraction", progress.fraction}};
    try {
      write_file(file_, json.dump() + "\n");
    } catch (const InputError&) {
      // A full disk is said by what matters: the parts.
    }
  }

  ProgressSink& inner_;
  fs::path file_;
  double next_show_ = 0, next_beat_ = 0;
};

std::optional<std::size_t> number_in(const std::string& text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

fs::path shard_file(const fs::path& folder, std::size_t shard) {
  return folder / fmt::format("shard-{:04}.runs", shard);
}

fs::path shard_folder(const fs::path& folder, std::size_t shard) {
  return folder / fmt::format("shard-{:04}", shard);
}

fs::path heartbeat_file(const fs::path& folder, std::size_t shard) {
  return shard_folder(folder, shard) / "heartbeat.json";
}

Outcome run_shard(const fs::path& folder, const SweepPlan& plan, PlannedStudy& study, std::size_t shard,
                  const RunContext& context) {
  const fs::path file = shard_file(folder, shard);
  const RunFolder own(shard_folder(folder, shard));
  ComputeOptions options = context.options;
  options.out = own.root().string();
  options.on_exists = OnExists::resume;
  Heartbeat heartbeat(context.sink, heartbeat_file(folder, shard));
  StudyJob job{StudyJob::What::shard, deal(study, plan.shards.size())[shard]};
  job.is_done = [&] { return fs::exists(file); };
  job.when_done = [&] { pack(file, {plan.digest, shard, job.runs.size(), 0}, own, study, job.runs); };
  Outcome outcome = run_study(study, {options, context.comm, heartbeat, context.verbosity}, job);
  std::error_code ignored;
  fs::remove(heartbeat_file(folder, shard), ignored);
  return outcome;
}

std::map<std::string, std::string> this_environment() {
  std::map<std::string, std::string> variables;
  for (char** at = environ; *at != nullptr; ++at) {
    const std::string line(*at);
    const std::size_t equals = line.find('=');
    if (equals != std::string::npos) variables.emplace(line.substr(0, equals), line.substr(equals + 1));
  }
  return variables;
}

std::optional<GivenShard> given_shard(const std::map<std::string, std::string>& environment) {
  struct Array {
    const char* variable;
    std::size_t first;  // number of an array's first task, as its manager counts
  };
  constexpr Array kArrays[] = {{"SLURM_ARRAY_TASK_ID", 0}, {"PBS_ARRAY_INDEX", 0}, {"PBS_ARRAYID", 0},
                               {"LSB_JOBINDEX", 1},        {"SGE_TASK_ID", 1},     {"FLUX_JOB_CC", 0}};
  for (const Array& array : kArrays) {
    const auto at = environment.find(array.variable);
    if (at == environment.end() || at->second.empty() || at->second == "undefined") continue;
    if (array.first == 1 && at->second == "0") continue;  // LSF: a job that is no array
    const auto number = number_in(at->second);
    if (!number || *number < array.first)
      throw InputError(fmt::format("{}={}: is no number of a task", array.variable, at->second));
    return GivenShard{array.variable, *number - array.first};
  }
  for (const char* rank : {"OMPI_COMM_WORLD_RANK", "PMI_RANK", "PMIX_RANK", "FLUX_TASK_RANK", "SLURM_PROCID"})
    if (environment.contains(rank)) return GivenShard{rank, std::nullopt};
  return std::nullopt;
}

}  // namespace fanfare
