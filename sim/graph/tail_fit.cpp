// Fits a discrete power law to the upper end of a degree distribution.
#include "fanfare/tail_fit.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>

namespace fanfare {
namespace {

constexpr std::size_t kLeastTail = 50;

struct TailSample {
  std::vector<std::uint32_t> degrees;  // descending
  std::vector<double> log_sums;        // of ln degree over the first i + 1
};

TailSample sorted_tail(const std::vector<std::uint32_t>& degrees) {
  TailSample tail;
  std::ranges::copy_if(degrees, std::back_inserter(tail.degrees), [](std::uint32_t d) { return d > 0; });
  std::ranges::sort(tail.degrees, std::greater{});
  double sum = 0;
  for (const std::uint32_t d : tail.degrees) tail.log_sums.push_back(sum += std::log(d));
  return tail;
}

// 1 + n / Σ ln(d / (from - ½)), good for from of about 6 and more.
TailFit fit_first(const TailSample& tail, std::size_t count, std::uint32_t from) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  const double n = static_cast<double>(count);
  const double sum = count == 0 ? 0 : tail.log_sums[count - 1] - n * std::log(from - 0.5);
  if (count < kLeastTail || sum <= 0) return {kNone, kNone, from, static_cast<std::uint32_t>(count)};
  const double exponent = 1 + n / sum;
  return {exponent, (exponent - 1) / std::sqrt(n), from, static_cast<std::uint32_t>(count)};
}

// The largest gap between the fitted and the observed share at or above a degree.
double misfit(const TailSample& tail, const TailFit& fit) {
  const double n = fit.accounts;
  double largest = 0;
  for (std::size_t i = 0; i < fit.accounts; ++i) {
    if (i + 1 < fit.accounts && tail.degrees[i + 1] == tail.degrees[i]) continue;
    const double fitted = std::pow((tail.degrees[i] - 0.5) / (fit.from - 0.5), 1 - fit.exponent);
    largest = std::max(largest, std::fabs(fitted - static_cast<double>(i + 1) / n));
  }
  return largest;
}

}  // namespace

TailFit fit_tail_from(const std::vector<std::uint32_t>& degrees, std::uint32_t from) {
  const TailSample tail = sorted_tail(degrees);
  const auto end = std::ranges::upper_bound(tail.degrees, from, std::greater{});
  return fit_first(tail, static_cast<std::size_t>(end - tail.degrees.begin()), std::max(from, 1U));
}

TailFit fit_tail(const std::vector<std::uint32_t>& degrees) {
  constexpr double kStep = 1.2;  // between two candidates for the least degree
  const TailSample tail = sorted_tail(degrees);
  TailFit best = fit_first(tail, 0, 1);
  double least = std::numeric_limits<double>::infinity();
  for (double candidate = 2; !tail.degrees.empty() && candidate <= tail.degrees[0];
       candidate = std::floor(candidate * kStep + 1)) {
    const auto from = static_cast<std::uint32_t>(candidate);
    const auto end = std::ranges::upper_bound(tail.degrees, from, std::greater{});
    const TailFit fit = fit_first(tail, static_cast<std::size_t>(end - tail.degrees.begin()), from);
    if (std::isnan(fit.exponent)) break;
    const double gap = misfit(tail, fit);
    if (gap >= least) continue;
    least = gap;
    best = fit;
  }
  return best;
}

}  // namespace fanfare
