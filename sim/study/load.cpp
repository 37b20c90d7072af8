// From files to work; nothing is run.
#include "sim/study/load.h"

#include <fmt/format.h>

#include <algorithm>

#include "fanfare/expects.h"
#include "fanfare/nearest.h"
#include "sim/judge/derived.h"
#include "sim/scenario/yaml_reader.h"
#include "sim/study/declared.h"

namespace fanfare {
namespace {

// A scenario run several times: a study whose one arm is the scenario as it stands.
PlannedStudy study_of(Scenario scenario, std::uint32_t replicates) {
  PlannedStudy plan;
  plan.study.path = plan.study.scenario = scenario.path;
  plan.study.name = scenario.name;
  plan.study.question = scenario.question;
  plan.study.arms.push_back({scenario.name, {}, {}, {}, {}, true});
  plan.study.replicates = replicates;
  plan.study.sources = scenario.sources;
  plan.replicates = replicates;
  plan.scenarios.push_back(std::move(scenario));
  return plan;
}

using Names = std::vector<std::string>;

bool holds(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void add(Names& names, const std::string& name) {
  if (!holds(names, name)) names.push_back(name);
}

// What the runs of a study will have: in tables and verdicts, and all of it.
struct KnownMeasures {
  Names shown;
  Names all;
  bool are_known = false;  // some world could be asked
};

// Differences only where there is a baseline to be against.
void add_names(const Dataset& declared, const ReportSpec& spec, bool has_baseline, KnownMeasures& known) {
  known.are_known = true;
  for (const Variable& v : declared.variables) {
    add(known.all, v.name);
    if (v.name.find('/') == std::string::npos && v.cell_methods != kOneReplicate) add(known.shown, v.name);
  }
  for (const DerivedMeasure& m : spec.derived) {
    const auto has = [&](std::string_view need) { return declared.variable(need) != nullptr; };
    if (!has_baseline && spec.is_difference(m.name)) continue;
    if (!std::ranges::all_of(recorded_needs(spec, m), has)) continue;
    add(known.all, std::string(m.name));
    add(known.shown, std::string(m.name));
  }
}

// Selectors may find nobody in a very small world.
std::optional<Dataset> declared_by(const Scenario& scenario) {
  for (const std::uint32_t accounts : {2'000U, 50'000U, 200'000U})
    if (std::optional<BuiltModel> world = build_small(scenario, accounts))
      return world->declared_to_the_end();
  return std::nullopt;
}

// The arms are asked from the last (the first is often the one without campaigns) until one has what is asked
// for.
KnownMeasures known_measures(const PlannedStudy& plan, const Names& shown, const Names& all) {
  constexpr std::size_t kMostAsked = 8;
  KnownMeasures known;
  const std::size_t rows = plan.rows();
  const auto has_all = [&] {
    return std::all_of(shown.begin(), shown.end(),
                       [&](const std::string& n) { return holds(known.shown, n); }) &&
           std::all_of(all.begin(), all.end(), [&](const std::string& n) { return holds(known.all, n); });
  };
  for (std::size_t asked = 0; asked < std::min(rows, kMostAsked) && (asked == 0 || !has_all()); ++asked)
    if (const auto declared = declared_by(plan.scenarios[rows - 1 - asked]))
      add_names(*declared, plan.report(), !plan.study.baseline.empty(), known);
  return known;
}

// The nearest name, and where all of them are listed.
std::string instead_of(const std::string& name, const Names& known, const std::string& model) {
  const std::string near = nearest(name, known), all = listed(known);
  const std::string list =
      all.empty() ? "`fanfare list kpis --model " + model + "` names all" : "there are " + all;
  return near.empty() ? list : "did you mean '" + near + "'? " + list;
}

Names expected_names(const PlannedStudy& plan) {
  Names names;
  if (plan.study.validation)
    for (const Expectation& e : plan.study.validation->expect) add(names, e.measure);
  return names;
}

// Measures that are held against published values, at their places. They may lie in a group: cascades/….
void check_expected(const PlannedStudy& plan, const Names& known, Problems& problems) {
  if (!plan.study.validation) return;
  for (std::size_t i = 0; i < plan.study.validation->expect.size(); ++i) {
    const Expectation& e = plan.study.validation->expect[i];
    if (!holds(known, e.measure))
      problems.add(e.measure_mark, fmt::format("validation.expect[{}].measure", i),
                   fmt::format("the runs have no measure '{}'", e.measure),
                   instead_of(e.measure, known, plan.scenarios.back().model));
  }
}

// Why a study has no such measure to show, and what to do.
std::string remedy(const PlannedStudy& plan, const std::string& name, const KnownMeasures& known) {
  if (plan.study.baseline.empty() && plan.report().is_difference(name)) return "it needs arms and a baseline";
  if (holds(known.all, name))
    return "a table of one number a run can't hold it: read it from the results file";
  return instead_of(name, known.shown, plan.scenarios.back().model);
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

// A study that observes something has no arms yet: `fanfare calibrate` chooses its points.
bool refuse_observed(const std::string& path, Problems& problems) {
  Problems said_later;
  const ConfigNode tree = read_yaml_file(path, "study", said_later);
  const ConfigEntry* observed = tree.entry("observed");
  if (observed != nullptr)
    problems.add(observed->mark, "observed", "is what runs are to meet",
                 "run this study with `fanfare calibrate " + path + "`");
  return observed != nullptr;
}

}  // namespace

Work load_work(const std::string& path, const ComputeOptions& options, Problems& problems) {
  Work work;
  const std::string kind = kind_of_file(path);
  if (kind == "study") {
    if (refuse_observed(path, problems)) return work;
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
  Names asked = plan.study.measures;
  if (!plan.study.primary.empty()) add(asked, plan.study.primary);
  if (plan.study.growth) add(asked, plan.study.growth->of);
  if ((asked.empty() && !plan.study.validation) || plan.scenarios.empty()) return;
  const KnownMeasures known = known_measures(plan, asked, expected_names(plan));
  if (!known.are_known) return;
  for (const std::string& name : asked) {
    if (holds(known.shown, name)) continue;
    const bool is_primary = name == plan.study.primary;
    problems.add(is_primary ? plan.study.primary_mark : plan.study.measures_mark,
                 is_primary ? "primary" : "measure", fmt::format("the runs have no measure '{}'", name),
                 remedy(plan, name, known));
  }
  check_expected(plan, known.all, problems);
}

}  // namespace fanfare
