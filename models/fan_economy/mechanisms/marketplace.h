// Keys of the mechanism `marketplace`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/fan_economy/mechanisms/agency.h"

namespace fanfare::fan_economy {

// What a campaign asks of its creators beside posts.
struct MarketplaceTerms {
  std::string id;
  std::string campaign;
  double bid = 1;              // of what the card asks
  bool exclusive = false;      // no rival of the category during the flight …
  double exclusive_after = 0;  // … and so many days after it
  bool rights = false;         // each post is shown a second time …
  double rights_after = 3;     // … so many days later
};
void describe(Schema<MarketplaceTerms>& s);

struct MarketplaceKeys {
  double take = 0.05;
  double advice = 0.5;
  bool ranked = true;
  double fit_demand = 0.3;
  double posts_a_week = 4;
  double reserve = 0.8;
  double reserve_spread = 0.15;
  double busy = 0.3;
  double exclusive_premium = 0.3;
  double rights_premium = 0.2;
  double censored = 0.01;
  double kill_fee = 0.2;
  double lost_outside = 0.15;
  double risk_spread = 0.4;
  double labelled_outside = 0;
  double exposure = 0.1;
  double exposure_memory = 30;
  AgencyKeys agency;
  std::vector<MarketplaceTerms> terms;
};
void describe(Schema<MarketplaceKeys>& s);

}  // namespace fanfare::fan_economy
