// A power law fitted to counts in bins. Statistics of results only.
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace fanfare {

struct BinnedTail {
  double exponent = 0;  // of the density, P(x) ∝ x^-exponent
  double from = 0;      // lower edge of the first bin that belongs to the tail
  double share = 0;     // of all counts, at or above `from`
  double counts = 0;    // in the tail
  std::vector<std::pair<double, double>> line;  // (lower edge, fitted share of all counts at or above it)
};

// Bins run from from[i] up to from[i + 1], whole numbers; the last has no end. The exponent is the maximum likelihood
// one for binned data, the first bin that with the least Kolmogorov–Smirnov distance (Virkar & Clauset 2014, Annals of
// Applied Statistics 8:89). Nothing under 50 counts or 4 filled bins.
std::optional<BinnedTail> fit_binned_tail(const std::vector<double>& from, const std::vector<double>& counts);

}  // namespace fanfare
