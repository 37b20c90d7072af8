// Differences against the baseline at the last time of each run.
#include "sim/judge/incremental.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fanfare/expects.h"
#include "sim/judge/measure.h"

namespace fanfare {
namespace {

constexpr double kNothingThere = std::numeric_limits<double>::quiet_NaN();
constexpr double kLeastExtraShare = 0.01;  // of spend; less than that divides by noise

// Rows × replicates × brands of one variable, at the end of the runs. Empty if there is no such variable.
struct Ends {
  std::size_t replicates = 0;
  std::size_t brands = 0;
  std::vector<double> values;

  double at(std::size_t row, std::size_t replicate, std::size_t brand) const {
    return values[(row * replicates + replicate) * brands + brand];
  }
};

bool has_axes(const Dataset& study, std::string_view name) {
  const Variable* v = study.variable(name);
  if (v == nullptr || study.dimension("brand") == nullptr) return false;
  const auto& d = v->dimensions;
  return d.size() >= 3 && d.size() <= 4 && d[1] == "replicate" && d.back() == "brand" &&
         (d.size() == 3 || d[2] == "time");
}

Ends ends_of(const Dataset& study, std::string_view name) {
  const Variable& v = *study.variable(name);
  const std::size_t times = v.dimensions.size() == 4 ? study.dimension("time")->size() : 1;
  Ends ends{study.dimension("replicate")->size(), study.dimension("brand")->size(), {}};
  const std::size_t runs = arms_of(study).size() * ends.replicates;
  for (std::size_t run = 0; run < runs; ++run)
    for (std::size_t brand = 0; brand < ends.brands; ++brand)
      ends.values.push_back(v.data[(run * times + times - 1) * ends.brands + brand]);
  return ends;
}

std::size_t row_of(const Dataset& study, std::string_view baseline) {
  const auto& labels = arms_of(study).labels;
  const auto found = std::find(labels.begin(), labels.end(), baseline);
  if (found == labels.end())
    throw InputError("no arm is named '" + std::string(baseline) + "' (the baseline)");
  return static_cast<std::size_t>(found - labels.begin());
}

// f(row, replicate, brand) for every cell, as a variable.
template <class F>
Variable over_runs(const Dataset& study, const Ends& shape, const F& f) {
  Variable variable;
  variable.dimensions = {arms_of(study).name, "replicate", "brand"};
  variable.cell_methods = "time: point (end)";
  for (std::size_t row = 0; row < arms_of(study).size(); ++row)
    for (std::size_t r = 0; r < shape.replicates; ++r)
      for (std::size_t brand = 0; brand < shape.brands; ++brand) variable.data.push_back(f(row, r, brand));
  return variable;
}

// Per unit of money spent beyond the baseline.
double per_yuan(double gain, double spend, double baseline_spend) {
  const double extra = spend - baseline_spend;
  if (!(extra > 0) || extra < kLeastExtraShare * spend) return kNothingThere;
  return gain / extra;
}

// What `name` is beyond the baseline arm's, of the same replicate.
Variable gain_of(const Dataset& study, std::string_view name, std::size_t base) {
  const Ends ends = ends_of(study, name);
  Variable gain = over_runs(study, ends, [&](std::size_t row, std::size_t r, std::size_t brand) {
    return ends.at(row, r, brand) - ends.at(base, r, brand);
  });
  gain.units = study.variable(name)->units;
  gain.better = study.variable(name)->better;  // a difference is good the same way
  gain.formula = std::string(name) + "(end) - " + std::string(name) + "(baseline, end)";
  return gain;
}

}  // namespace

const std::array<IncrementalMeasure, 3>& incremental_measures() {
  static const std::array<IncrementalMeasure, 3> kMeasures = {
      IncrementalMeasure{"incremental_contribution", {"contribution"}},
      IncrementalMeasure{"incremental_contribution_per_yuan", {"contribution", "spend"}},
      IncrementalMeasure{"incremental_revenue", {"net_revenue"}}};
  return kMeasures;
}

std::vector<Variable> incremental_variables(const Dataset& study, std::string_view baseline) {
  if (baseline.empty() || !has_axes(study, "net_revenue")) return {};
  const std::size_t base = row_of(study, baseline);
  std::vector<Variable> found = {gain_of(study, "net_revenue", base)};
  found[0].name = "incremental_revenue";
  found[0].long_name = "net revenue beyond the baseline arm's, same replicate and random numbers";
  if (!has_axes(study, "contribution")) return found;
  found.push_back(gain_of(study, "contribution", base));
  found[1].name = "incremental_contribution";
  found[1].long_name = "contribution beyond the baseline arm's, all that the campaign cost taken off";
  if (!has_axes(study, "spend")) return found;
  const Ends spend = ends_of(study, "spend");
  const std::vector<double> gain = found[1].data;
  std::size_t next = 0;
  found.push_back(over_runs(study, spend, [&](std::size_t row, std::size_t r, std::size_t brand) {
    return per_yuan(gain[next++], spend.at(row, r, brand), spend.at(base, r, brand));
  }));
  found[2].name = "incremental_contribution_per_yuan";
  found[2].units = "1";
  found[2].better = Better::more;
  found[2].long_name = "contribution per unit of money spent beyond the baseline arm, that money taken off";
  found[2].formula = "incremental_contribution / (spend(end) - spend(baseline, end))";
  return found;
}

}  // namespace fanfare
