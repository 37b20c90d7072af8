// A study file out, its results in.
#include "sim/study/wave.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "sim/judge/measure.h"
#include "sim/results/atomic_file.h"
#include "sim/scenario/yaml_text.h"
#include "sim/study/load.h"
#include "sim/study/study_runner.h"

namespace fanfare {
namespace fs = std::filesystem;
namespace {

std::string relative_to(const std::string& file, const fs::path& folder) {
  if (fs::path(file).is_absolute()) return file;
  const fs::path there = fs::absolute(file).lexically_normal();
  return there.lexically_relative(fs::absolute(folder).lexically_normal()).string();
}

void expect_no_mistakes(const Problems& problems) {
  if (!problems.empty()) throw ScenarioError(problems.render());
}

PlannedStudy plan_of(const fs::path& folder, const ComputeOptions& options) {
  Problems problems;
  PlannedStudy plan = plan_study(wave_file(folder).string(), options, problems);
  if (problems.empty()) check_measures(plan, problems);
  expect_no_mistakes(problems);
  return plan;
}

bool has_seeds(const fs::path& folder) {
  return read_file(wave_file(folder)).find("\n  run.seed: [") != std::string::npos;
}

}  // namespace

fs::path wave_file(const fs::path& folder) { return folder / "study.yaml"; }

std::string written_number(double value, int digits) {
  std::string text = fmt::format("{:.{}g}", value, digits);
  if (text.find('e') == std::string::npos) return text;
  const int decimals = std::max(0, digits - 1 - static_cast<int>(std::floor(std::log10(std::abs(value)))));
  return std::abs(value) < 1e15 && decimals < 15 ? fmt::format("{:.{}f}", value, decimals) : text;
}

std::string wave_yaml(const Wave& wave, const fs::path& folder) {
  std::string text = fmt::format("schema: 1\nkind: study\nname: {}\n", yaml_scalar(wave.name));
  if (!wave.question.empty()) text += fmt::format("question: {}\n", yaml_scalar(wave.question));
  text += fmt::format("scenario: {}\ndesign: list\n", yaml_scalar(relative_to(wave.scenario, folder)));
  text += fmt::format("replicates: {}\n", wave.replicates);
  if (!wave.measures.empty()) text += fmt::format("measure: [{}]\n", fmt::join(wave.measures, ", "));
  text += wave.more + "factors:\n";
  for (std::size_t c = 0; c < wave.paths.size(); ++c) {
    text += fmt::format("  {}: [", yaml_scalar(wave.paths[c]));
    for (std::size_t p = 0; p < wave.points.size(); ++p) text += (p == 0 ? "" : ", ") + wave.points[p].at(c);
    text += "]\n";
  }
  if (!wave.seeds.empty()) text += fmt::format("  run.seed: [{}]\n", fmt::join(wave.seeds, ", "));
  return text;
}

void write_wave(const fs::path& folder, const Wave& wave) {
  const std::string text = wave_yaml(wave, folder);
  if (!fs::exists(wave_file(folder)) || read_file(wave_file(folder)) != text)
    write_file(wave_file(folder), text);
}

std::vector<std::vector<std::string>> wave_points(const fs::path& folder, const std::vector<SetOption>& sets,
                                                  Problems& problems) {
  std::vector<std::vector<std::string>> points;
  if (!fs::exists(wave_file(folder))) return points;
  for (const Arm& arm : load_study(wave_file(folder).string(), sets, problems).arms)
    points.push_back(arm.levels);
  return points;
}

bool wave_stands(const fs::path& folder, const PlannedStudy& plan) {
  const RunFolder names(folder);
  std::error_code ignored;
  if (!fs::exists(names.study_file(), ignored)) return false;
  try {
    const Results there = read_results(names.study_file(), Unfinished::accept);
    return there.provenance.scenario_digest == plan.digest() && there.replicates == plan.replicates &&
           there.provenance.version == program_provenance().version &&
           std::all_of(there.runs.begin(), there.runs.end(), [](const StudyRun& run) {
             return run.state == RunState::complete || run.state == RunState::failed;
           });
  } catch (const InputError&) {
    return false;  // damaged: run again
  }
}

WaveRuns run_wave(const fs::path& folder, const RunContext& context, WhenLeft when_left) {
  ComputeOptions options = context.options;
  options.out = folder.string();
  options.on_exists = OnExists::resume;
  options.replicates.reset();
  if (has_seeds(folder))
    std::erase_if(options.sets, [](const SetOption& set) { return set.path == "run.seed"; });
  PlannedStudy plan = plan_of(folder, options);
  WaveRuns runs;
  runs.spec = &plan.report();
  runs.stood = wave_stands(folder, plan);
  if (runs.stood)
    runs.outcome.status = "complete";
  else if (when_left == WhenLeft::run)
    runs.outcome = run_study(plan, {options, context.comm, context.sink, context.verbosity});
  if (fs::exists(RunFolder(folder).study_file()) && !runs.outcome.status.empty() && !runs.stopped())
    runs.results = read_results(RunFolder(folder).study_file(), Unfinished::accept, Trust::own);
  return runs;
}

std::vector<std::vector<double>> wave_values(const WaveRuns& runs, const WaveMeasure& wanted) {
  const std::optional<double> day = std::isnan(wanted.day) ? std::nullopt : std::optional(wanted.day);
  const std::vector<Measure> all = measures_of(runs.results.data, wanted.name, *runs.spec, day);
  std::string labels;
  for (const Measure& m : all) {
    if (m.label == wanted.label || (wanted.label.empty() && all.size() == 1)) return m.values;
    labels += (labels.empty() ? "" : ", ") + m.label;
  }
  throw InputError(fmt::format("{}: '{}' has no label '{}' there are {}", runs.results.path.string(),
                               wanted.name, wanted.label, labels));
}

std::vector<std::string> wave_failures(const WaveRuns& runs) {
  std::vector<std::string> failures;
  for (std::size_t row = 0; row < runs.results.arms.size(); ++row) {
    std::string reason;
    bool any = false;
    for (const StudyRun& run : runs.results.runs) {
      if (run.row != row) continue;
      any = any || run.state == RunState::complete;
      if (reason.empty()) reason = run.reason;
    }
    if (!any) failures.push_back(fmt::format("{} ({})", runs.results.arms[row], reason));
  }
  return failures;
}

}  // namespace fanfare
