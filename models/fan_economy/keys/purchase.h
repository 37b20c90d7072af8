// Keys of purchase: hazard, clicks, delivery, returns, word of mouth.
#pragma once

#include <cstdint>

#include "fanfare/schema.h"

namespace fanfare::fan_economy {

enum class SocialReference : std::uint8_t { global, community };
enum class MarketStart : std::uint8_t { stationary, fresh };

struct PurchaseParameters {
  SocialReference social = SocialReference::community;  // whose share of buyers counts
  MarketStart start = MarketStart::stationary;        // fresh: nobody has ever bought
  double attitude_gain = 3;         // θ_A
  double social_gain = 4;           // θ_S
  double deal_gain = 1;             // θ_D
  double interest_weight = 1;       // 0: interest in the category does not matter; 1: it multiplies
  double need_days = 60;            // τ: need after a purchase is 1 − e^(−days/τ)
  double order_per_click = 0.012;   // c₀: of a reader with mean interest, full need, no attitude
  double order_ceiling = 0.15;      // most that chance can be
  double attribution_days = 14;     // window of the last touch
  double returns_by_satisfaction =
      0.5;  // share of returns that full satisfaction saves, and dissatisfaction adds
  double delivery_days = 3;
  double return_days = 7;           // from delivery to the refund
  double word_of_mouth = 0.05;      // chance of a post about a delivered order at full (dis)satisfaction
  double expectation = 0.5;         // quality that neither pleases nor disappoints
  double experience = 0.1;          // g of the attitude's change at full (dis)satisfaction
  double platform_take = 0;         // share of revenue, beyond what margins already count
};
void describe(Schema<PurchaseParameters>& s);

}  // namespace fanfare::fan_economy
