// Each rule looks at the last row of one or two measures of a run.
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

RunEnds run_ends_of(const Runs& runs, const char* name) {
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

// What is wrong, of one campaign or brand where a measure has several.
Said wrong(const char* key, const std::string& label) {
  std::vector<Said> of;
  if (!label.empty()) of.push_back({"degenerate.of", {{"label", label}}});
  return {key, {{"of", of}}};
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

// All of a run's values are 0: none of them missing, so that an arm without campaigns is not blamed.
bool is_nothing(const std::vector<double>& values) {
  return !values.empty() && std::all_of(values.begin(), values.end(), [](double x) { return x == 0; });
}

void nobody_saw(const Runs& runs, std::vector<Said>& told) {
  const RunEnds seen = run_ends_of(runs, "feed_impressions");
  if (!seen.values.empty())
    tell(
        runs, wrong("degenerate.nobody_saw", ""),
        [&](std::size_t run) { return is_nothing(seen.values[run]); }, told);
}

void nobody_saw_campaigns(const Runs& runs, std::vector<Said>& told) {
  const RunEnds seen = run_ends_of(runs, "impressions");
  for (std::size_t c = 0; c < seen.labels.size(); ++c)
    tell(
        runs, wrong("degenerate.nobody_saw_campaign", seen.labels[c]),
        [&](std::size_t run) { return seen.values[run][c] == 0; }, told);
}

void nobody_bought(const Runs& runs, std::vector<Said>& told) {
  const RunEnds sales = run_ends_of(runs, "sales");
  for (std::size_t b = 0; b < sales.labels.size(); ++b)
    tell(
        runs, wrong("degenerate.nobody_bought", sales.labels[b]),
        [&](std::size_t run) { return sales.values[run][b] == 0; }, told);
}

// A tenth and more of a budget that came back is a campaign that could not do what it was given to do.
void unspent_budgets(const Runs& runs, std::vector<Said>& told) {
  constexpr double kMuch = 0.1;
  const RunEnds spent = run_ends_of(runs, "campaign_spend"), back = run_ends_of(runs, "unspent");
  if (spent.values.size() != back.values.size()) return;
  for (std::size_t c = 0; c < back.labels.size(); ++c) {
    const auto none = [&](std::size_t run) { return spent.values[run][c] == 0 && back.values[run][c] > 0; };
    const auto some = [&](std::size_t run) {
      const double s = spent.values[run][c], b = back.values[run][c];
      return s > 0 && b > kMuch * (s + b);
    };
    tell(runs, wrong("degenerate.nothing_spent", back.labels[c]), none, told);
    tell(runs, wrong("degenerate.unspent", back.labels[c]), some, told);
  }
}

// Bit for bit; missing values are equal to missing ones.
bool are_same(const double* a, const double* b, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i)
    if (!(a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i])))) return false;
  return true;
}

bool rows_are_same(const Runs& runs, std::size_t a, std::size_t b) {
  bool compared = false;
  for (const Variable& v : runs.data.variables) {
    if (v.dimensions.size() < 2 || v.dimensions[1] != "replicate" || v.name.starts_with("incremental_") ||
        v.name.starts_with("run_"))
      continue;
    const std::size_t cells = v.data.size() / runs.arms.size();
    if (!are_same(v.data.data() + a * cells, v.data.data() + b * cells, cells)) return false;
    compared = true;
  }
  return compared;
}

void arms_like_the_baseline(const Runs& runs, const std::string& baseline, std::vector<Said>& told) {
  const auto base = std::find(runs.arms.begin(), runs.arms.end(), baseline);
  if (base == runs.arms.end() || baseline.empty()) return;
  const auto b = static_cast<std::size_t>(base - runs.arms.begin());
  for (std::size_t row = 0; row < runs.arms.size(); ++row)
    if (row != b && rows_are_same(runs, row, b))
      told.push_back({"degenerate.like_baseline", {{"arm", runs.titles[row]}, {"baseline", runs.titles[b]}}});
}

}  // namespace

std::vector<Said> degenerate_runs(const Dataset& data, const std::string& baseline) {
  const Runs runs = runs_of(data);
  std::vector<Said> told;
  if (runs.arms.empty()) return told;
  nobody_saw(runs, told);
  nobody_saw_campaigns(runs, told);
  nobody_bought(runs, told);
  unspent_budgets(runs, told);
  arms_like_the_baseline(runs, baseline, told);
  return told;
}

}  // namespace fanfare
