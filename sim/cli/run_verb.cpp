// `fanfare run` and `fanfare resume`: a scenario or a study, over the ranks there are, and the last lines.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "sim/cli/compute_flags.h"
#include "sim/cli/near_path.h"
#include "sim/cli/outcome_text.h"
#include "sim/cli/verbs.h"
#include "sim/parallel.h"
#include "sim/scenario/locate.h"
#include "sim/stop.h"
#include "sim/study/crew.h"
#include "sim/study/load.h"
#include "sim/study/room.h"
#include "sim/study/single_run.h"
#include "sim/study/study_runner.h"
#include "sim/words/text.h"

namespace fanfare {
namespace {

struct RunFlags : ComputeFlags {
  std::string file;
};

bool is_results(const std::string& file) {
  return std::filesystem::is_directory(file) || file.ends_with(".h5") || file.ends_with(".partial");
}

// Why a folder has no run to go on with, and what to do instead.
std::string nothing_to_resume(const RunFolder& folder) {
  namespace fs = std::filesystem;
  if (fs::exists(folder.study_file()))
    return fmt::format("holds a study, which is gone on with by its own file: `fanfare resume {}`",
                       read_results(folder.study_file(), Unfinished::accept).provenance.entry_file);
  if (fs::exists(folder.parts()))
    return "holds a study that is not done, which is gone on with by its own file: "
           "`fanfare resume STUDY.yaml`";
  if (fs::exists(folder.effective()))
    return fmt::format(
        "was begun, but ended before its first checkpoint (nothing to go on with) start it again with "
        "`fanfare run SCENARIO --out {}`; --checkpoint-every makes checkpoints sooner",
        folder.root().string());
  return "holds no run (neither run.h5 nor a checkpoint) "
         "give the scenario or study that was run, or its folder";
}

// A results folder or file names its own scenario and folder.
Work work_from_results(const std::string& file, ComputeOptions& options, Problems& problems) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::is_directory(file) ? fs::path(file) : fs::path(file).parent_path();
  const RunFolder names(folder);
  if (!fs::exists(names.partial_file()) && !fs::exists(names.run_file()))
    throw InputError(fmt::format("{}: {}", file, nothing_to_resume(names)));
  const Results results = read_results(
      fs::exists(names.partial_file()) ? names.partial_file() : names.run_file(), Unfinished::accept);
  options.out = folder.empty() ? "." : folder.string();
  Work work;
  work.scenario = scenario_from_results(results, 0, options.sets, problems);
  return work;
}

Work load(const RunFlags& flags, ComputeOptions& options) {
  Problems problems;
  Work work = is_results(flags.file) && options.on_exists == OnExists::resume
                  ? work_from_results(flags.file, options, problems)
                  : load_work(flags.file, options, problems);
  if (!problems.empty())
    throw BadScenario{problems.render(), problems.size(), static_cast<ExitCode>(problems.exit_code())};
  return work;
}

std::string folder_of(const Work& work, const ComputeOptions& options) {
  return options.out.empty() ? "results/" + work.name() : options.out;
}

// `resume` of what never began is a mistake; `run --on-exists resume` is not.
void expect_something(const std::string& folder) {
  if (RunFolder(folder).occupied_by().empty())
    throw InputError(fmt::format(
        "{}: nothing to go on with (no checkpoint, no parts, no results) start with `fanfare run`", folder));
}

void say_plan(const Console& console, const Work& work, const ComputeOptions& options) {
  const std::string folder = folder_of(work, options);
  const RunParameters& run = work.scenario ? work.scenario->run : work.study->scenarios[0].run;
  const auto line = [&](const char* key, const Blanks& blanks) {
    return sentence(key, options.language, blanks) + "\n";
  };
  std::string text = line("run.plan", {{"name", work.name()},
                                       {"days", people_number(run.until)},
                                       {"ticks", fmt::format("{}", run.ticks_per_day())},
                                       {"seed", std::to_string(run.seed)}});
  if (work.study) {
    const std::size_t arms = work.study->scenarios.size(), replicates = work.study->replicates;
    const char* rows = work.study->study.factors.empty() ? "answer.arms" : "answer.points";
    text += line("run.plan_study", {{"arms", std::to_string(arms)},
                                    {"rows", label(rows, options.language)},
                                    {"replicates", std::to_string(replicates)},
                                    {"runs", std::to_string(arms * replicates)}});
    if (const std::size_t more = arms - work.study->rows(); more > 0)
      text += line("run.plan_variations", {{"arms", std::to_string(arms)}, {"more", std::to_string(more)}});
  }
  const auto there = RunFolder(folder).occupied_by();
  text += line(there.empty() ? "run.would_write" : "run.would_write_over",
               {{"folder", folder}, {"there", there.string()}});
  if (console.json())
    console.answer(
        nlohmann::ordered_json{{"status", "dry run"}, {"name", work.name()}, {"folder", folder}}.dump(
            2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) +
        "\n");
  else
    console.say(text + line("run.dry", {}));
}

// A model that can't be built is the scenario's mistake: it is shown at its place.
Outcome compute(Work& work, const RunContext& context) {
  if (!work.scenario) return run_study(*work.study, context);
  try {
    return run_scenario(*work.scenario, context);
  } catch (const ScenarioError& error) {
    const Problems problems = all_located(*work.scenario, error);
    throw BadScenario{problems.render(), problems.size(), ExitCode::scenario};
  }
}

// Over several ranks each holds its share, on machines that this one knows nothing of.
void expect_room_for(const Work& work, const ComputeOptions& options, int ranks) {
  if (ranks > 1) return;
  if (work.scenario) return expect_room(*work.scenario, 1);
  const std::size_t runs = work.study->scenarios.size() * work.study->replicates;
  const int threads = options.threads > 0 ? options.threads : default_threads();
  for (const Scenario& scenario : work.study->scenarios)
    expect_room(scenario, crew_for(runs, threads).workers);
}

// One rank of the invocation. Rank 0 speaks.
ExitCode work_on_rank(const Call& call, const RunFlags& flags, ComputeOptions options, Comm& comm) {
  Work work = load(flags, options);
  if (comm.is_root()) expect_room_for(work, options, comm.size());
  if (flags.dry_run) {
    if (comm.is_root()) say_plan(call.console, work, options);
    return ExitCode::ok;
  }
  const bool root = comm.is_root();
  const std::unique_ptr<ProgressSink> sink =
      root ? sink_of(flags, call.console) : std::make_unique<NoProgress>();
  const Outcome outcome = compute(work, {options, comm, *sink, verbosity_of(flags)});
  if (root) say_outcome(call.console, outcome, options.language);
  return outcome.code;
}

ExitCode in_process(const Call& call, const RunFlags& flags, const ComputeOptions& options) {
  std::vector<ExitCode> codes(static_cast<std::size_t>(flags.ranks));
  run_ranks(flags.ranks, [&](Comm& comm) {
    codes[static_cast<std::size_t>(comm.rank())] = work_on_rank(call, flags, options, comm);
  });
  return codes[0];
}

// A process of mpirun that fails ends the others. What all ranks see (a bad scenario) rank 0 says first.
ExitCode in_world(const Call& call, const RunFlags& flags, const ComputeOptions& options) {
  const auto comm = world_comm(call.argc, call.argv);
  if (comm->size() == 1) return work_on_rank(call, flags, options, *comm);
  try {
    return work_on_rank(call, flags, options, *comm);
  } catch (...) {
    if (!comm->is_root()) std::this_thread::sleep_for(std::chrono::seconds(1));
    const ExitCode code = report(call.console, std::current_exception());
    comm->abort(static_cast<int>(code));
    return code;
  }
}

ExitCode run_verb(const Call& call, const RunFlags& flags, bool resume) {
  set_console(call.console, flags);
  expect_path(flags.file, resume ? Sought::either : Sought::scenario);
  ComputeOptions options = options_of(flags, call.command_line());
  options.width = call.console.width();
  watch_signals();
  start_clock(flags);
  if (resume) {
    options.on_exists = OnExists::resume;
    if (!is_results(flags.file)) {
      ComputeOptions copy = options;
      expect_something(folder_of(load(flags, copy), copy));
    }
  }
  return flags.ranks > 0 ? in_process(call, flags, options) : in_world(call, flags, options);
}

struct VerbText {
  std::string name, help, example, file;
};

void add(CommandLine& line, const VerbText& text, bool resume) {
  const auto flags = std::make_shared<RunFlags>();
  Flags verb = line.verb(text.name, text.help, text.example,
                         [flags, resume](const Call& call) { return run_verb(call, *flags, resume); });
  verb.word("FILE", flags->file, text.file);
  add_compute_flags(verb, *flags, resume ? OnExistsFlag::fixed : OnExistsFlag::offered);
}

}  // namespace

void add_run(CommandLine& line) {
  add(line,
      {"run", "Run a scenario or a study", "fanfare run scenarios/tiny.yaml --until 30d --threads 2",
       "A scenario or study (YAML)"},
      false);
}

void add_resume(CommandLine& line) {
  add(line,
      {"resume", "Go on from the last checkpoint, or with the runs of a study that are left",
       "fanfare resume my-first-study/study.yaml",
       "The scenario or study that was run, or the results folder of a run"},
      true);
}

}  // namespace fanfare
