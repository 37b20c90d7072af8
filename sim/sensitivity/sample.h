// What any sample of points allows: first-order indices by a smooth or by conditional means, and partial rank
// correlations. Total indices it does not allow.
#pragma once

#include <vector>

#include "sim/sensitivity/layout.h"

namespace fanfare::sensitivity {

// Share of the variance of y that a factor alone explains: of ordered factors a regression on cosines of the
// factor's rank (Plischke 2012, Reliability Engineering & System Safety 106:39, COSI), as many as 6 and a
// tenth of the points; of few levels and of words the means at each level. Adjusted for the terms (Ezekiel
// 1930; Kelley 1935), so 0 is expected where there is nothing, and luck in y is not counted. The points must
// be spread evenly and independently over the factors. Interval: jackknife without one of twenty groups. Not
// known under 20 points.
std::vector<Index> first_order(const std::vector<FactorColumn>& factors, const std::vector<double>& y);

struct RankCorrelation {
  Index partial;  // PRCC (Marino et al. 2008, J. Theoretical Biology 254:178); interval by Fisher's z
  double chance = kUnknown; // of one as far from 0 if there were nothing (two-sided, Student's t)
};
// Between the ranks of a factor and of y, all other factors held. Factors of words are held, by a column a
// word; they have none themselves unless they are two.
std::vector<RankCorrelation> rank_correlations(const std::vector<FactorColumn>& factors,
                                               const std::vector<double>& y);

}  // namespace fanfare::sensitivity
