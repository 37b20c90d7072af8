// Distributions at the end of the runs, as shares at or above a size, with the fitted tail.
#include "sim/report/exhibits.h"
#include "sim/report/tail.h"

namespace fanfare {
namespace {

Json tail_json(const std::vector<double>& from, const std::vector<double>& counts) {
  const auto fit = fit_binned_tail(from, counts);
  if (!fit) return nullptr;
  Json line = Json::array();
  for (const auto& [x, share] : fit->line) line.push_back({number_json(x), number_json(share)});
  return {{"exponent", number_json(fit->exponent)},
          {"from", number_json(fit->from)},
          {"share", number_json(fit->share)},
          {"counts", number_json(fit->counts)},
          {"line", line}};
}

}  // namespace

Json tail_curve_json(const std::vector<double>& from, const std::vector<double>& counts) {
  double all = 0;
  for (const double n : counts) all += n;
  Json points = Json::array();
  double left = all;
  for (std::size_t i = 0; i < counts.size() && left > 0; ++i) {
    if (from[i] >= 1) points.push_back({number_json(from[i]), number_json(left / all)});
    left -= counts[i];
  }
  return {{"points", points}, {"tail", tail_json(from, counts)}, {"counts", number_json(all)}};
}

}  // namespace fanfare
