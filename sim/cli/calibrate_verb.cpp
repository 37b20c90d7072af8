// `fanfare calibrate`: which parameters fit what was observed, and what the data leave open.
#include <fmt/format.h>

#include <chrono>
#include <filesystem>

#include "sim/calibrate/calibrate.h"
#include "sim/cli/compute_flags.h"
#include "sim/cli/near_path.h"
#include "sim/cli/outcome_text.h"
#include "sim/cli/verbs.h"
#include "sim/results/atomic_file.h"
#include "sim/stop.h"

namespace fanfare {
namespace fs = std::filesystem;
namespace {

struct CalibrateFlags : ComputeFlags {
  std::string file;
  std::uint32_t recover = 0;
  bool plan_only = false;
};

std::string line(const CalibrateFlags& f, const char* key, const Blanks& blanks) {
  return sentence(key, language_of(f), blanks) + "\n";
}

Calibration load(const CalibrateFlags& f, const ComputeOptions& options) {
  if (!is_calibration(f.file))
    throw UsageError(
        fmt::format("{}: observes nothing (a study to calibrate has observed:, values that runs are to meet) "
                    "see docs/experiments.md, Calibration",
                    f.file));
  Problems problems;
  Calibration study = load_calibration(f.file, options.sets, options.replicates.value_or(0), problems);
  if (problems.empty()) first_wave(study, options.sets, problems);
  if (!problems.empty())
    throw BadScenario{problems.render(), problems.size(), static_cast<ExitCode>(problems.exit_code())};
  return study;
}

// What an earlier calibration left, removed; nothing else in the folder.
void begin_anew(const fs::path& folder) {
  std::error_code ignored;
  std::vector<fs::path> old;
  for (fs::directory_iterator at(folder, ignored), end; !ignored && at != end; at.increment(ignored)) {
    const std::string name = at->path().filename().string();
    if (name.starts_with("wave-") || name.starts_with("try-") || name == "truth" ||
        name == "calibration.yaml")
      old.push_back(at->path());
  }
  for (const fs::path& path : old) fs::remove_all(path, ignored);
}

// What stands is taken, so it is not in the way; another calibration's folder is.
void expect_own(const fs::path& folder) {
  if (fs::exists(folder / "study.h5") || fs::exists(folder / "run.h5"))
    throw InputError(fmt::format(
        "{}: holds other results (nothing is overwritten unasked) choose another folder with --out",
        folder.string()));
}

Outcome outcome_of(const Calibrated& c, const CalibrateFlags& f, double seconds) {
  Outcome o;
  o.name = c.study.name;
  o.runs = o.runs_done = c.runs;
  o.wall_seconds = seconds;
  const Language language = language_of(f);
  if (!c.planned.empty()) {
    o.status = "complete";
    o.notes.push_back(
        sentence("calibrate.planned", language,
                 {{"wave", std::to_string(c.matched.waves.size() + 1)}, {"folder", c.planned.string()}}));
    o.files.push_back(wave_file(c.planned).string());
    return o;
  }
  if (c.matched.end == Matched::End::stopped) {
    o.status = "stopped";
    o.code = ExitCode::stopped;
    o.next = fmt::format("fanfare calibrate {} --out {}", f.file, c.folder.string());
    return o;
  }
  o.files = write_calibration(c, language);
  o.summary = calibration_text(c, kFileWidth, language);
  o.status = c.posterior.points.empty() ? "failed" : "complete";
  o.code = c.posterior.points.empty() ? ExitCode::scenario : ExitCode::ok;
  for (std::size_t k = 0; k < c.parameters.size(); ++k)
    o.headlines.push_back({c.study.parameters[k].name, c.parameters[k].fitted, ""});
  if (!c.posterior.points.empty())
    o.next = fmt::format("fanfare run {}", (c.folder / "posterior.yaml").string());
  return o;
}

Outcome outcome_of(const Recovery& recovery, const Calibration& study, const CalibrateFlags& f,
                   const fs::path& folder, double seconds) {
  Outcome o;
  o.name = study.name;
  o.wall_seconds = seconds;
  o.status = recovery.stopped ? "stopped" : "complete";
  o.code = recovery.stopped ? ExitCode::stopped : ExitCode::ok;
  if (recovery.stopped) {
    o.next = fmt::format("fanfare calibrate {} --recover {} --out {}", f.file, f.recover, folder.string());
    return o;
  }
  o.summary = recovery_text(study, recovery, language_of(f));
  write_file(folder / "recovery.csv", recovery_csv(study, recovery));
  o.files.push_back((folder / "recovery.csv").string());
  return o;
}

ExitCode calibrate_verb(const Call& call, const CalibrateFlags& f) {
  set_console(call.console, f);
  expect_path(f.file, Sought::scenario);
  const ComputeOptions options = options_of(f, call.command_line());
  const Calibration study = load(f, options);
  const fs::path folder = f.out.empty() ? fs::path("results") / study.name : fs::path(f.out);
  const Language language = language_of(f);
  call.console.say(line(f, "calibrate.plan",
                        {{"factors", std::to_string(study.parameters.size())},
                         {"targets", std::to_string(study.targets.size())},
                         {"waves", std::to_string(study.match.waves)},
                         {"points", std::to_string(study.match.points_of_a_wave())},
                         {"replicates", std::to_string(study.replicates)}}));
  if (f.dry_run) return ExitCode::ok;
  expect_own(folder);
  if (options.on_exists == OnExists::replace) begin_anew(folder);
  watch_signals();
  start_clock(f);
  const auto start = std::chrono::steady_clock::now();
  const auto comm = local_comm();
  CalibrationJob job{options,         *comm,  [&] { return sink_of(f, call.console); },
                     verbosity_of(f), folder, folder / "wave-01",
                     f.plan_only};
  job.after_wave = [&](std::size_t wave, const WaveRuns& runs) {
    call.console.say(line(f, "calibrate.wave",
                          {{"wave", std::to_string(wave + 1)},
                           {"waves", std::to_string(study.match.waves)},
                           {"points", std::to_string(runs.results.arms.size())},
                           {"replicates", std::to_string(runs.results.replicates)},
                           {"stood", label(runs.stood ? "calibrate.stood" : "calibrate.ran", language)}}));
    flush_output();
  };
  const auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  Outcome outcome;
  if (f.recover > 0) {
    const Recovery recovery = recover(study, job, f.recover);
    outcome = outcome_of(recovery, study, f, folder, seconds());
  } else {
    const Calibrated calibrated = calibrate(study, job);
    outcome = outcome_of(calibrated, f, seconds());
  }
  say_outcome(call.console, outcome, language);
  return outcome.code;
}

}  // namespace

void add_calibrate(CommandLine& line) {
  const auto flags = std::make_shared<CalibrateFlags>();
  Flags verb =
      line.verb("calibrate", "Find the parameters that fit what was observed, and what the data leave open",
                "fanfare calibrate scenarios/calibration/tiny_fit.yaml --out fit",
                [flags](const Call& call) { return calibrate_verb(call, *flags); });
  verb.word("STUDY", flags->file, "A study with factors and observed values (YAML)")
      .toggle(
          "--plan-only", flags->plan_only,
          "Write the next wave's study and run nothing: for `fanfare sweep`; call again when it is collected")
      .number("--recover", flags->recover, "Instead: so many tries on data simulated from known parameters",
              1, 1'000);
  add_compute_flags(verb, *flags, OnExistsFlag::offered);
}

}  // namespace fanfare
