#include "sim/sensitivity/factorial.h"

#include <algorithm>
#include <map>

namespace fanfare::sensitivity {
namespace {

// Points that have the same value of `key`.
template <class Key>
std::vector<std::vector<std::size_t>> groups(std::size_t points, Key key) {
  std::map<decltype(key(0)), std::vector<std::size_t>> by;
  for (std::size_t p = 0; p < points; ++p) by[key(p)].push_back(p);
  std::vector<std::vector<std::size_t>> out;
  for (auto& [value, members] : by) out.push_back(std::move(members));
  return out;
}

// Of each factor: points at one level, and points that differ in that factor alone.
struct Grouping {
  std::vector<std::vector<std::size_t>> levels, lines;
};

Grouping grouping_of(const std::vector<FactorColumn>& factors, std::size_t f) {
  const std::size_t points = factors[f].at.size();
  return {groups(points, [&](std::size_t p) { return factors[f].at[p]; }),
          groups(points, [&](std::size_t p) {
            std::vector<double> others;
            for (std::size_t k = 0; k < factors.size(); ++k)
              if (k != f) others.push_back(factors[k].at[p]);
            return others;
          })};
}

double mean_over(const std::vector<double>& y, const std::vector<std::size_t>& members) {
  double sum = 0;
  for (const std::size_t p : members) sum += y[p];
  return sum / static_cast<double>(members.size());
}

// Mean square about the mean, over all members (no degree is taken off).
double spread_over(const std::vector<double>& y, const std::vector<std::size_t>& members) {
  const double mean = mean_over(y, members);
  double sum = 0;
  for (const std::size_t p : members) sum += (y[p] - mean) * (y[p] - mean);
  return sum / static_cast<double>(members.size());
}

struct Parts {
  double variance;
  std::vector<double> first, total;
};

Parts parts_of(const std::vector<Grouping>& groupings, const std::vector<double>& y, double luck) {
  const auto n = static_cast<double>(y.size());
  std::vector<std::size_t> all(y.size());
  for (std::size_t p = 0; p < y.size(); ++p) all[p] = p;
  Parts out{spread_over(y, all) - luck * (n - 1) / n, {}, {}};
  for (const Grouping& g : groupings) {
    const auto levels = static_cast<double>(g.levels.size());
    std::vector<double> means;
    for (const auto& members : g.levels) means.push_back(mean_over(y, members));
    std::vector<std::size_t> places(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(means.size()));
    double within = 0;
    for (const auto& line : g.lines) within += spread_over(y, line) / static_cast<double>(g.lines.size());
    out.first.push_back((spread_over(means, places) - luck * (levels - 1) / n) / out.variance);
    out.total.push_back((within - luck * (levels - 1) / levels) / out.variance);
  }
  return out;
}

Complete without(const Responses& responses, const Complete& complete, std::size_t k) {
  Complete fewer = complete;
  fewer.replicates.erase(fewer.replicates.begin() + static_cast<std::ptrdiff_t>(k));
  for (std::size_t i = 0; i < fewer.points.size(); ++i) {
    double sum = 0;
    for (const std::size_t r : fewer.replicates) sum += responses[fewer.points[i]][r];
    fewer.means[i] = sum / static_cast<double>(fewer.replicates.size());
  }
  return fewer;
}

}  // namespace

SobolIndices grid_indices(const std::vector<FactorColumn>& factors, const Responses& responses,
                          const Complete& complete) {
  SobolIndices out;
  out.first.resize(factors.size());
  out.total.resize(factors.size());
  out.bases = complete.points.size();
  if (complete.points.size() != responses.size()) return out;
  std::vector<Grouping> groupings;
  for (std::size_t f = 0; f < factors.size(); ++f) groupings.push_back(grouping_of(factors, f));
  const Parts whole = parts_of(groupings, complete.means, luck_of(responses, complete).of_mean());
  out.variance = whole.variance;
  if (!(whole.variance > 0)) return out;
  std::vector<std::vector<double>> first(factors.size()), total(factors.size());
  for (std::size_t k = 0; complete.replicates.size() > 3 && k < complete.replicates.size(); ++k) {
    const Complete fewer = without(responses, complete, k);
    const Parts p = parts_of(groupings, fewer.means, luck_of(responses, fewer).of_mean());
    for (std::size_t f = 0; f < factors.size(); ++f)
      first[f].push_back(p.first[f]), total[f].push_back(p.total[f]);
  }
  for (std::size_t f = 0; f < factors.size(); ++f) {
    out.first[f] = jackknifed(whole.first[f], first[f]);
    out.total[f] = jackknifed(whole.total[f], total[f]);
  }
  return out;
}

}  // namespace fanfare::sensitivity
