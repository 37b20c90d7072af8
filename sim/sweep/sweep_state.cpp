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

// Of a shard that is begun and has no file yet: somebody has it, or had it. Only where locks don't reach
// other machines is a heartbeat watched.
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
      if (head.shard != shard || head.runs != state.runs)
        throw InputError(fmt::format("{}: holds shard {}, not {}", file.string(), head.shard, shard));
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

ShardHead expected_head(const SweepPlan& plan, std::size_t shard) {
  return {plan.digest, shard, plan.shards[shard], 0};
}

// The runs that ended well, laid out for the next process; its file goes, or is set aside.
void reopen(const fs::path& folder, const SweepPlan& plan, const PlannedStudy& study,
            const ShardState& state) {
  const RunFolder own(shard_folder(folder, state.shard));
  const auto lock = own.claim(OnExists::resume);
  const fs::path file = shard_file(folder, state.shard);
  RunForms forms;
  ComputeOptions options;
  options.sets = plan.sets;
  if (state.is == ShardIs::done)
    for (const StudyRun& run : read_shard(file, expected_head(plan, state.shard), forms))
      if (run.state == RunState::complete) write_part(own, study, options, run);
  if (state.is == ShardIs::damaged)
    fs::rename(file, file.string() +
                         ".aside");  // somebody may want to look at it: it may be whole, and of another plan
  else
    fs::remove(file);
}

// All runs of a sweep that stand somewhere, by row and replicate.
class TasksGathered {
 public:
  // Errors: InputError if a file is damaged or is of another plan.
  TasksGathered(const fs::path& folder, const SweepPlan& plan, const PlannedStudy& study,
           const std::vector<ShardState>& states)
      : replicates_(study.replicates), runs_(study.scenarios.size() * study.replicates) {
    std::vector<std::vector<PlannedRun>> dealt;
    for (const ShardState& state : states) {
      if (state.is == ShardIs::done || state.is == ShardIs::damaged) {
        take_file(folder, plan, state);
        continue;
      }
      const RunFolder own(shard_folder(folder, state.shard));
      if (state.done == 0) continue;
      if (dealt.empty()) dealt = deal(study, plan.shards.size());
      for (const PlannedRun& run : dealt[state.shard])
        if (has_part(own, study, run)) keep(read_part(own, study, run));
    }
  }

  const StudyRun* find(std::size_t row, std::size_t replicate) const {
    const StudyRun& run = runs_[row * replicates_ + replicate];
    return run.state == RunState::missing ? nullptr : &run;
  }

 private:
  void take_file(const fs::path& folder, const SweepPlan& plan, const ShardState& state) {
    const fs::path file = shard_file(folder, state.shard);
    try {
      if (state.is == ShardIs::damaged) throw InputError(state.reason);
      for (StudyRun& run : read_shard(file, expected_head(plan, state.shard), forms_)) {
        if (run.row * replicates_ + run.replicate >= runs_.size() || run.replicate >= replicates_)
          throw InputError(file.string() + ": is damaged (it holds a run that the study has not)");
        keep(std::move(run));
      }
    } catch (const InputError& error) {
      throw InputError(fmt::format("{} (`fanfare sweep retry {}` makes it ready to be computed again)",
                                   error.what(), folder.string()));
    }
  }

  void keep(StudyRun run) {
    if (run.state == RunState::complete) forms_.share(run);
    StudyRun& place = runs_[run.row * replicates_ + run.replicate];
    place = std::move(run);
  }

  std::size_t replicates_;
  std::vector<StudyRun> runs_;
  RunForms forms_;
};

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

std::string ranges_of(const std::vector<std::size_t>& shards) {
  std::string text;
  for (std::size_t i = 0, last = 0; i < shards.size(); i = last + 1) {
    for (last = i; last + 1 < shards.size() && shards[last + 1] == shards[last] + 1;) ++last;
    text += (text.empty() ? "" : ",") + std::to_string(shards[i]);
    if (last > i) text += "-" + std::to_string(shards[last]);
  }
  return text;
}

std::vector<std::size_t> give_again(const fs::path& folder, const SweepPlan& plan,
                                    const PlannedStudy& study) {
  std::vector<std::size_t> left;
  for (const ShardState& state : look_at_shards(folder, plan)) {
    if (state.is == ShardIs::running || (state.is == ShardIs::done && state.failed == 0)) continue;
    try {
      if (state.is == ShardIs::done || state.is == ShardIs::damaged) reopen(folder, plan, study, state);
      left.push_back(state.shard);
    } catch (const FolderInUse&) {
      // Somebody has begun it again meanwhile.
    }
  }
  return left;
}

Outcome collect_sweep(const fs::path& folder, const SweepPlan& plan, PlannedStudy& study,
                      const RunContext& context) {
  ComputeOptions options = context.options;
  const RunFolder into(options.out.empty() ? "results/" + study.study.name : options.out);
  into.refuse_what_is_there(options.on_exists);  // before all files are read
  const std::vector<ShardState> states = look_at_shards(folder, plan);
  const TasksGathered gathered(folder, plan, study, states);
  std::vector<std::size_t> unfinished;
  for (const ShardState& state : states)
    if (state.is != ShardIs::done) unfinished.push_back(state.shard);
  options.out = into.root().string();
  StudyJob job{.what = StudyJob::What::collect};
  job.elsewhere = [&](std::size_t row, std::size_t replicate) { return gathered.find(row, replicate); };
  Outcome outcome = run_study(study, {options, context.comm, context.sink, context.verbosity}, job);
  if (!unfinished.empty())
    outcome.notes.push_back(sentence("sweep.missing", options.language,
                                     {{"missing", std::to_string(outcome.runs - outcome.runs_done)},
                                      {"runs", std::to_string(outcome.runs)},
                                      {"shards", list_of(unfinished)},
                                      {"folder", folder.string()}}));
  return outcome;
}

namespace {

std::string replaced(std::string text, char what, const std::string& by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
    text.replace(at, 1, by);
  return text;
}

}  // namespace

std::string slurm_script(const SweepPlan& plan, const std::string& name, const fs::path& folder, int threads,
                         double memory, double seconds) {
  std::string word = name;
  std::replace_if(
      word.begin(), word.end(),
      [](char c) { return c == ' ' || c == '\'' || c == '"' || c == '\n' || c == '%'; }, '_');
  const std::string path = fs::absolute(folder).lexically_normal().string();
  // The signal comes two minutes before the limit, or one more: Slurm looks at its clock every half a minute
  // and may send it up to a minute early. A limit within that would stop a task as soon as it begins.
  const auto minutes = static_cast<long>(std::ceil(seconds / 60)) + 3;
  return fmt::format(
      R"(#!/bin/sh
# A sweep of {runs} runs in {shards} tasks. Submit with: sbatch {folder}/sweep.sbatch
#SBATCH --job-name={word}
#SBATCH --array=0-{last}
#SBATCH --cpus-per-task={threads}
{memory}{time}#SBATCH --signal=B:TERM@120
#SBATCH --requeue
#SBATCH --output="{output}/task-%a.txt"
#SBATCH --open-mode=append

# On the signal, two minutes before the limit, the runs leave checkpoints; the task is queued again and goes on.
process=
signalled=
trap 'signalled=yes; if [ -n "$process" ]; then kill -TERM "$process"; fi' TERM
fanfare sweep run {quoted} --shard auto --threads {threads} --progress plain &
process=$!
if [ -n "$signalled" ]; then kill -TERM "$process"; fi  # it may come before the process has a number
wait "$process"
code=$?
while kill -0 "$process" 2>/dev/null; do wait "$process"; code=$?; done  # the signal ends a wait, not the process
# A shell may forget how a process ended that ended with the signal; a task that has nothing left to do ends at once.
if [ "$code" -eq 5 ] || [ -n "$signalled" ]; then
  trap '' TERM
  exec scontrol requeue "${{SLURM_ARRAY_JOB_ID}}_${{SLURM_ARRAY_TASK_ID}}"
fi
exit "$code"
)",
      fmt::arg("runs", plan.arms.size() * plan.replicates), fmt::arg("shards", plan.shards.size()),
      fmt::arg("folder", path), fmt::arg("output", replaced(path, '%', "%%")),
      fmt::arg("quoted", "'" + replaced(path, '\'', "'\\''") + "'"), fmt::arg("word", word),
      fmt::arg("last", plan.shards.size() - 1), fmt::arg("threads", threads),
      fmt::arg("memory", memory > 0
                             ? fmt::format("#SBATCH --mem={}M\n", static_cast<long>(std::ceil(memory / 1e6)))
                             : ""),
      fmt::arg("time", seconds > 0 ? fmt::format("#SBATCH --time={}\n", minutes) : ""));
}

}  // namespace fanfare
