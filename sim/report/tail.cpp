#include "sim/report/tail.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fanfare {
namespace {

constexpr double kLeastCounts = 50;
constexpr std::size_t kLeastBins = 4;
constexpr double kGain = 1e-6;  // in the distance, below which a shorter tail is no better

struct Bins {
  std::vector<double> from;  // lower edges
  std::vector<double> counts;
};

// Σ (a + k)^-s over k ≥ 0, by Euler and Maclaurin: to about ten digits for s of 1 … 8 and a ≥ 1.
double hurwitz(double s, double a) {
  constexpr int kTerms = 8;
  double sum = 0;
  for (int k = 0; k < kTerms; ++k) sum += std::pow(a + k, -s);
  const double x = a + kTerms;
  return sum + std::pow(x, -s) * (x / (s - 1) + 0.5 + s / (12 * x));
}

// Share of a power law over whole numbers from `first` on that lies at or above each edge; 0 after the last.
std::vector<double> shares_above(const Bins& b, std::size_t first, double exponent) {
  std::vector<double> shares;
  for (std::size_t i = first; i < b.from.size(); ++i) shares.push_back(hurwitz(exponent, b.from[i]));
  for (std::size_t i = shares.size(); i-- > 0;) shares[i] /= shares[0];
  shares.push_back(0);
  return shares;
}

double log_likelihood(const Bins& b, std::size_t first, double exponent) {
  const std::vector<double> above = shares_above(b, first, exponent);
  double sum = 0;
  for (std::size_t i = first; i < b.from.size(); ++i)
    if (b.counts[i] > 0) sum += b.counts[i] * std::log(above[i - first] - above[i - first + 1]);
  return sum;
}

// Golden section: the likelihood has one maximum. Of two points tried inside, one is a point of the next step
// too.
double most_likely(const Bins& b, std::size_t first) {
  const double ratio = (std::sqrt(5.0) - 1) / 2;
  double low = 1.05, high = 8;
  double left = high - ratio * (high - low), right = low + ratio * (high - low);
  double at_left = log_likelihood(b, first, left), at_right = log_likelihood(b, first, right);
  for (int step = 0; step < 40; ++step) {
    if (at_left < at_right) {
      low = left, left = right, at_left = at_right;
      right = low + ratio * (high - low), at_right = log_likelihood(b, first, right);
    } else {
      high = right, right = left, at_right = at_left;
      left = high - ratio * (high - low), at_left = log_likelihood(b, first, left);
    }
  }
  return (low + high) / 2;
}

double total_from(const Bins& b, std::size_t first) {
  double sum = 0;
  for (std::size_t i = first; i < b.counts.size(); ++i) sum += b.counts[i];
  return sum;
}

double misfit(const Bins& b, std::size_t first, const std::vector<double>& above) {
  const double all = total_from(b, first);
  double largest = 0, left = all;
  for (std::size_t i = first; i < b.counts.size(); ++i) {
    largest = std::max(largest, std::fabs(left / all - above[i - first]));
    left -= b.counts[i];
  }
  return largest;
}

bool is_enough(const Bins& b, std::size_t first) {
  const auto filled = std::count_if(b.counts.begin() + static_cast<std::ptrdiff_t>(first), b.counts.end(),
                                    [](double n) { return n > 0; });
  return total_from(b, first) >= kLeastCounts && static_cast<std::size_t>(filled) >= kLeastBins;
}

BinnedTail tail_of(const Bins& b, std::size_t first, double exponent, double all) {
  BinnedTail tail{exponent, b.from[first], total_from(b, first) / all, total_from(b, first), {}};
  const std::vector<double> above = shares_above(b, first, exponent);
  for (std::size_t i = first; i < b.from.size() && total_from(b, i) > 0; ++i)
    tail.line.emplace_back(b.from[i], tail.share * above[i - first]);
  return tail;
}

}  // namespace

std::optional<BinnedTail> fit_binned_tail(const std::vector<double>& from,
                                          const std::vector<double>& counts) {
  constexpr double kStep = 1.3;  // between two candidates for the first bin
  Bins b;
  double all = 0, next = 1;
  for (std::size_t i = 0; i < from.size(); ++i) {
    all += counts[i];
    if (from[i] >= 1) b.from.push_back(from[i]), b.counts.push_back(counts[i]);
  }
  std::optional<BinnedTail> best;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t first = 0; first < b.from.size() && is_enough(b, first); ++first) {
    if (b.from[first] < next) continue;
    next = b.from[first] * kStep;
    const double exponent = most_likely(b, first);
    const double gap = misfit(b, first, shares_above(b, first, exponent));
    if (gap > least - kGain) continue;
    least = gap;
    best = tail_of(b, first, exponent, all);
  }
  return best;
}

}  // namespace fanfare
