// Each rule of the model looks at the last row of one or two measures of a run.
#include "sim/judge/degenerate.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "sim/judge/measure.h"
#include "sim/words/titles.h"

namespace fanfare {
namespace {

// The runs of a dataset laid out alike: a single one is an arm of one replicate.
struct Runs {
  const Dataset& data;
  std::vector<std::string> arms;  // {""} of a single run
  std::vector<std::string> titles;
  std::size_t replicates = 1;

  bool is_study() const { return !arms[0].empty(); }
};

Runs runs_of(const Dataset& data) {
  for (const char* axis : {"arm", "point"})
    if (const Dimension* rows = data.dimension(axis); rows && data.dimension("replicate"))
      return {data, rows->labels, titles_of(data), data.dimension("replicate")->size()};
  return {data, {""}, {""}, 1};
}

// A measure at the end of each run: [row · replicates + replicate][label of its last axis].
struct RunEnds {
  std::vector<std::string> labels;  // {""} without a further axis
  std::vector<std::vector<double>> values;
};

RunEnds run_ends_of(const Runs& runs, std::string_view name) {
  const Variable* v = runs.data.variable(name);
  RunEnds ends;
  const std::size_t count = runs.arms.size() * runs.replicates;
  if (!v || v->data.empty() || count == 0) return ends;
  const Dimension* axis = runs.data.dimension(v->dimensions.back());
  const bool labelled = axis->name != "time" && axis->name != "replicate" && !axis->labels.empty();
  ends.labels = labelled ? axis->labels : std::vector<std::string>{""};
  const std::size_t cells = v->data.size() / count;
  for (std::size_t run = 0; run < count; ++run) {
    const auto end = v->data.begin() + static_cast<std::ptrdiff_t>((run + 1) * cells);
    ends.values.emplace_back(end - static_cast<std::ptrdiff_t>(ends.labels.size()), end);
  }
  return ends;
}

// What is wrong, of one entry where a measure has several.
Said wrong(std::string_view key, const std::string& label) {
  std::vector<Said> of;
  if (!label.empty()) of.push_back({"degenerate.of", {{"label", label}}});
  return {std::string(key), {{"of", of}}};
}

// In which runs of an arm `is_so` holds, as a remark; nothing if in none.
template <class IsSo>
void tell(const Runs& runs, const Said& what, const IsSo& is_so, std::vector<Said>& told) {
  for (std::size_t row = 0; row < runs.arms.size(); ++row) {
    std::size_t hits = 0;
    for (std::size_t r = 0; r < runs.replicates; ++r) hits += is_so(row * runs.replicates + r) ? 1 : 0;
    if (hits == 0) continue;
    const std::vector<Said> whats = {what};
    if (!runs.is_study())
      told.push_back(what);
    else if (hits == runs.replicates)
      told.push_back({"degenerate.arm", {{"arm", runs.titles[row]}, {"what", whats}}});
    else
      told.push_back(
          {"degenerate.arm_in",
           {{"arm", runs.titles[row]}, {"what", whats}, {"hits", hits}, {"replicates", runs.replicates}}});
  }
}

// All of a run's values are 0: none of them missing, so that an arm that has none of it is not blamed.
bool is_nothing(const std::vector<double>& values) {
  return !values.empty() && std::all_of(values.begin(), values.end(), [](double x) { return x == 0; });
}

using When = WorthlessRun::When;

void all_zero(const Runs& runs, const WorthlessRun& rule, std::vector<Said>& told) {
  const RunEnds ends = run_ends_of(runs, rule.name);
  if (ends.values.empty()) return;
  tell(runs, wrong(rule.said, ""), [&](std::size_t run) { return is_nothing(ends.values[run]); }, told);
}

// Of an entry of which `done` is nothing, nothing is what was meant.
void zero(const Runs& runs, const WorthlessRun& rule, std::vector<Said>& told) {
  const RunEnds ends = run_ends_of(runs, rule.name);
  const RunEnds done = run_ends_of(runs, rule.done);
  const bool is_asked = !rule.done.empty() && done.values.size() == ends.values.size();
  const auto is_meant = [&](std::size_t run, std::size_t i) { return !is_asked || done.values[run][i] != 0; };
  for (std::size_t i = 0; i < ends.labels.size(); ++i)
    tell(
        runs, wrong(rule.said, ends.labels[i]),
        [&](std::size_t run) { return ends.values[run][i] == 0 && is_meant(run, i); }, told);
}

// A tenth and more that is left of what was to be done: it could not be done as it was asked for.
void left_over(const Runs& runs, const WorthlessRun& rule, std::vector<Said>& told) {
  constexpr double kMuch = 0.1;
  const RunEnds done = run_ends_of(runs, rule.done), left = run_ends_of(runs, rule.name);
  if (done.values.size() != left.values.size()) return;
  for (std::size_t i = 0; i < left.labels.size(); ++i) {
    const auto none = [&](std::size_t run) { return done.values[run][i] == 0 && left.values[run][i] > 0; };
    const auto some = [&](std::size_t run) {
      const double d = done.values[run][i], l = left.values[run][i];
      return d > 0 && l > kMuch * (d + l);
    };
    tell(runs, wrong(rule.said, left.labels[i]), none, told);
    tell(runs, wrong(rule.said_in_part, left.labels[i]), some, told);
  }
}

void judge(const Runs& runs, const WorthlessRun& rule, std::vector<Said>& told) {
  switch (rule.when) {
    case When::all_zero: return all_zero(runs, rule, told);
    case When::zero: return zero(runs, rule, told);
    case When::left_over: return left_over(runs, rule, told);
  }
}

// Bit for bit; missing values are equal to missing ones.
bool are_same(const double* a, const double* b, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i)
    if (!(a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i])))) return false;
  return true;
}

bool rows_are_same(const Runs& runs, const ReportSpec& spec, std::size_t a, std::size_t b) {
  bool compared = false;
  for (const Variable& v : runs.data.variables) {
    if (v.dimensions.size() < 2 || v.dimensions[1] != "replicate" || v.name.starts_with("run_") ||
        spec.derived_named(v.name) != nullptr)
      continue;
    const std::size_t cells = v.data.size() / runs.arms.size();
    if (!are_same(v.data.data() + a * cells, v.data.data() + b * cells, cells)) return false;
    compared = true;
  }
  return compared;
}

void arms_like_the_baseline(const Runs& runs, const ReportSpec& spec, const std::string& baseline,
                            std::vector<Said>& told) {
  const auto base = std::find(runs.arms.begin(), runs.arms.end(), baseline);
  if (base == runs.arms.end() || baseline.empty()) return;
  const auto b = static_cast<std::size_t>(base - runs.arms.begin());
  for (std::size_t row = 0; row < runs.arms.size(); ++row)
    if (row != b && rows_are_same(runs, spec, row, b))
      told.push_back({"degenerate.like_baseline", {{"arm", runs.titles[row]}, {"baseline", runs.titles[b]}}});
}

}  // namespace

std::vector<Said> degenerate_runs(const Dataset& data, const std::string& baseline, const ReportSpec& spec) {
  const Runs runs = runs_of(data);
  std::vector<Said> told;
  if (runs.arms.empty()) return told;
  for (const WorthlessRun& rule : spec.worthless) judge(runs, rule, told);
  arms_like_the_baseline(runs, spec, baseline, told);
  return told;
}

}  // namespace fanfare
