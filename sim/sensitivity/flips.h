// Whether a ranking holds from setting to setting: the chance that it flips is a response like any other.
#pragma once

#include <vector>

#include "sim/sensitivity/responses.h"

namespace fanfare::sensitivity {

// Alternatives at each setting: values[setting][alternative][replicate].
using Alternatives = std::vector<Responses>;

struct Flips {
  std::size_t leader = 0;  // the alternative that is best over all settings
  Responses flipped;  // [setting][replicate]: 1 where another is ahead, ½ for a tie, 0 where the leader is;
                      // NaN where one is missing
  double chance = kUnknown;  // mean over settings and replicates
};
// `more_is_better`: which end is ahead. Replicates are paired: alternatives meet in the same world.
Flips flips_of(const Alternatives& values, bool more_is_better);

}  // namespace fanfare::sensitivity
