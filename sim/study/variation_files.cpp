// Each variation is a study of its own for a moment: its runs in place of those of the arms, so that what follows from
// recorded measures follows here as it does there. Only what measures take is looked at.
#include "sim/results/run_form.h"
#include "sim/study/variation_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "sim/judge/derived.h"
#include "sim/judge/measure.h"
#include "sim/judge/variations.h"
#include "sim/words/titles.h"

namespace fanfare {
namespace {

using VariationKind = Variation::Kind;
using Names = std::vector<std::string>;

void add_once(Names& names, std::string_view name) {
  if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
}

// What is kept: what the study compares, and what decides where it names nothing.
Names kept_measures(const PlannedStudy& plan) {
  Names names;
  add_once(names, plan.study.primary);
  for (const std::string& name : plan.study.measures) add_once(names, name);
  for (const std::string_view name : plan.report().primary) add_once(names, name);
  return names;
}

Names needed(const Names& measures, const ReportSpec& spec) {
  Names names = measures;
  for (const std::string& name : measures)
    if (const DerivedMeasure* d = spec.derived_named(name))
      for (const std::string_view need : recorded_needs(spec, *d)) add_once(names, need);
  return names;
}

// The run with those variables alone.
StudyRun slim(const StudyRun& run, std::size_t row, const Names& names) {
  StudyRun out;
  out.row = row;
  out.replicate = run.replicate;
  out.state = run.state;
  const Dataset whole = whole_data(run);
  for (const Variable& v : whole.variables)
    if (std::find(names.begin(), names.end(), v.name) != names.end()) out.data.variables.push_back(v);
  for (const Dimension& d : whole.dimensions)
    if (std::any_of(out.data.variables.begin(), out.data.variables.end(), [&](const Variable& v) {
          return std::find(v.dimensions.begin(), v.dimensions.end(), d.name) != v.dimensions.end();
        }))
      out.data.dimensions.push_back(d);
  return out;
}

// The arms in the world of one variation; of a unit that is left out, its arm alone is another.
class Worlds {
 public:
  Worlds(const StudyDataset& data, const StudyDataset& varied, const PlannedStudy& plan)
      : data_(data), varied_(varied), plan_(plan), measures_(kept_measures(plan)),
        names_(needed(measures_, plan.report())) {}

  const Names& measures() const { return measures_; }

  Dataset written() const { return derived(own([](std::size_t) { return true; })); }

  Dataset of(std::size_t variation) const {
    const bool is_unit = plan_.study.variations[variation].kind == VariationKind::left_out;
    StudyDataset world = own([&](std::size_t row) { return is_unit && row != plan_.study.leave_out->arm; });
    for (const StudyRun& run : varied_.runs) {
      const Arm& arm = plan_.study.arms[plan_.rows() + run.row];
      if (arm.variation == variation) world.runs.push_back(slim(run, arm.of, names_));
    }
    return derived(world);
  }

 private:
  template <class Takes>
  StudyDataset own(const Takes& takes) const {
    StudyDataset world;
    world.arms = data_.arms;
    world.factors = data_.factors;
    world.replicates = data_.replicates;
    world.baseline = data_.baseline;
    if (const auto twins = data_.attributes.find(kTwins); twins != data_.attributes.end())
      world.attributes.insert(*twins);
    for (const StudyRun& run : data_.runs)
      if (takes(run.row)) world.runs.push_back(slim(run, run.row, names_));
    return world;
  }

  Dataset derived(StudyDataset world) const {
    Dataset out = stack(world);
    for (Variable& v : derived_variables(out, plan_.report(), world.baseline)) out.variables.push_back(std::move(v));
    return out;
  }

  const StudyDataset& data_;
  const StudyDataset& varied_;
  const PlannedStudy& plan_;
  Names measures_, names_;
};

// The axes of a measure behind (row, replicate[, time]); nothing where it has more than one, or is not there.
std::optional<Names> further_axes(const Dataset& written, const std::string& name) {
  const Variable* v = written.variable(name);
  if (v == nullptr || v->dimensions.size() < 2 || v->dimensions[1] != "replicate") return std::nullopt;
  Names axes(v->dimensions.begin() + 2, v->dimensions.end());
  if (!axes.empty() && axes[0] == "time") axes.erase(axes.begin());
  if (axes.size() > 1 || (axes.size() == 1 && written.dimension(axes[0])->labels.empty())) return std::nullopt;
  return axes;
}

// Values at the end by (row, replicate[, label]) in the order of the written study's axes.
std::vector<double> at_end(const Dataset& world, const std::string& name, const std::vector<std::string>& labels,
                           std::size_t rows, std::size_t replicates, const ReportSpec& spec) {
  std::vector<double> out(rows * replicates * labels.size(), std::numeric_limits<double>::quiet_NaN());
  if (world.variable(name) == nullptr) return out;
  for (const Measure& m : measures_of(world, name, spec)) {
    const auto at = std::find(labels.begin(), labels.end(), m.label);
    if (at == labels.end()) continue;
    const auto cell = static_cast<std::size_t>(at - labels.begin());
    for (std::size_t row = 0; row < rows; ++row)
      for (std::size_t r = 0; r < replicates; ++r) out[(row * replicates + r) * labels.size() + cell] = m.values[row][r];
  }
  return out;
}

struct Group {
  std::string_view name, axis;
  VariationKind kind;
  const char* axis_help;
};
constexpr Group kGroups[] = {
    {kPlausible, kPlausibleAxis, VariationKind::plausible, "worlds that are as plausible as the one written"},
    {kWhy, kWhyAxis, VariationKind::shut_off, "what is shut off, in all arms alike"},
    {kLeftOut, kLeftOutAxis, VariationKind::left_out, "which unit is left out of its arm"},
};

VariationEntry entry_of(const Variation& v) { return {v.name, v.setting, v.changes}; }

class Adding {
 public:
  Adding(StudyDataset& data, const StudyDataset& varied, const PlannedStudy& plan)
      : data_(data), plan_(plan), worlds_(data, varied, plan), written_(worlds_.written()) {}

  void add(const Group& group) {
    std::vector<std::size_t> variations;
    for (std::size_t v = 0; v < plan_.study.variations.size(); ++v)
      if (plan_.study.variations[v].kind == group.kind) variations.push_back(v);
    if (variations.empty()) return;
    std::vector<VariationEntry> entries;
    if (group.kind == VariationKind::left_out)
      entries.push_back({data_.arms[plan_.study.leave_out->arm],
                         std::string(plan_.scenarios[0].entry->what_if().left_out->axis), {}});
    Dimension axis;
    axis.name = group.axis;
    axis.long_name = group.axis_help;
    axis.labels = {kAsWritten};
    for (const std::size_t v : variations) {
      entries.push_back(entry_of(plan_.study.variations[v]));
      axis.labels.push_back(plan_.study.variations[v].name);
    }
    data_.further.push_back(std::move(axis));
    data_.attributes[std::string(group.name)] = entries_text(entries);
    std::vector<Variable> kept = empty(group);
    append(kept, written_, group);
    for (const std::size_t v : variations) append(kept, worlds_.of(v), group);
    for (Variable& v : kept) data_.derived.push_back(std::move(v));
  }

 private:
  std::vector<Variable> empty(const Group& group) const {
    std::vector<Variable> kept;
    for (const std::string& name : worlds_.measures()) {
      const auto axes = further_axes(written_, name);
      if (!axes) continue;
      Variable v = *written_.variable(name);
      v.name = std::string(group.name) + "/" + name;
      v.dimensions = {std::string(group.axis)};
      if (group.kind != VariationKind::left_out) v.dimensions.push_back(data_.row_dimension());
      v.dimensions.emplace_back("replicate");
      v.dimensions.insert(v.dimensions.end(), axes->begin(), axes->end());
      v.cell_methods = "time: point (end)";
      v.integral = false;
      v.dialect.clear();
      v.data.clear();
      kept.push_back(std::move(v));
    }
    return kept;
  }

  void append(std::vector<Variable>& kept, const Dataset& world, const Group& group) const {
    const std::size_t rows = data_.arms.size(), replicates = data_.replicates;
    for (Variable& v : kept) {
      const std::string name = v.name.substr(group.name.size() + 1);
      const auto axes = further_axes(written_, name);
      const std::vector<std::string> labels = axes->empty() ? Names{""} : written_.dimension((*axes)[0])->labels;
      const std::vector<double> all = at_end(world, name, labels, rows, replicates, plan_.report());
      const bool is_unit = group.kind == VariationKind::left_out;
      const std::size_t size = replicates * labels.size();
      const std::size_t from = is_unit ? plan_.study.leave_out->arm * size : 0;
      const auto begin = all.begin() + static_cast<std::ptrdiff_t>(from);
      v.data.insert(v.data.end(), begin, is_unit ? begin + static_cast<std::ptrdiff_t>(size) : all.end());
    }
  }

  StudyDataset& data_;
  const PlannedStudy& plan_;
  Worlds worlds_;
  Dataset written_;
};

}  // namespace

StudyDataset collect_variations(const RunFolder& folder, const PlannedStudy& plan) {
  StudyDataset varied = collect_rows(folder, plan, plan.rows(), plan.scenarios.size());
  for (StudyRun& run : varied.runs) {  // what is only looked at is looked at in the study itself
    if (run.form) run.data = whole_data(run), run.form.reset();
    std::erase_if(run.data.variables, [](const Variable& v) { return v.cell_methods == kOneReplicate; });
  }
  return varied;
}

void add_variations(StudyDataset& data, const StudyDataset& varied, const PlannedStudy& plan) {
  const auto ended = [](const StudyRun& run) { return run.state == RunState::complete; };
  if (varied.arms.empty() || std::none_of(data.runs.begin(), data.runs.end(), ended)) return;
  Adding adding(data, varied, plan);
  for (const Group& group : kGroups) adding.add(group);
}

Provenance describe_variations(const PlannedStudy& plan, const StudyDataset& varied, const ComputeOptions& options,
                               int threads, int ranks) {
  Provenance p = describe_rows(plan, plan.rows(), varied, options, threads, ranks);
  p.name += " (variants)";
  return p;
}

}  // namespace fanfare
