// Keys of brands and their offers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fanfare/ids.h"
#include "fanfare/schema.h"
#include "fanfare/schema_types.h"

namespace fanfare::fan_economy {

// A reason to buy now.
struct OfferParameters {
  std::string id;
  double discount = 0;          // share off the list price
  Range dates{0, 1e6};          // days
  std::int64_t stock = -1;      // units at this price; −1: unlimited
  double urgency = 0.5;         // 0 … 1: how much "now or never" it says
};
void describe(Schema<OfferParameters>& s);

struct BrandParameters {
  std::string id;
  std::string topic;            // also its category: brands of one topic compete for one need
  Cents price = 10'000;
  Cents usual_price = 0;        // what buyers find usual in its category; 0: the list price at the start
  double margin = 0.6;          // share of the list price left after the product's cost
  double equity = 0.1;          // −1 … 1: attitude to which accounts return
  double quality = 0.7;         // 0 … 1
  double awareness = 0.2;       // share of accounts that know it at the start
  std::int64_t stock = -1;      // units; −1: unlimited
  double rate = 5e-4;  // λ: orders a day of an aware account with mean interest, full need, no attitude
  double returns = 0.15;        // share of delivered orders sent back, of what neither pleases nor disappoints
  std::string shop;             // platform on which it is sold; empty: wherever it is seen
  std::vector<double> season;   // by month, multiplies the rate; empty: none
  std::vector<OfferParameters> offers;
};
void describe(Schema<BrandParameters>& s);

}  // namespace fanfare::fan_economy
