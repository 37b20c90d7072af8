// Each rule looks at the last row of one or two measures of a run.
#include "sim/study/degenerate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "sim/study/measure.h"

namespace fanfare {
namespace {

// The runs of a dataset laid out alike: a single one is an arm of one replicate.
struct Runs {
  const Dataset& data;
  std::vector<std::string> arms;  // {""} of a single run
  std::size_t replicates = 1;

  bool is_study() const { return !arms[0].empty(); }
};

Runs runs_of(const Dataset& data) {
  for (const char* axis : {"arm", "point"})
    if (const Dimension* rows = data.dimension(axis); rows && data.dimension("replicate"))
      return {data, rows->labels, data.dimension("replicate")->size()};
  return {data, {""}, 1};
}

// A measure at the end of each run: [row · replicates + replicate][label of its last axis].
struct Ends {
  std::vector<std::string> labels;  // {""} without a further axis
  std::vector<std::vector<double>> values;
};

Ends ends_of(const Runs& runs, const char* name) {
  const Variable* v = runs.data.variable(name);
  Ends ends;
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

std::string of_label(const std::string& label) { return label.empty() ? "" : " (" + label + ")"; }

// In which runs of an arm `is_so` holds, as a line; nothing if in none.
template <class IsSo>
void tell(const Runs& runs, const std::string& what, const IsSo& is_so, std::vector<std::string>& lines) {
  for (std::size_t row = 0; row < runs.arms.size(); ++row) {
    std::size_t hits = 0;
    for (std::size_t r = 0; r < runs.replicates; ++r) hits += is_so(row * runs.replicates + r) ? 1 : 0;
    if (hits == 0) continue;
    if (!runs.is_study())
      lines.push_back(what);
    else if (hits == runs.replicates)
      lines.push_back(fmt::format("{}: {}", runs.arms[row], what));
    else
      lines.push_back(
          fmt::format("{}: {} in {} of {} replicates", runs.arms[row], what, hits, runs.replicates));
  }
}

// All of a run's values are 0: none of them missing, so that an arm without campaigns is not blamed.
bool is_nothing(const std::vector<double>& values) {
  return !values.empty() && std::all_of(values.begin(), values.end(), [](double x) { return x == 0; });
}

void nobody_saw(const Runs& runs, std::vector<std::string>& lines) {
  const Ends seen = ends_of(runs, "feed_impressions");
  if (!seen.values.empty())
    tell(
        runs, "nobody saw anything", [&](std::size_t run) { return is_nothing(seen.values[run]); }, lines);
}

void nobody_saw_campaigns(const Runs& runs, std::vector<std::string>& lines) {
  const Ends seen = ends_of(runs, "impressions");
  for (std::size_t c = 0; c < seen.labels.size(); ++c)
    tell(
        runs, "nobody saw the campaign's posts" + of_label(seen.labels[c]),
        [&](std::size_t run) { return seen.values[run][c] == 0; }, lines);
}

void nobody_bought(const Runs& runs, std::vector<std::string>& lines) {
  const Ends sales = ends_of(runs, "sales");
  for (std::size_t b = 0; b < sales.labels.size(); ++b)
    tell(
        runs, "nobody bought anything" + of_label(sales.labels[b]),
        [&](std::size_t run) { return sales.values[run][b] == 0; }, lines);
}

// A tenth and more of a budget that came back is a campaign that could not do what it was given to do.
void unspent_budgets(const Runs& runs, std::vector<std::string>& lines) {
  constexpr double kMuch = 0.1;
  const Ends spent = ends_of(runs, "campaign_spend"), back = ends_of(runs, "unspent");
  if (spent.values.size() != back.values.size()) return;
  for (std::size_t c = 0; c < back.labels.size(); ++c) {
    const auto none = [&](std::size_t run) { return spent.values[run][c] == 0 && back.values[run][c] > 0; };
    const auto some = [&](std::size_t run) {
      const double s = spent.values[run][c], b = back.values[run][c];
      return s > 0 && b > kMuch * (s + b);
    };
    tell(runs, "nothing of the budget was spent" + of_label(back.labels[c]), none, lines);
    tell(runs, "a tenth or more of the budget stayed unspent" + of_label(back.labels[c]), some, lines);
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

void arms_like_the_baseline(const Runs& runs, const std::string& baseline, std::vector<std::string>& lines) {
  const auto base = std::find(runs.arms.begin(), runs.arms.end(), baseline);
  if (base == runs.arms.end() || baseline.empty()) return;
  const auto b = static_cast<std::size_t>(base - runs.arms.begin());
  for (std::size_t row = 0; row < runs.arms.size(); ++row)
    if (row != b && rows_are_same(runs, row, b))
      lines.push_back(
          fmt::format("{}: identical to the baseline {} in every measure: what it changes does nothing here",
                      runs.arms[row], baseline));
}

}  // namespace

std::vector<std::string> degenerate_runs(const Dataset& data, const std::string& baseline) {
  const Runs runs = runs_of(data);
  std::vector<std::string> lines;
  if (runs.arms.empty()) return lines;
  nobody_saw(runs, lines);
  nobody_saw_campaigns(runs, lines);
  nobody_bought(runs, lines);
  unspent_budgets(runs, lines);
  arms_like_the_baseline(runs, baseline, lines);
  return lines;
}

}  // namespace fanfare
