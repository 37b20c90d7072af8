// Differences against the baseline at the last time of each run.
#include "sim/study/incremental.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fanfare/expects.h"
#include "sim/study/measure.h"

namespace fanfare {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
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

double contribution(double margin, double revenue, double spend, double baseline_spend) {
  const double extra = spend - baseline_spend;
  if (!(extra > 0) || extra < kLeastExtraShare * spend) return kMissing;
  return (margin * revenue - extra) / extra;
}

}  // namespace

const std::array<IncrementalMeasure, 2>& incremental_measures() {
  static const std::array<IncrementalMeasure, 2> kMeasures = {
      IncrementalMeasure{"incremental_revenue", {"net_revenue"}},
      IncrementalMeasure{"incremental_contribution_per_yuan", {"net_revenue", "spend", "margin"}}};
  return kMeasures;
}

std::vector<Variable> incremental_variables(const Dataset& study, std::string_view baseline) {
  if (baseline.empty() || !has_axes(study, "net_revenue")) return {};
  const std::size_t base = row_of(study, baseline);
  const Ends revenue = ends_of(study, "net_revenue");
  const auto gain = [&](std::size_t row, std::size_t r, std::size_t brand) {
    return revenue.at(row, r, brand) - revenue.at(base, r, brand);
  };
  std::vector<Variable> found = {over_runs(study, revenue, gain)};
  found[0].name = "incremental_revenue";
  found[0].units = study.variable("net_revenue")->units;
  found[0].long_name = "net revenue beyond the baseline arm's, same replicate and random numbers";
  found[0].formula = "net_revenue(end) - net_revenue(baseline, end)";
  if (!has_axes(study, "spend") || !has_axes(study, "margin")) return found;
  const Ends spend = ends_of(study, "spend"), margin = ends_of(study, "margin");
  found.push_back(over_runs(study, revenue, [&](std::size_t row, std::size_t r, std::size_t brand) {
    return contribution(margin.at(row, r, brand), gain(row, r, brand), spend.at(row, r, brand),
                        spend.at(base, r, brand));
  }));
  found[1].name = "incremental_contribution_per_yuan";
  found[1].units = "1";
  found[1].long_name = "contribution per unit of money spent beyond the baseline arm, that money taken off";
  found[1].formula =
      "(margin * incremental_revenue - extra) / extra, extra = spend(end) - spend(baseline, end)";
  return found;
}

}  // namespace fanfare
