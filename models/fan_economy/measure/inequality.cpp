#include "models/fan_economy/measure/inequality.h"

#include <algorithm>
#include <limits>

#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

constexpr std::size_t kSteps = 50;

void put_curve(Recorder& r, const char* name, const char* long_name, const char* formula,
               std::span<const std::int64_t> values) {
  Variable v;
  v.name = name;
  v.dimensions = {"share_of_creators"};
  v.units = "1";
  v.long_name = long_name;
  v.formula = formula;
  r.variable(std::move(v));
  r.put(name, lorenz_curve(values, kSteps));
}

}  // namespace

std::vector<double> lorenz_curve(std::span<const std::int64_t> values, std::size_t steps) {
  std::vector<std::int64_t> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  std::vector<double> below{0};
  for (const std::int64_t value : sorted) below.push_back(below.back() + static_cast<double>(value));
  if (below.back() <= 0) return std::vector<double>(steps + 1, std::numeric_limits<double>::quiet_NaN());
  std::vector<double> curve;
  for (std::size_t step = 0; step <= steps; ++step) {
    const double at = static_cast<double>(step * sorted.size()) / static_cast<double>(steps);
    const auto whole = std::min(static_cast<std::size_t>(at), sorted.size() - 1);
    const double part = at - static_cast<double>(whole);
    curve.push_back((below[whole] + part * (below[whole + 1] - below[whole])) / below.back());
  }
  return curve;
}

void finish_inequality(const World& world, Recorder& r) {
  std::vector<double> shares;
  for (std::size_t step = 0; step <= kSteps; ++step) shares.push_back(static_cast<double>(step) / kSteps);
  r.dimension({"share_of_creators", {}, shares, "1", "share of creators, those with least first"});
  std::vector<std::int64_t> attention, income;
  for (const Creator& c : world.creators) attention.push_back(c.impressions), income.push_back(c.income);
  put_curve(r, "inequality/attention", "share of recent impressions that the lowest share of creators holds",
            "Lorenz curve of recent impressions per creator", attention);
  put_curve(r, "inequality/income", "share of income that the lowest share of creators holds",
            "Lorenz curve of income since the start per creator", income);
}

}  // namespace fanfare::fan_economy
