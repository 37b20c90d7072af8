#include "sim/sensitivity/sobol.h"

#include <numeric>

#include "sim/sensitivity/bootstrap.h"

namespace fanfare::sensitivity {
namespace {

// Of each base what the sums are made of, about the mean of A and B: the estimators then vary least.
struct Terms {
  std::vector<double> sum, squares;                // of A and B
  std::vector<std::vector<double>> first, total;   // [factor][base]
  std::size_t bases() const { return sum.size(); }
};

Terms terms_of(const PickFreeze& s) {
  std::vector<std::size_t> kept;
  for (std::size_t j = 0; j < s.a.size(); ++j) {
    bool is_there = std::isfinite(s.a[j]) && std::isfinite(s.b[j]);
    for (const auto& one : s.ab) is_there = is_there && std::isfinite(one[j]);
    if (is_there) kept.push_back(j);
  }
  double centre = 0;
  for (const std::size_t j : kept) centre += (s.a[j] + s.b[j]) / (2 * static_cast<double>(kept.size()));
  Terms t;
  t.first.resize(s.ab.size());
  t.total.resize(s.ab.size());
  for (const std::size_t j : kept) {
    const double a = s.a[j] - centre, b = s.b[j] - centre;
    t.sum.push_back(a + b);
    t.squares.push_back(a * a + b * b);
    for (std::size_t i = 0; i < s.ab.size(); ++i) {
      const double step = s.ab[i][j] - s.a[j];
      t.first[i].push_back(b * step);
      t.total[i].push_back(step * step / 2);
    }
  }
  return t;
}

struct Estimates {
  double variance = kUnknown;
  std::vector<double> first, total;
};

double weighted(const std::vector<double>& x, const std::vector<double>& weight) {
  return std::inner_product(x.begin(), x.end(), weight.begin(), 0.0);
}

Estimates estimate(const Terms& t, const std::vector<double>& weight, double luck) {
  const auto n = static_cast<double>(t.bases());
  Estimates e;
  const double mean = weighted(t.sum, weight) / (2 * n);
  e.variance = (weighted(t.squares, weight) - 2 * n * mean * mean) / (2 * n - 1) - luck;
  const bool varies = e.variance > 0;
  for (std::size_t i = 0; i < t.first.size(); ++i) {
    e.first.push_back(varies ? weighted(t.first[i], weight) / n / e.variance : kUnknown);
    e.total.push_back(varies ? (weighted(t.total[i], weight) / n - luck) / e.variance : kUnknown);
  }
  return e;
}

}  // namespace

SobolIndices sobol_indices(const PickFreeze& sample, double luck, std::uint32_t seed,
                           std::uint32_t resamples) {
  const Terms terms = terms_of(sample);
  const std::size_t factors = sample.ab.size();
  SobolIndices out;
  out.bases = terms.bases();
  out.first.resize(factors);
  out.total.resize(factors);
  if (out.bases < 4) return out;
  std::vector<double> weight(out.bases, 1.0);
  const Estimates whole = estimate(terms, weight, luck);
  out.variance = whole.variance;
  std::vector<std::vector<double>> first(factors), total(factors);
  for (std::uint32_t b = 0; b < resamples; ++b) {
    draw_counts(seed, b, weight);
    const Estimates e = estimate(terms, weight, luck);
    for (std::size_t i = 0; i < factors; ++i) first[i].push_back(e.first[i]), total[i].push_back(e.total[i]);
  }
  for (std::size_t i = 0; i < factors; ++i) {
    out.first[i].value = whole.first[i], out.total[i].value = whole.total[i];
    if (!out.first[i].exists()) continue;
    set_percentiles(out.first[i], std::move(first[i]));
    set_percentiles(out.total[i], std::move(total[i]));
  }
  return out;
}

}  // namespace fanfare::sensitivity
