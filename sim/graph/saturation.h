// Followers are distinct, so a star that is drawn twice by one reader gains nothing: drawn in proportion
// to its planned followers it would end up with a third less. This gives it the weight that it needs.
#pragma once

#include <vector>

#include "fanfare/parallel.h"

namespace fanfare {

// Weights to draw by so that, each reader drawing until it has its `follows` distinct accounts, account v
// is expected to get its share of `followers` (any scale). Exact to about 1 % of an account's followers.
std::vector<double> weights_for(const std::vector<double>& followers, const std::vector<double>& follows,
                                Parallel& parallel);

}  // namespace fanfare
