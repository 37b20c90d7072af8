// First and total Sobol' indices from pick-freeze samples.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/sensitivity/index.h"

namespace fanfare::sensitivity {

// Responses at two independent samples A and B of the factors, and at A with one factor after the other taken
// from B. A base whose row has a missing value is left out.
struct PickFreeze {
  std::vector<double> a, b;             // [base]
  std::vector<std::vector<double>> ab;  // [factor][base]
};

struct SobolIndices {
  std::vector<Index> first;  // S_i: variance of E[Y | X_i] over that of Y
  std::vector<Index> total;  // ST_i: what is left of it when all but X_i are known
  double variance = kUnknown;
  std::size_t bases = 0;  // that were complete
};

// S_i by Saltelli et al. (2010), Computer Physics Communications 181:259, table 2 (b); ST_i by Jansen (1999),
// ibid. 117:35, table 2 (f). `luck` is the variance that a response has by chance alone, apart from what all
// share (0: none, or not known): it is taken out of the variance and of ST, which are then of the expected
// response. Intervals: percentiles of a bootstrap over bases, keyed by `seed`. Not known where nothing varies
// or under four bases.
SobolIndices sobol_indices(const PickFreeze& sample, double luck, std::uint32_t seed,
                           std::uint32_t resamples = 1000);

}  // namespace fanfare::sensitivity
