#include "sim/sensitivity/sample.h"

#include <Eigen/Dense>
#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>

#include "sim/sensitivity/responses.h"

namespace fanfare::sensitivity {
namespace {

constexpr std::size_t kFewLevels = 7;
constexpr std::size_t kMostTerms = 6;
constexpr std::size_t kGroups = 20;
constexpr std::size_t kFewestPoints = 20;

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

// 1 … n; equals share the mean of their places.
std::vector<double> ranks(const std::vector<double>& x) {
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
  std::vector<double> rank(x.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    while (last < order.size() && x[order[last]] == x[order[first]]) ++last;
    for (std::size_t k = first; k < last; ++k) rank[order[k]] = static_cast<double>(first + last + 1) / 2;
    first = last;
  }
  return rank;
}

std::vector<double> chosen(const std::vector<double>& x, const std::vector<std::size_t>& places) {
  std::vector<double> out;
  for (const std::size_t p : places) out.push_back(x[p]);
  return out;
}

double adjusted(double unexplained, double all, double n, double terms) {
  if (!(all > 0) || n - terms - 1 < 1) return kUnknown;
  return 1 - unexplained / all * (n - 1) / (n - terms - 1);
}

double squares_about_mean(const std::vector<double>& y) {
  const double mean = std::accumulate(y.begin(), y.end(), 0.0) / static_cast<double>(y.size());
  return std::accumulate(y.begin(), y.end(), 0.0,
                         [&](double s, double v) { return s + (v - mean) * (v - mean); });
}

double by_levels(const std::vector<double>& x, const std::vector<double>& y) {
  std::map<double, std::vector<double>> at;
  for (std::size_t p = 0; p < x.size(); ++p) at[x[p]].push_back(y[p]);
  double within = 0;
  for (const auto& [level, values] : at) within += squares_about_mean(values);
  return adjusted(within, squares_about_mean(y), static_cast<double>(y.size()),
                  static_cast<double>(at.size()) - 1);
}

double by_cosines(const std::vector<double>& x, const std::vector<double>& y) {
  const auto n = static_cast<Eigen::Index>(y.size());
  const auto terms = static_cast<Eigen::Index>(std::min(kMostTerms, y.size() / 10));
  const std::vector<double> rank = ranks(x);
  Matrix basis(n, terms + 1);
  for (Eigen::Index p = 0; p < n; ++p)
    for (Eigen::Index k = 0; k <= terms; ++k)
      basis(p, k) = std::cos(std::numbers::pi * static_cast<double>(k) *
                             (rank[static_cast<std::size_t>(p)] - 0.5) / static_cast<double>(n));
  const Eigen::Map<const Vector> response(y.data(), n);
  const Vector fit = basis * (basis.transpose() * basis).ldlt().solve(basis.transpose() * response);
  return adjusted((response - fit).squaredNorm(), squares_about_mean(y), static_cast<double>(n),
                  static_cast<double>(terms));
}

double explained(const FactorColumn& factor, const std::vector<double>& x, const std::vector<double>& y) {
  const bool by_means = !factor.is_ordered || factor.levels() <= kFewLevels;
  return by_means ? by_levels(x, y) : by_cosines(x, y);
}

}  // namespace

std::vector<Index> first_order(const std::vector<FactorColumn>& factors, const std::vector<double>& y) {
  std::vector<Index> out;
  for (const FactorColumn& factor : factors) {
    if (y.size() < kFewestPoints || factor.levels() < 2) {
      out.emplace_back();
      continue;
    }
    std::vector<double> without;
    for (std::size_t group = 0; group < kGroups; ++group) {
      std::vector<std::size_t> kept;
      for (std::size_t p = 0; p < y.size(); ++p)
        if (p % kGroups != group) kept.push_back(p);
      without.push_back(explained(factor, chosen(factor.at, kept), chosen(y, kept)));
    }
    out.push_back(jackknifed(explained(factor, factor.at, y), without));
  }
  return out;
}

namespace {

// The columns that stand for the factors among the ranks, and which of them is the factor's own.
struct RankedColumns {
  std::vector<std::vector<double>> columns;
  std::vector<int> own;  // by factor; −1: none
};

RankedColumns ranked(const std::vector<FactorColumn>& factors) {
  RankedColumns out;
  for (const FactorColumn& f : factors) {
    const std::size_t levels = f.levels();
    out.own.push_back(levels > 1 && (f.is_ordered || levels == 2) ? static_cast<int>(out.columns.size())
                                                                  : -1);
    if (levels < 2) continue;
    if (f.is_ordered || levels == 2) {
      out.columns.push_back(ranks(f.at));
      continue;
    }
    std::map<double, int> words;
    for (const double word : f.at) words.emplace(word, 0);
    for (auto word = std::next(words.begin()); word != words.end(); ++word) {
      auto& column = out.columns.emplace_back();
      for (const double x : f.at) column.push_back(x == word->first ? 1 : 0);
    }
  }
  return out;
}

// Correlations of columns, none of which stands still.
Matrix correlations(const std::vector<std::vector<double>>& columns) {
  const auto n = static_cast<Eigen::Index>(columns[0].size());
  Matrix x(n, static_cast<Eigen::Index>(columns.size()));
  for (Eigen::Index c = 0; c < x.cols(); ++c) {
    x.col(c) = Eigen::Map<const Vector>(columns[static_cast<std::size_t>(c)].data(), n);
    x.col(c).array() -= x.col(c).mean();
    x.col(c).normalize();
  }
  return x.transpose() * x;
}

RankCorrelation judged(double r, double free) {
  RankCorrelation out;
  out.partial.value = r;
  if (std::fabs(r) >= 1 || free < 2) return out;
  const double half = 1.959963984540054 / std::sqrt(free - 1);
  out.partial.low = std::tanh(std::atanh(r) - half), out.partial.high = std::tanh(std::atanh(r) + half);
  const double t = std::fabs(r) * std::sqrt(free / (1 - r * r));
  out.chance = 2 * boost::math::cdf(boost::math::complement(boost::math::students_t(free), t));
  return out;
}

}  // namespace

std::vector<RankCorrelation> rank_correlations(const std::vector<FactorColumn>& factors,
                                               const std::vector<double>& y) {
  std::vector<RankCorrelation> out(factors.size());
  RankedColumns table = ranked(factors);
  const auto held = static_cast<double>(table.columns.size()) - 1;  // beside the factor itself
  const double free = static_cast<double>(y.size()) - 2 - held;
  if (free < 1 || table.columns.empty() || !(squares_about_mean(y) > 0)) return out;
  table.columns.push_back(ranks(y));
  const Eigen::FullPivLU<Matrix> factored(correlations(table.columns));
  if (!factored.isInvertible()) return out;  // a factor that others determine, or that y follows exactly
  const Matrix inverse = factored.inverse();
  const Eigen::Index last = inverse.cols() - 1;
  for (std::size_t f = 0; f < factors.size(); ++f) {
    const int own = table.own[f];
    if (own < 0) continue;
    out[f] = judged(-inverse(own, last) / std::sqrt(inverse(own, own) * inverse(last, last)), free);
  }
  return out;
}

}  // namespace fanfare::sensitivity
