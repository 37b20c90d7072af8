// Files of shards, looked at and put together.
#include "sim/sweep/sweep_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "fanfare/expects.h"
#include "sim/results/atomic_file.h"
#include "sim/results/results_file.h"
#include "sim/study/study_files.h"
#include "sim/study/study_runner.h"
#include "sim/sweep/looks.h"
#include "sim/sweep/shard.h"
#include "sim/words/text.h"

namespace fanfare {
namespace fs = std::filesystem;
namespace {

std::size_t parts_in(const RunFolder& folder) {
  std::error_code ignored;
  std::size_t parts = 0;
  for (fs::directory_iterator at(folder.parts(), ignored), end; !ignored && at != end; at.increment(ignored))
    if (at->path().extension() == ".h5") ++parts;
  return parts;
}

// Of a shard that is begun and has no file yet: somebody has it, or had it. Only where locks don't reach other
// machines is a heartbeat watched.
void look_at_heartbeat(const RunFolder& own, const fs::path& file, Looks& looks, ShardState& state) {
  const std::string beat = fs::exists(file) ? read_file(file) : "";
  const nlohmann::json json = nlohmann::json::parse(beat, nullptr, false);
  const bool is_whole = json.is_object() && json.value("host", nlohmann::json()).is_string();
  if (is_whole) state.host = json["host"];
  const bool is_elsewhere = is_whole && state.host != this_host();
  const bool lives = own.is_claimed() || (is_elsewhere && !looks.is_silent(state.shard, beat));
  state.is = lives ? ShardIs::running : ShardIs::interrupted;
}

ShardState look_at(const fs::path& folder, const SweepPlan& plan, std::size_t shard, Looks& looks) {
  ShardState state;
  state.shard = shard;
  state.runs = plan.shards[shard];
  const fs::path file = shard_file(folder, shard);
  if (fs::exists(file)) {
    try {
      const ShardHead head = read_shard_head(file);
      if (head.plan != plan.digest) throw InputError(file.string() + ": is of another plan");
      state.is = ShardIs::done;
      state.done = head.runs;
      state.failed = head.failed;
    } catch (const InputError& error) {
      state.is = ShardIs::damaged;
      state.reason = error.what();
    }
    return state;
  }
  const RunFolder own(shard_folder(folder, shard));
  if (!fs::exists(own.root())) return state;
  state.done = parts_in(own);
  look_at_heartbeat(own, heartbeat_file(folder, shard), looks, state);
  return state;
}

// The runs that ended well, laid out for the next process; its file goes.
void reopen(const fs::path& folder, const SweepPlan& plan, const PlannedStudy& study,
            const ShardState& state) {
  const RunFolder own(shard_folder(folder, state.shard));
  const auto lock = own.claim(OnExists::resume);
  const fs::path file = shard_file(folder, state.shard);
  if (state.is == ShardIs::done) {
    unpack_shard(file, plan, own.parts());
    const auto dealt = deal(study, plan.shards.size());
    for (const PlannedRun& run : dealt[state.shard])
      if (!has_part(own, study, run))
        fs::remove(own.part(run.row, study.study.arms[run.row].name, run.replicate));
  }
  fs::remove(file);
}

// Before anything is made.
void expect_sound(const fs::path& folder, const SweepPlan& plan, const std::vector<ShardState>& states) {
  for (const ShardState& state : states) {
    try {
      if (state.is == ShardIs::damaged) throw InputError(state.reason);
      if (state.is == ShardIs::done) verify_shard(shard_file(folder, state.shard), plan);
    } catch (const InputError& error) {
      throw InputError(fmt::format("{} (`fanfare sweep retry {}` makes it ready to be computed again)",
                                   error.what(), folder.string()));
    }
  }
}

// What stands of a shard goes into the folder of the study.
void bring(const fs::path& folder, const SweepPlan& plan, const ShardState& state, const RunFolder& study) {
  if (state.is == ShardIs::done) return unpack_shard(shard_file(folder, state.shard), plan, study.parts());
  const fs::path parts = RunFolder(shard_folder(folder, state.shard)).parts();
  if (!fs::exists(parts)) return;
  for (const auto& part : fs::directory_iterator(parts))
    if (part.path().extension() == ".h5")
      write_file(study.parts() / part.path().filename(), read_file(part.path()));
}

std::string list_of(const std::vector<std::size_t>& shards) {
  std::string text;
  for (std::size_t i = 0; i < shards.size() && i < 20; ++i)
    text += (i > 0 ? ", " : "") + std::to_string(shards[i]);
  return shards.size() > 20 ? fmt::format("{} and {} more", text, shards.size() - 20) : text;
}

}  // namespace

std::string to_string(ShardIs is) {
  switch (is) {
    case ShardIs::waiting: return "waiting";
    case ShardIs::running: return "running";
    case ShardIs::interrupted: return "interrupted";
    case ShardIs::done: return "done";
    case ShardIs::damaged: return "damaged";
  }
  return "";
}

std::vector<ShardState> look_at_shards(const fs::path& folder, const SweepPlan& plan) {
  std::vector<ShardState> states;
  Looks looks(folder);
  for (std::size_t k = 0; k < plan.shards.size(); ++k) states.push_back(look_at(folder, plan, k, looks));
  looks.keep();
  return states;
}

std::vector<std::size_t> give_again(const fs::path& folder, const SweepPlan& plan,
                                    const PlannedStudy& study) {
  std::vector<std::size_t> left;
  for (const ShardState& state : look_at_shards(folder, plan)) {
    if (state.is == ShardIs::running || (state.is == ShardIs::done && state.failed == 0)) continue;
    if (state.is == ShardIs::done || state.is == ShardIs::damaged) reopen(folder, plan, study, state);
    left.push_back(state.shard);
  }
  return left;
}

Outcome collect_sweep(const fs::path& folder, const SweepPlan& plan, PlannedStudy& study,
                      const RunContext& context) {
  ComputeOptions options = context.options;
  const RunFolder into(options.out.empty() ? "results/" + study.study.name : options.out);
  const std::vector<ShardState> states = look_at_shards(folder, plan);
  expect_sound(folder, plan, states);
  std::vector<std::size_t> unfinished;
  {
    const auto lock = into.claim(options.on_exists);
    if (options.on_exists == OnExists::replace) fs::remove(into.study_file());
    for (const ShardState& state : states) {
      if (state.is != ShardIs::done) unfinished.push_back(state.shard);
      bring(folder, plan, state, into);
    }
  }
  options.out = into.root().string();
  options.on_exists = OnExists::resume;
  const StudyJob job{.what = StudyJob::What::collect};
  Outcome outcome = run_study(study, {options, context.comm, context.sink, context.verbosity}, job);
  if (!unfinished.empty())
    outcome.notes.push_back(sentence("sweep.missing", options.language,
                                     {{"missing", std::to_string(outcome.runs - outcome.runs_done)},
                                      {"runs", std::to_string(outcome.runs)},
                                      {"shards", list_of(unfinished)},
                                      {"folder", folder.string()}}));
  return outcome;
}

std::string slurm_script(const SweepPlan& plan, const std::string& name, const fs::path& folder, int threads,
                         double memory, double seconds) {
  std::string word = name;
  std::replace_if(
      word.begin(), word.end(), [](char c) { return c == ' ' || c == '\'' || c == '"'; }, '_');
  // The signal comes two minutes before the limit, or one more: Slurm looks at its clock every half a minute and
  // may send it up to a minute early. A limit within that would stop a task as soon as it begins.
  const auto minutes = static_cast<long>(std::ceil(seconds / 60)) + 3;
  return fmt::format(
      R"(#!/bin/sh
# A sweep of {runs} runs in {shards} tasks. Submit with: sbatch {folder}/sweep.sbatch
#SBATCH --job-name={word}
#SBATCH --array=0-{last}
#SBATCH --cpus-per-task={threads}
{memory}{time}#SBATCH --signal=B:TERM@120
#SBATCH --requeue
#SBATCH --output={folder}/task-%a.txt
#SBATCH --open-mode=append

# On the signal, two minutes before the limit, the runs leave checkpoints; the task is queued again and goes on.
fanfare sweep run '{folder}' --shard auto --threads {threads} --progress plain &
process=$!
trap 'kill -TERM "$process"' TERM
wait "$process"
code=$?
while kill -0 "$process" 2>/dev/null; do wait "$process"; code=$?; done  # the signal ends a wait, not the process
if [ "$code" -eq 5 ]; then exec scontrol requeue "${{SLURM_ARRAY_JOB_ID}}_${{SLURM_ARRAY_TASK_ID}}"; fi
exit "$code"
)",
      fmt::arg("runs", plan.arms.size() * plan.replicates), fmt::arg("shards", plan.shards.size()),
      fmt::arg("folder", fs::absolute(folder).lexically_normal().string()), fmt::arg("word", word),
      fmt::arg("last", plan.shards.size() - 1), fmt::arg("threads", threads),
      fmt::arg("memory", memory > 0
                             ? fmt::format("#SBATCH --mem={}M\n", static_cast<long>(std::ceil(memory / 1e6)))
                             : ""),
      fmt::arg("time", seconds > 0 ? fmt::format("#SBATCH --time={}\n", minutes) : ""));
}

}  // namespace fanfare
