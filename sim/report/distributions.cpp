// Distributions at the end of the runs, as shares at or above a size, with the fitted tail; and Lorenz
// curves.
#include <cmath>

#include "sim/report/document.h"
#include "sim/report/tail.h"

namespace fanfare {
namespace {

// Counts of one arm, added over its replicates.
std::vector<double> totals(const Stacked& s, std::size_t row) {
  std::vector<double> sums(s.cells());
  for (std::size_t cell = 0; cell < s.cells(); ++cell)
    for (std::size_t r = 0; r < s.replicates(); ++r) {
      const double n = s.at(row, r, 0, cell);
      if (std::isfinite(n)) sums[cell] += n;
    }
  return sums;
}

// Points [size, share at or above it] of the bins that begin with something, and the tail.
Json curve_json(const std::vector<double>& from, const std::vector<double>& counts) {
  double all = 0;
  for (const double n : counts) all += n;
  Json points = Json::array();
  double left = all;
  for (std::size_t i = 0; i < counts.size() && left > 0; ++i) {
    if (from[i] >= 1) points.push_back({number_json(from[i]), number_json(left / all)});
    left -= counts[i];
  }
  Json tail;
  if (const auto fit = fit_binned_tail(from, counts)) {
    Json line = Json::array();
    for (const auto& [x, share] : fit->line) line.push_back({number_json(x), number_json(share)});
    tail = {{"exponent", number_json(fit->exponent)},
            {"from", number_json(fit->from)},
            {"share", number_json(fit->share)},
            {"counts", number_json(fit->counts)},
            {"line", line}};
  }
  return {{"points", points}, {"tail", tail}, {"counts", number_json(all)}};
}

Json distribution_json(const Dataset& study, const char* name) {
  const auto s = Stacked::of(study, name);
  if (!s || s->rest().size() != 1 || s->rest()[0]->values.empty()) return nullptr;
  Json arms = Json::array();
  for (std::size_t row = 0; row < s->rows(); ++row)
    arms.push_back(curve_json(s->rest()[0]->values, totals(*s, row)));
  Json json = heading_json(s->variable());
  json["arms"] = std::move(arms);
  return json;
}

// Curves as runs record them: shares held by the lowest so many.
Json lorenz_json(const Dataset& study, const char* name) {
  const auto s = Stacked::of(study, name);
  if (!s || s->rest().size() != 1) return nullptr;
  Json json = heading_json(s->variable());
  json["share_of_creators"] = numbers_json(s->rest()[0]->values);
  json["arms"] = Json::array();
  for (std::size_t row = 0; row < s->rows(); ++row) {
    std::vector<double> means;
    for (std::size_t cell = 0; cell < s->cells(); ++cell) means.push_back(s->last(row, cell).mean);
    json["arms"].push_back(numbers_json(means));
  }
  return json;
}

}  // namespace

Json distributions_json(const Dataset& study) {
  return {{"followers", distribution_json(study, "network/follower_distribution")},
          {"cascades", distribution_json(study, "cascades/size_distribution")},
          {"attention", lorenz_json(study, "inequality/attention")},
          {"income", lorenz_json(study, "inequality/income")}};
}

}  // namespace fanfare
