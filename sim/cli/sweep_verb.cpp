// `fanfare sweep`: a study dealt out to shards for a cluster, computed by any processes, put together again.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "sim/cli/compute_flags.h"
#include "sim/cli/near_path.h"
#include "sim/cli/outcome_text.h"
#include "sim/cli/verbs.h"
#include "sim/parallel.h"
#include "sim/results/atomic_file.h"
#include "sim/stop.h"
#include "sim/study/crew.h"
#include "sim/study/estimate.h"
#include "sim/study/load.h"
#include "sim/study/room.h"
#include "sim/sweep/shard.h"
#include "sim/sweep/sweep_state.h"
#include "sim/words/text.h"

namespace fanfare {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::ordered_json;

struct SweepFlags : ComputeFlags {
  std::string file;  // a study, or the folder of a plan
  std::string shard;
  std::uint32_t shards = 0;
  double shard_hours = 0;
  bool slurm = false;
};

std::string line(const SweepFlags& f, const char* key, const Blanks& blanks) {
  return sentence(key, language_of(f), blanks) + "\n";
}

void expect_none(const Problems& problems) {
  if (!problems.empty())
    throw BadScenario{problems.render(), problems.size(), static_cast<ExitCode>(problems.exit_code())};
}

// --- plan -------------------------------------------------------------------------------------------------

PlannedStudy study_to_plan(const SweepFlags& f, const ComputeOptions& options) {
  Problems problems;
  Work work = load_work(f.file, options, problems);
  expect_none(problems);
  if (!work.study)
    throw UsageError(
        fmt::format("{}: is one scenario (a sweep has many runs) add --replicates, or give a study", f.file));
  return std::move(*work.study);
}

struct Takes {
  double seconds = 0, bytes = 0;  // of a shard on its threads; 0: not known
};

// The dearest arm stands for all.
Takes takes_of(const PlannedStudy& study, std::size_t runs, int threads) {
  const Scenario* dearest = &study.scenarios[0];
  for (const Scenario& scenario : study.scenarios)
    if (bytes_by_formula(scenario) > bytes_by_formula(*dearest)) dearest = &scenario;
  const std::optional<Estimate> one = estimate(*dearest);
  if (!one || std::isnan(one->seconds)) return {};
  const Crew crew = crew_for(runs, threads);
  const double rounds = std::ceil(static_cast<double>(runs) / crew.workers);
  return {one->seconds * rounds / crew.threads_each, one->peak_bytes * crew.workers};
}

std::size_t shards_of(const SweepFlags& f, const PlannedStudy& study, int threads) {
  const std::size_t runs = study.scenarios.size() * study.replicates;
  if (f.shards > 0 && f.shard_hours > 0) throw UsageError("--shards and --shard-hours: give one of them");
  if (f.shards > 0) return f.shards;
  if (!(f.shard_hours > 0)) return std::min<std::size_t>(runs, 8);
  const Takes all = takes_of(study, runs, threads);
  if (!(all.seconds > 0))
    throw InputError("--shard-hours: how long a run takes can't be estimated here; give --shards instead");
  return std::clamp<std::size_t>(static_cast<std::size_t>(std::ceil(all.seconds / (3600 * f.shard_hours))), 1,
                                 runs);
}

void expect_no_plan(const fs::path& folder) {
  if (fs::exists(sweep_file(folder)))
    throw InputError(sweep_file(folder).string() +
                     ": exists (a sweep was planned here) choose another folder with --out, or go on with "
                     "`fanfare sweep status " +
                     folder.string() + "`");
}

// What a task asks of the cluster: a half more than is expected, so that few are stopped.
void write_script(const fs::path& folder, const SweepPlan& plan, const PlannedStudy& study,
                  const Takes& takes, int threads) {
  constexpr double kMargin = 1.5;
  write_file(folder / "sweep.sbatch", slurm_script(plan, study.study.name, folder, threads,
                                                   kMargin * takes.bytes, kMargin * takes.seconds));
}

ExitCode plan_sweep(const Call& call, const SweepFlags& f) {
  expect_path(f.file, Sought::scenario);
  ComputeOptions options = options_of(f, call.command_line());
  const int threads = options.threads > 0 ? options.threads : default_threads();
  const PlannedStudy study = study_to_plan(f, options);
  const fs::path folder =
      f.out.empty() ? fs::path("results") / (study.study.name + ".sweep") : fs::path(f.out);
  expect_no_plan(folder);
  const SweepPlan plan = make_sweep(study, options, shards_of(f, study, threads), folder);
  const auto [least, most] = std::minmax_element(plan.shards.begin(), plan.shards.end());
  const Takes takes = takes_of(study, *most, threads);
  write_sweep(folder, plan);
  if (f.slurm) write_script(folder, plan, study, takes, threads);
  const std::string next = f.slurm ? fmt::format("sbatch {}/sweep.sbatch", folder.string())
                                   : fmt::format("fanfare sweep run {} --shard 0", folder.string());
  if (call.console.json())
    call.console.answer(Json{{"folder", folder.string()},
                             {"runs", study.scenarios.size() * study.replicates},
                             {"shards", plan.shards},
                             {"next", next}}
                            .dump(2) +
                        "\n");
  std::string text = line(f, "sweep.planned",
                          {{"runs", std::to_string(study.scenarios.size() * study.replicates)},
                           {"shards", std::to_string(plan.shards.size())},
                           {"least", std::to_string(*least)},
                           {"most", std::to_string(*most)}});
  if (takes.seconds > 0)
    text += line(f, "sweep.takes",
                 {{"time", people_duration_in(language_of(f), takes.seconds)},
                  {"threads", std::to_string(threads)},
                  {"memory", people_bytes(takes.bytes)}});
  text += "  " + sweep_file(folder).string() + "\n";
  if (f.slurm) text += "  " + (folder / "sweep.sbatch").string() + "\n";
  call.console.say(text + line(f, "sweep.next", {{"command", next}}));
  return ExitCode::ok;
}

// --- run --------------------------------------------------------------------------------------------------

struct OpenSweep {
  fs::path folder;
  SweepPlan plan;
  PlannedStudy study;
};

OpenSweep open(const SweepFlags& f) {
  OpenSweep sweep{f.file, read_sweep(f.file), {}};
  Problems problems;
  sweep.study = open_sweep(sweep.folder, sweep.plan, problems);
  expect_none(problems);
  return sweep;
}

ExitCode run_one(const Call& call, const SweepFlags& f, OpenSweep& sweep, std::size_t shard,
                 const ComputeOptions& options) {
  const auto comm = local_comm();
  const std::unique_ptr<ProgressSink> sink = sink_of(f, call.console);
  Outcome outcome =
      run_shard(sweep.folder, sweep.plan, sweep.study, shard, {options, *comm, *sink, verbosity_of(f)});
  if (outcome.status != "stopped") outcome.files = {shard_file(sweep.folder, shard).string()};
  // Resumed by the sweep, not by the study's own file.
  if (outcome.status == "stopped" && !outcome.notes.empty())
    outcome.notes.back() =
        sentence("run.stopped_runs", options.language,
                 {{"reason", stop_reason()},
                  {"done", std::to_string(outcome.runs_done)},
                  {"runs", std::to_string(outcome.runs)},
                  {"command", fmt::format("fanfare sweep run {} --shard {}", f.file, shard)}});
  say_outcome(call.console, outcome, options.language);
  return outcome.code;
}

// One shard after the other that nobody else has, until none is left.
ExitCode run_any(const Call& call, const SweepFlags& f, OpenSweep& sweep, const ComputeOptions& options) {
  ExitCode worst = ExitCode::ok;
  for (std::size_t k = 0; k < sweep.plan.shards.size() && !stop_asked(); ++k) {
    if (fs::exists(shard_file(sweep.folder, k))) continue;
    try {
      worst = std::max(worst, run_one(call, f, sweep, k, options));
    } catch (const FolderInUse&) {
      // Somebody else has it.
    }
  }
  return worst;
}

std::size_t shard_named(const SweepFlags& f, const SweepPlan& plan) {
  std::size_t shard = plan.shards.size();
  if (f.shard.find_first_not_of("0123456789") == std::string::npos && !f.shard.empty() && f.shard.size() < 10)
    shard = std::stoul(f.shard);
  if (shard >= plan.shards.size())
    throw UsageError(fmt::format("--shard {}: is none (shards are 0 to {}) or give `auto` or `any`", f.shard,
                                 plan.shards.size() - 1));
  return shard;
}

ExitCode run_sweep(const Call& call, const SweepFlags& f) {
  ComputeOptions options = options_of(f, call.command_line());
  options.width = call.console.width();
  watch_signals();
  start_clock(f);
  OpenSweep sweep = open(f);
  if (f.shard == "any") return run_any(call, f, sweep, options);
  if (f.shard != "auto") return run_one(call, f, sweep, shard_named(f, sweep.plan), options);
  const std::optional<GivenShard> given = given_shard(this_environment());
  if (!given)
    throw UsageError(
        "--shard auto: no batch system gave this process a number (none of SLURM_ARRAY_TASK_ID, "
        "PBS_ARRAY_INDEX, LSB_JOBINDEX, SGE_TASK_ID, FLUX_JOB_CC, nor an MPI rank, is set) give the "
        "shard's number, or `any`");
  if (!given->shard) return run_any(call, f, sweep, options);
  if (*given->shard >= sweep.plan.shards.size())
    throw UsageError(
        fmt::format("{}: task {} has no shard (there are {}) let the array have as many tasks as the "
                    "plan has shards",
                    given->variable, *given->shard, sweep.plan.shards.size()));
  call.console.note(sentence("sweep.given", options.language,
                             {{"shard", std::to_string(*given->shard)},
                              {"all", std::to_string(sweep.plan.shards.size())},
                              {"variable", given->variable}}));
  return run_one(call, f, sweep, *given->shard, options);
}

// --- status, retry, collect
// -----------------------------------------------------------------------------------

Json json_of(const std::vector<ShardState>& states) {
  Json shards = Json::array();
  for (const ShardState& s : states)
    shards.push_back({{"shard", s.shard},
                      {"state", to_string(s.is)},
                      {"runs", s.runs},
                      {"ended", s.done},
                      {"failed", s.failed},
                      {"host", s.host},
                      {"reason", s.reason}});
  return {{"shards", shards}};
}

std::string word_of(const SweepFlags& f, ShardIs is) {
  const std::string word = to_string(is);
  return sentence("sweep." + (word == "done" ? "is_done" : word), language_of(f), {});
}

std::string table_of(const SweepFlags& f, const std::vector<ShardState>& states) {
  std::vector<std::string> headings;
  for (const char* word :
       {"sweep.shard", "sweep.state", "sweep.runs", "sweep.ended", "sweep.failed", "sweep.host"})
    headings.push_back(sentence(word, language_of(f), {}));
  Table table(headings);
  constexpr std::size_t kMostLines = 40;
  std::size_t lines = 0;
  for (const ShardState& s : states) {
    if (s.is == ShardIs::done && s.failed == 0 && states.size() > kMostLines) continue;  // what needs no look
    if (lines++ < kMostLines)
      table.add({std::to_string(s.shard), word_of(f, s.is), std::to_string(s.runs), std::to_string(s.done),
                 std::to_string(s.failed), s.host});
  }
  return table.empty() ? "" : table.render() + (lines > kMostLines ? "  …\n" : "");
}

std::string what_next(const std::string& folder, const std::vector<ShardState>& states) {
  const auto count = [&](auto is_so) { return std::count_if(states.begin(), states.end(), is_so); };
  const auto bad = count([](const ShardState& s) {
    return s.is == ShardIs::interrupted || s.is == ShardIs::damaged || s.failed > 0;
  });
  if (bad > 0) return "fanfare sweep retry " + folder;
  if (count([](const ShardState& s) { return s.is != ShardIs::done; }) == 0)
    return "fanfare sweep collect " + folder;
  return count([](const ShardState& s) { return s.is == ShardIs::waiting; }) > 0
             ? "fanfare sweep run " + folder + " --shard any"
             : "fanfare sweep status " + folder;
}

ExitCode show_status(const Call& call, const SweepFlags& f) {
  const SweepPlan plan = read_sweep(f.file);
  const std::vector<ShardState> states = look_at_shards(f.file, plan);
  std::size_t runs = 0, done = 0, failed = 0, whole = 0;
  for (const ShardState& s : states) {
    runs += s.runs, done += s.done, failed += s.failed;
    whole += s.is == ShardIs::done ? 1 : 0;
    if (s.is == ShardIs::damaged) call.console.note(s.reason);
  }
  if (call.console.json()) {
    call.console.answer(json_of(states).dump(2) + "\n");
    return ExitCode::ok;
  }
  call.console.say(table_of(f, states) +
                   line(f, "sweep.done",
                        {{"done", std::to_string(done)},
                         {"runs", std::to_string(runs)},
                         {"failed", std::to_string(failed)},
                         {"shards", std::to_string(whole)},
                         {"all", std::to_string(states.size())}}) +
                   line(f, "sweep.next", {{"command", what_next(f.file, states)}}));
  return ExitCode::ok;
}

ExitCode retry(const Call& call, const SweepFlags& f) {
  OpenSweep sweep = open(f);
  const std::vector<std::size_t> left = give_again(sweep.folder, sweep.plan, sweep.study);
  const std::string numbers = ranges_of(left);
  if (call.console.json()) call.console.answer(Json{{"shards", left}}.dump(2) + "\n");
  if (left.empty()) {
    call.console.say(line(f, "sweep.none_left", {}));
    return ExitCode::ok;
  }
  const bool has_script = fs::exists(sweep.folder / "sweep.sbatch");
  const std::string command = has_script ? fmt::format("sbatch --array={} {}/sweep.sbatch", numbers, f.file)
                                         : fmt::format("fanfare sweep run {} --shard any", f.file);
  call.console.say(line(f, "sweep.left", {{"shards", numbers}}) +
                   line(f, "sweep.next", {{"command", command}}));
  return ExitCode::ok;
}

ExitCode collect(const Call& call, const SweepFlags& f) {
  ComputeOptions options = options_of(f, call.command_line());
  options.width = call.console.width();
  OpenSweep sweep = open(f);
  const auto comm = local_comm();
  NoProgress silent;
  const Outcome outcome =
      collect_sweep(sweep.folder, sweep.plan, sweep.study, {options, *comm, silent, verbosity_of(f)});
  say_outcome(call.console, outcome, options.language);
  return outcome.code;
}

ExitCode sweep(const Call& call, const SweepFlags& f) {
  set_console(call.console, f);
  if (call.action == "plan") return plan_sweep(call, f);
  if (call.action == "run") return run_sweep(call, f);
  if (call.action == "status") return show_status(call, f);
  if (call.action == "retry") return retry(call, f);
  return collect(call, f);
}

void add_on_exists(Flags flags, SweepFlags& f) {
  flags.choice("--on-exists", "WHAT", f.on_exists,
               "If results are there already: fail (default), replace or resume",
               {"fail", "replace", "resume"});
}

}  // namespace

void add_sweep(CommandLine& commands) {
  const auto typed = std::make_shared<SweepFlags>();
  Flags verb = commands.verb("sweep", "Compute a study in shards, on a cluster or several machines",
                             "fanfare sweep plan my-first-study/study.yaml -o sweep --shards 7",
                             [typed](const Call& call) { return sweep(call, *typed); });
  Flags plan = verb.action("plan", "Deal the runs of a study out to shards",
                           "fanfare sweep plan my-first-study/study.yaml -o sweep --shards 7 --slurm");
  plan.word("FILE", typed->file, "A study (YAML), or a scenario with --replicates")
      .text("-o,--out", "DIR", typed->out,
            "Folder for the plan and its shards (default: results/<name>.sweep)")
      .number("--shards", typed->shards, "Shards (default 8, or as many as there are runs)", 1U, 1'000'000U)
      .number("--shard-hours", typed->shard_hours, "Hours that a shard may take, instead of --shards", 0.01,
              1e4)
      .toggle("--slurm", typed->slurm, "Write sweep.sbatch, an array of Slurm, beside the plan");
  add_value_flags(plan, *typed);
  Flags run = verb.action("run", "Compute a shard; begun ones go on where they were stopped",
                          "fanfare sweep run sweep --shard auto --threads 2");
  run.word("DIR", typed->file, "The folder of the plan")
      .required_text(
          "--shard", "N", typed->shard,
          "Its number from 0; auto: as the batch system or mpirun says; any: whatever is free, until none is")
      .text("--checkpoint-every", "DAYS", typed->checkpoint_every,
            "Simulated days between checkpoints of a run, e.g. 5d (default: only when stopped)")
      .text("--max-wall", "TIME", typed->max_wall,
            "Stop after this time with checkpoints, e.g. 90 s, 30 min, 2 h")
      .choice("--fail", "WHEN", typed->fail, "When a run fails: fast, end (default) or never",
              {"fast", "end", "never"})
      .toggle("-v,--verbose", typed->verbose, "Show the log while running");
  add_progress(run, *typed);
  Flags status = verb.action("status", "What has become of the shards", "fanfare sweep status sweep");
  Flags again = verb.action("retry", "Make what failed, died or was damaged ready to be computed again",
                            "fanfare sweep retry sweep");
  Flags together = verb.action("collect", "Put the study together, of all that is there",
                               "fanfare sweep collect sweep -o results/study");
  for (Flags* action : {&status, &again, &together})
    action->word("DIR", typed->file, "The folder of the plan");
  together.text("-o,--out", "DIR", typed->out, "Folder for the study (default: results/<name>)");
  add_on_exists(together, *typed);
  for (Flags* action : {&plan, &run}) add_threads(*action, *typed);
  for (Flags* action : {&plan, &run, &status, &again, &together}) {
    add_language(*action, *typed);
    add_show_flags(*action, *typed);
  }
}

}  // namespace fanfare
