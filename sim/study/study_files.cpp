// Parts in, one study out.
#include "sim/study/study_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

#include "fanfare/expects.h"
#include "sim/cautions.h"
#include "sim/judge/choices.h"
#include "sim/judge/derived.h"
#include "sim/judge/placebo.h"
#include "sim/judge/shared_cautions.h"
#include "sim/judge/unfinished.h"
#include "sim/judge/variations.h"
#include "sim/results/run_form.h"
#include "sim/run.h"
#include "sim/scenario/dictionary.h"
#include "sim/scenario/input_file.h"
#include "sim/study/describe.h"
#include "sim/study/load.h"
#include "sim/study/plan_choices.h"
#include "sim/words/titles.h"

namespace fanfare {
namespace {

constexpr const char* kReason = "failure_reason";

// A number if all of the text is one, thousands marks left out.
bool as_number(std::string text, double& value) {
  std::erase(text, '_');
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

FactorValues factor_values(const Study& study, std::size_t factor) {
  FactorValues values{study.factors[factor].path, "", {}, {}};
  if (study.factors[factor].is_number) {
    values.units = study.factors[factor].unit;
    for (const Arm& point : study.arms)
      if (!point.variation) values.values.push_back(point.numbers[factor]);
    return values;
  }
  for (const Arm& point : study.arms) {
    if (point.variation) continue;
    double number = 0;
    values.labels.push_back(point.levels[factor]);
    if (as_number(point.levels[factor], number)) values.values.push_back(number);
  }
  if (values.values.size() == values.labels.size())
    values.labels.clear();
  else
    values.values.clear();
  return values;
}

// The first arm's values, and of the others what differs.
std::vector<ResolvedValue> study_values(const std::vector<std::string>& names,
                                        const std::vector<Provenance>& arms) {
  std::vector<ResolvedValue> values = arms[0].values;
  std::set<std::pair<std::string, std::string>> first;
  for (const ResolvedValue& v : arms[0].values) first.emplace(v.path, v.value);
  for (std::size_t row = 1; row < arms.size(); ++row)
    for (const ResolvedValue& v : arms[row].values)
      if (!first.contains({v.path, v.value}))
        values.push_back({"arms." + names[row] + "." + v.path, v.value, v.origin});
  return values;
}

void add_once(std::vector<ProvenanceFile>& files, const ProvenanceFile& file) {
  const auto same = [&](const ProvenanceFile& f) { return f.path == file.path; };
  if (std::none_of(files.begin(), files.end(), same)) files.push_back(file);
}

}  // namespace

bool has_part(const RunFolder& folder, const PlannedStudy& plan, const PlannedRun& run) {
  const auto path = folder.part(run.row, plan.study.arms[run.row].name, run.replicate);
  if (!std::filesystem::exists(path)) return false;
  try {
    const Results part = read_results(path, Unfinished::accept);
    return part.state == RunState::complete && part.provenance.replicate == run.replicate &&
           part.provenance.scenario_digest == plan.scenarios[run.row].digest() &&
           part.provenance.version == program_provenance().version;
  } catch (const InputError&) {
    return false;  // a damaged part is run again
  }
}

StudyRun read_part(const RunFolder& folder, const PlannedStudy& plan, const PlannedRun& planned) {
  const StudyRun* there = folder.elsewhere ? folder.elsewhere(planned.row, planned.replicate) : nullptr;
  if (there != nullptr) return *there;
  StudyRun run;
  run.row = planned.row;
  run.replicate = planned.replicate;
  run.seed = derive_seed(plan.scenarios[planned.row].run.seed, static_cast<std::uint32_t>(planned.replicate));
  const auto path = folder.part(planned.row, plan.study.arms[planned.row].name, planned.replicate);
  if (folder.elsewhere || !std::filesystem::exists(path)) return run;
  Results part = read_results(path, Unfinished::accept, Trust::own);
  run.state = part.state;
  run.last_complete_tick = part.last_complete_tick;
  run.reason = text_attribute(part.data, kReason);
  if (run.state != RunState::complete) return run;
  run.fingerprint = part.provenance.fingerprint;
  run.data = std::move(part.data);
  return run;
}

void write_part(const RunFolder& folder, const PlannedStudy& plan, const ComputeOptions& options,
                const StudyRun& run) {
  Provenance provenance = describe_run(plan.scenarios[run.row], options, run.replicate, 1, 1);
  provenance.fingerprint = run.fingerprint;
  write_run(folder.part(run.row, plan.study.arms[run.row].name, run.replicate), whole_data(run), provenance,
            RunState::complete, run.last_complete_tick);
}

namespace {

// What an earlier study.h5 holds; nothing if there is none that can be used.
std::optional<Results> earlier_study(const std::filesystem::path& file, const ReportSpec& spec) {
  try {
    if (!std::filesystem::exists(file)) return std::nullopt;
    Results old = read_results(file, Unfinished::accept);
    if (old.provenance.version != program_provenance().version) return std::nullopt;
    drop_variations(old.data);
    drop_derived(old.data, spec);
    return old;
  } catch (const InputError&) {
    return std::nullopt;  // damaged, or of another format: all is run again
  }
}

// Whether arm `row` of the earlier study is the plan's arm `now`, by digest of values and inputs.
bool same_arm(const Results& old, std::size_t row, const Scenario& now) {
  Problems problems;
  try {
    const Scenario then = scenario_from_results(old, row, {}, problems);
    return problems.empty() && then.digest() == now.digest();
  } catch (const InputError&) {
    return false;  // an input has changed or is gone
  }
}

constexpr const char* kFewerReplicates = "caution.fewer_replicates";

// A run as it was before it became part of the study.
Dataset part_of(const Results& old, std::size_t row, std::size_t replicate) {
  Dataset run = unstack(old.data, row, replicate);
  for (const char* of_study : {kArmLabels, kArmCautions, kTwins, kRefusedPoints, kChoices})
    run.attributes.erase(of_study);
  std::vector<Caution> cautions;
  for (const SharedCaution& one : cautions_of_study(old.data))
    if (one.caution.key != kFewerReplicates &&
        std::find(one.rows.begin(), one.rows.end(), row) != one.rows.end())
      cautions.push_back(one.caution);
  if (const std::string text = cautions_text(cautions); !text.empty()) run.attributes[kCautions] = text;
  return run;
}

void restore(const RunFolder& folder, const PlannedStudy& plan, const ComputeOptions& options,
             const Results& old, std::size_t old_row, std::size_t row) {
  for (const StudyRun& run : old.runs) {
    if (run.row != old_row || run.state != RunState::complete || run.replicate >= plan.replicates) continue;
    const auto path = folder.part(row, plan.study.arms[row].name, run.replicate);
    if (std::filesystem::exists(path)) continue;
    Provenance provenance = describe_run(plan.scenarios[row], options, run.replicate, 1, 1);
    provenance.fingerprint = run.fingerprint;
    write_run(path, part_of(old, old_row, run.replicate), provenance, RunState::complete,
              run.last_complete_tick);
  }
}

}  // namespace

void restore_parts(const RunFolder& folder, const PlannedStudy& plan, const ComputeOptions& options) {
  for (const auto& file : {folder.study_file(), folder.variants_file()}) {
    const std::optional<Results> old = earlier_study(file, plan.report());
    for (std::size_t row = 0; old && row < plan.scenarios.size(); ++row) {
      const auto there = std::find(old->arms.begin(), old->arms.end(), plan.study.arms[row].name);
      const auto old_row = static_cast<std::size_t>(there - old->arms.begin());
      if (there != old->arms.end() && same_arm(*old, old_row, plan.scenarios[row]))
        restore(folder, plan, options, *old, old_row, row);
    }
  }
}

void write_failed_part(const std::filesystem::path& path, const Provenance& provenance,
                       const std::string& reason) {
  Dataset empty;
  empty.attributes[kReason] = reason;
  write_run(path, empty, provenance, RunState::failed, 0);
}

std::string effective_study_yaml(const PlannedStudy& plan) {
  std::string text;
  for (std::size_t row = 0; row < plan.scenarios.size(); ++row)
    text +=
        fmt::format("{}# {} {}\n{}", row == 0 ? "" : "---\n", plan.study.factors.empty() ? "arm" : "point",
                    plan.study.arms[row].name, effective_yaml(plan.scenarios[row]));
  return text;
}

std::vector<std::string> placebos_of(const PlannedStudy& plan, const std::vector<std::string>& arms) {
  std::vector<std::string> placebos;
  for (std::size_t row = 0; row < plan.rows(); ++row)
    if (!plan.is_choice(row)) placebos.push_back(arms[row]);
  return placebos;
}

namespace {

// A factor that is called like something the runs hold stands under its path instead.
void name_apart(StudyDataset& data, const PlannedStudy& plan) {
  const Study& study = plan.study;
  const auto is_of_a_study = [&](const std::string& name) {
    return name == "provenance" || name.starts_with("run_") || plan.report().derived_named(name) != nullptr;
  };
  std::set<std::string> taken;
  for (const StudyRun& run : data.runs) {
    for (const Variable& v : run.shape().variables) taken.insert(v.name.substr(0, v.name.find('/')));
    for (const Dimension& d : run.shape().dimensions) taken.insert(d.name);
  }
  for (std::size_t f = 0; f < data.factors.size(); ++f)
    if (taken.contains(data.factors[f].name) || is_of_a_study(data.factors[f].name))
      data.factors[f].name =
          study.factors[f].sets.empty() ? "factors." + data.factors[f].name : study.factors[f].sets;
}

// What there is to say of the study as a whole, whatever its runs say.
std::vector<Caution> cautions_of(const PlannedStudy& plan) {
  if (plan.study.growth || plan.replicates >= plan.study.replicates) return {};
  return {{kFewerReplicates,
           {{"n", static_cast<double>(plan.replicates)},
            {"of", static_cast<double>(plan.study.replicates)},
            {"study", plan.study.path}}}};
}

std::string refused_text(const Study& study) {
  std::string text;
  for (const RefusedPoint& point : study.refused) text += point.name + ": " + point.reason + "\n";
  return text;
}

}  // namespace

StudyDataset collect_rows(const RunFolder& folder, const PlannedStudy& plan, std::size_t first,
                          std::size_t last) {
  StudyDataset data;
  std::vector<std::string> titles;
  for (std::size_t row = first; row < last; ++row) {
    data.arms.push_back(plan.study.arms[row].name);
    titles.push_back(plan.study.arms[row].title());
  }
  data.replicates = plan.replicates;
  for (const PlannedRun& at : replicate_major(last - first, plan.replicates)) {
    const PlannedRun run{first + at.row, at.replicate};
    data.runs.push_back(read_part(folder, plan, run));
    data.runs.back().row = at.row;
  }
  keep_cautions(data, cautions_of(plan));
  const std::string labels = labels_text(data.arms, titles);
  if (!labels.empty()) data.attributes[kArmLabels] = labels;
  return data;
}

StudyDataset collect_parts(const RunFolder& folder, const PlannedStudy& plan) {
  StudyDataset data = collect_rows(folder, plan, 0, plan.rows());
  for (std::size_t f = 0; f < plan.study.factors.size(); ++f)
    data.factors.push_back(factor_values(plan.study, f));
  name_apart(data, plan);
  data.baseline = plan.baseline();
  if (!plan.study.twins.empty())
    data.attributes[kTwins] = fmt::format("{}", fmt::join(plan.study.twins, " "));
  if (const std::string text = refused_text(plan.study); !text.empty())
    data.attributes[kRefusedPoints] = text;
  data.attributes["primary"] = plan.study.primary;
  // Points have blanks in their names.
  const std::string between = data.factors.empty() ? " " : "\n";
  data.attributes["placebos"] = fmt::format("{}", fmt::join(placebos_of(plan, data.arms), between));
  if (const auto choices = choices_of(plan)) data.attributes[kChoices] = choices_text(*choices);
  data.attributes["measure"] = fmt::format("{}", fmt::join(plan.study.measures, " "));
  const auto ended = [](const StudyRun& run) { return run.state == RunState::complete; };
  if (std::any_of(data.runs.begin(), data.runs.end(), ended))
    data.derived = derived_variables(stack(data), plan.report(), data.baseline);
  return data;
}

std::string study_fingerprint(const StudyDataset& data) {
  std::string text;
  for (const StudyRun& run : data.runs) text += run.fingerprint;
  return text.empty() ? "" : sha256_of_text(text).substr(0, 16);
}

Provenance describe_rows(const PlannedStudy& plan, std::size_t first, const StudyDataset& data,
                         const ComputeOptions& options, int threads, int ranks) {
  std::vector<Provenance> arms;
  for (std::size_t row = first; row < first + data.arms.size(); ++row)
    arms.push_back(describe_run(plan.scenarios[row], options, 0, threads, ranks));
  Provenance whole = arms[0];
  whole.name = plan.study.name;
  whole.question = plan.study.question;
  whole.entry_file = plan.study.path;
  whole.scenario_digest = plan.digest();
  whole.values = study_values(data.arms, arms);
  whole.resolved = effective_study_yaml(plan);
  whole.fingerprint = study_fingerprint(data);
  whole.files.clear();
  for (const SourceFile& file : plan.study.sources)
    add_once(whole.files, {file.path, sha256_of_text(file.text), file.text});
  for (const Provenance& arm : arms)
    for (const ProvenanceFile& file : arm.files)
      if (file.text.empty()) add_once(whole.files, file);
  for (std::size_t row = 0; row < arms.size(); ++row)
    add_once(whole.files, {fmt::format("arms/{:03}-{}.yaml", row, data.arms[row]),
                           sha256_of_text(arms[row].resolved), arms[row].resolved});
  return whole;
}

std::vector<Said> refused_points(const Study& study) {
  constexpr std::size_t kMostSaid = 5;
  std::vector<Said> said;
  for (std::size_t i = 0; i < std::min(kMostSaid, study.refused.size()); ++i)
    said.push_back(
        {"note.refused_point", {{"point", study.refused[i].name}, {"reason", study.refused[i].reason}}});
  if (study.refused.size() > kMostSaid)
    said.push_back({"note.refused_more", {{"n", study.refused.size() - kMostSaid}}});
  return said;
}

Provenance describe_study(const PlannedStudy& plan, const StudyDataset& data, const ComputeOptions& options,
                          int threads, int ranks) {
  return describe_rows(plan, 0, data, options, threads, ranks);
}

StudySummary summarise(const PlannedStudy& plan, const StudyDataset& data, const Provenance& provenance) {
  StudySummary s;
  s.spec = &plan.report();
  s.name = plan.study.name;
  s.question = plan.study.question;
  s.digest = provenance.scenario_digest;
  s.fingerprint = provenance.fingerprint;
  s.baseline = data.baseline;
  s.replicates = data.replicates;
  s.arms = data.arms;
  s.factors = data.factors;
  s.placebos = placebos_of(plan, data.arms);
  s.primary = plan.study.primary;
  s.unfinished = unfinished_runs(plan.titles(), data.runs);
  LeftOut left = left_out(plan.titles(), data.replicates, data.runs);
  s.notes = refused_points(plan.study);
  s.notes.insert(s.notes.end(), std::make_move_iterator(left.notes.begin()),
                 std::make_move_iterator(left.notes.end()));
  const auto ended = [](const StudyRun& run) { return run.state == RunState::complete; };
  if (std::any_of(data.runs.begin(), data.runs.end(), ended))
    compare_all(s, stack(data),
                {plan.study.primary, plan.study.measures, Pairing::paired, std::move(left.replicates)},
                static_cast<std::uint32_t>(plan.scenarios[0].run.seed));
  return s;
}

}  // namespace fanfare
