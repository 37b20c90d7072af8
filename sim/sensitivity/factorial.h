// First and total indices of a full grid: an analysis of variance over all combinations, each weighed the
// same.
#pragma once

#include <vector>

#include "sim/sensitivity/layout.h"
#include "sim/sensitivity/responses.h"
#include "sim/sensitivity/sobol.h"

namespace fanfare::sensitivity {

// Sobol' (1993), Mathematical Modelling and Computational Experiments 1:407, with sums over levels in place
// of integrals: nothing is sampled, so the indices are exact for these levels. Luck is taken out of each
// variance (its share of the mean squares). Intervals: jackknife over replicates, so none under four of them.
// `responses` of points that are missing leave all unknown: a grid with holes is a sample.
SobolIndices grid_indices(const std::vector<FactorColumn>& factors, const Responses& responses,
                          const Complete& complete);

}  // namespace fanfare::sensitivity
