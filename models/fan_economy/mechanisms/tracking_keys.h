// Keys of tracking: what a brand gets to see of how its buyers came to it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fanfare/schema.h"
#include "fanfare/schema_types.h"

namespace fanfare::fan_economy {

struct TrackingKeys {
  std::string brand;                  // none: the first
  std::vector<std::string> channels;  // none: all of the brand's campaigns, lines of ads and bids
  double window = 14;                 // days
  double clicks_seen = 1;
  double views_seen = 1;
  double cookies_lost = 0.2;
  double cookie_life = 30;            // days
  double offline = 0.1;
  std::vector<std::string> walled;    // platforms
  double ends = 0.4;                  // of the position rule: the first's and the last's
  double carry = 0.5;                 // of the regression, a day
};
void describe(Schema<TrackingKeys>& s);

inline constexpr std::size_t kMostChannels = 8;

}  // namespace fanfare::fan_economy
