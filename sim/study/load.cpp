// From files to work; nothing is run.
#include "sim/study/load.h"

#include <fmt/format.h>

#include <algorithm>

#include "fanfare/expects.h"
#include "sim/scenario/nearest.h"
#include "sim/study/declared.h"
#include "sim/study/incremental.h"

namespace fanfare {
namespace {

// A scenario run several times: a study whose one arm is the scenario as it stands.
PlannedStudy study_of(Scenario scenario, std::uint32_t replicates) {
  PlannedStudy plan;
  plan.study.path = plan.study.scenario = scenario.path;
  plan.study.name = scenario.name;
  plan.study.question = scenario.question;
  plan.study.arms.push_back({scenario.name, {}, {}, {}, true});
  plan.study.replicates = replicates;
  plan.study.sources = scenario.sources;
  plan.replicates = replicates;
  plan.scenarios.push_back(std::move(scenario));
  return plan;
}

// Incremental ones only where there is a baseline to be against.
std::vector<std::string> names_of(const Dataset& declared, bool has_baseline) {
  std::vector<std::string> names;
  for (const Variable& v : declared.variables) names.push_back(v.name);
  if (!has_baseline) return names;
  for (const IncrementalMeasure& m : incremental_measures()) {
    const auto has = [&](std::string_view need) { return declared.variable(need) != nullptr; };
    if (std::all_of(m.needs.begin(), m.needs.end(), has)) names.emplace_back(m.name);
  }
  return names;
}

bool is_incremental(const std::string& name) {
  const auto& all = incremental_measures();
  return std::any_of(all.begin(), all.end(), [&](const IncrementalMeasure& m) { return m.name == name; });
}

// Selectors may find nobody in a very small world.
std::optional<Dataset> declared_by(const Scenario& scenario) {
  for (const std::uint32_t accounts : {2'000U, 50'000U, 200'000U})
    if (std::optional<BuiltModel> world = build_small(scenario, accounts)) return world->declared();
  return std::nullopt;
}

// Measures that are held against published values, at their places.
void check_expected(const Validation& validation, const std::vector<std::string>& known, Problems& problems) {
  for (std::size_t i = 0; i < validation.expect.size(); ++i) {
    const Expectation& e = validation.expect[i];
    if (std::find(known.begin(), known.end(), e.measure) == known.end())
      problems.add(e.measure_mark, fmt::format("validation.expect[{}].measure", i),
                   fmt::format("the runs have no measure '{}'", e.measure), did_you_mean(e.measure, known));
  }
}

const ProvenanceFile* arm_file(const Provenance& provenance, std::size_t row) {
  const std::string start = fmt::format("arms/{:03}-", row);
  for (const ProvenanceFile& file : provenance.files)
    if (file.path.starts_with(start)) return &file;
  return nullptr;
}

// The inputs that were read then must be those that would be read now.
void check_inputs(const Results& results, const Scenario& scenario) {
  for (const InputFile& now : scenario.inputs)
    for (const ProvenanceFile& then : results.provenance.files)
      if (then.path == now.named && then.text.empty() && then.sha256 != now.sha256)
        throw InputError(fmt::format(
            "{}: has changed since {} was written (SHA-256 {}… now, {}… then) put the old file back",
            now.path, results.path.string(), now.sha256.substr(0, 12), then.sha256.substr(0, 12)));
}

}  // namespace

Work load_work(const std::string& path, const ComputeOptions& options, Problems& problems) {
  Work work;
  const std::string kind = kind_of_file(path);
  if (kind == "study") {
    work.study = plan_study(path, options, problems);
    if (problems.empty()) check_measures(*work.study, problems);
    return work;
  }
  Scenario scenario = load_scenario(path, options.sets, problems);
  if (options.replicates.value_or(1) > 1 && problems.empty())
    work.study = study_of(std::move(scenario), *options.replicates);
  else
    work.scenario = std::move(scenario);
  return work;
}

Scenario scenario_from_results(const Results& results, std::size_t row, std::span<const SetOption> sets,
                               Problems& problems) {
  std::string text = results.provenance.resolved;
  if (results.kind == ResultsKind::study) {
    const ProvenanceFile* file = arm_file(results.provenance, row);
    if (file == nullptr)
      throw InputError(fmt::format("{}: holds no scenario of arm {}", results.path.string(), row));
    text = file->text;
  }
  Scenario scenario = load_scenario_text(results.provenance.entry_file, std::move(text), sets, problems);
  if (problems.empty()) check_inputs(results, scenario);
  return scenario;
}

void check_measures(const PlannedStudy& plan, Problems& problems) {
  std::vector<std::string> asked = plan.study.measures;
  if (!plan.study.primary.empty()) asked.push_back(plan.study.primary);
  if ((asked.empty() && !plan.study.validation) || plan.scenarios.empty()) return;
  const std::optional<Dataset> declared = declared_by(plan.scenarios.back());
  if (!declared) return;
  const bool has_baseline = !plan.study.baseline.empty();
  const std::vector<std::string> known = names_of(*declared, has_baseline);
  for (const std::string& name : asked) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const bool is_primary = name == plan.study.primary;
    problems.add(is_primary ? plan.study.primary_mark : plan.study.measures_mark, is_primary ? "primary" : "measure",
                 fmt::format("the runs have no measure '{}'", name),
                 !has_baseline && is_incremental(name) ? "it needs arms and a baseline" : did_you_mean(name, known));
  }
  if (plan.study.validation) check_expected(*plan.study.validation, known, problems);
}

}  // namespace fanfare
