// The upper end of a degree distribution as a power law. Statistics for people, never simulation state.
#pragma once

#include <cstdint>
#include <vector>

namespace fanfare {

struct TailFit {
  double exponent = 0;  // of the density, P(k) ∝ k^-exponent; NaN if the tail is too short to tell
  double standard_error = 0;
  std::uint32_t from = 0;      // the least degree that belongs to the tail
  std::uint32_t accounts = 0;  // in the tail
};

// The discrete power law's maximum likelihood exponent at a given least degree (Clauset et al. 2009,
// eq. 3.7).
TailFit fit_tail_from(const std::vector<std::uint32_t>& degrees, std::uint32_t from);
// The same, the least degree chosen by the smallest Kolmogorov–Smirnov distance.
TailFit fit_tail(const std::vector<std::uint32_t>& degrees);

}  // namespace fanfare
