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
  std::vector<double> edge;    // lower edges, half a unit below the whole number
  std::vector<double> counts;
};

// Share of a power law from edge[first] on that lies at or above edge[bin].
double above(const Bins& b, std::size_t first, std::size_t bin, double exponent) {
  return bin >= b.edge.size() ? 0 : std::pow(b.edge[bin] / b.edge[first], 1 - exponent);
}

double log_likelihood(const Bins& b, std::size_t first, double exponent) {
  double sum = 0;
  for (std::size_t i = first; i < b.edge.size(); ++i)
    if (b.counts[i] > 0) sum += b.counts[i] * std::log(above(b, first, i, exponent) - above(b, first, i + 1, exponent));
  return sum;
}

// Golden section: the likelihood has one maximum.
double most_likely(const Bins& b, std::size_t first) {
  const double ratio = (std::sqrt(5.0) - 1) / 2;
  double low = 1.01, high = 8;
  for (int step = 0; step < 60; ++step) {
    const double left = high - ratio * (high - low), right = low + ratio * (high - low);
    (log_likelihood(b, first, left) < log_likelihood(b, first, right) ? low : high) =
        log_likelihood(b, first, left) < log_likelihood(b, first, right) ? left : right;
  }
  return (low + high) / 2;
}

double total_from(const Bins& b, std::size_t first) {
  double sum = 0;
  for (std::size_t i = first; i < b.counts.size(); ++i) sum += b.counts[i];
  return sum;
}

double misfit(const Bins& b, std::size_t first, double exponent) {
  const double all = total_from(b, first);
  double largest = 0, left = all;
  for (std::size_t i = first; i < b.counts.size(); ++i) {
    largest = std::max(largest, std::fabs(left / all - above(b, first, i, exponent)));
    left -= b.counts[i];
  }
  return largest;
}

bool is_enough(const Bins& b, std::size_t first) {
  const auto filled = std::count_if(b.counts.begin() + static_cast<std::ptrdiff_t>(first), b.counts.end(),
                                    [](double n) { return n > 0; });
  return total_from(b, first) >= kLeastCounts && static_cast<std::size_t>(filled) >= kLeastBins;
}

}  // namespace

std::optional<BinnedTail> fit_binned_tail(const std::vector<double>& from, const std::vector<double>& counts) {
  Bins b;
  for (std::size_t i = 0; i < from.size(); ++i)
    if (from[i] >= 1) b.edge.push_back(from[i] - 0.5), b.counts.push_back(counts[i]);
  double all = 0;
  for (const double n : counts) all += n;
  std::optional<BinnedTail> best;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t first = 0; first < b.edge.size() && is_enough(b, first); ++first) {
    const double exponent = most_likely(b, first);
    const double gap = misfit(b, first, exponent);
    if (gap > least - kGain) continue;
    least = gap;
    best = BinnedTail{exponent, b.edge[first] + 0.5, total_from(b, first) / all, total_from(b, first)};
  }
  return best;
}

}  // namespace fanfare
