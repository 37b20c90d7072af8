// Offers, purchase, stock, delivery, returns, word of mouth. Prices are reserved in the wallet when an
// account decides; money moves in trade.
#pragma once

#include <cstdint>

#include "fanfare/block.h"
#include "fanfare/phase.h"
#include "fanfare/schema.h"
#include "models/fan_economy/state.h"
#include "models/fan_economy/vocabulary.h"

namespace fanfare::fan_economy {

struct World;

enum class SocialReference : std::uint8_t { global, segment };
enum class MarketStart : std::uint8_t { stationary, fresh };

struct PurchaseParameters {
  SocialReference social = SocialReference::segment;  // whose share of buyers counts
  MarketStart start = MarketStart::stationary;        // fresh: nobody has ever bought
  double attitude_gain = 3;         // θ_A
  double social_gain = 4;           // θ_S
  double deal_gain = 1;             // θ_D
  double interest_weight = 1;       // 0: interest in the category does not matter; 1: it multiplies
  double need_days = 60;            // τ: need after a purchase is 1 − e^(−days/τ)
  double order_per_click = 0.012;   // c₀: of a reader with mean interest, full need, no attitude
  double order_ceiling = 0.15;      // most that chance can be
  double attribution_days = 14;     // window of the last touch
  double returns_by_satisfaction = 0.5;  // share of returns that full satisfaction saves, and dissatisfaction adds
  double delivery_days = 3;
  double return_days = 7;           // from delivery to the refund
  double word_of_mouth = 0.05;      // chance of a post about a delivered order at full (dis)satisfaction
  double expectation = 0.5;         // quality that neither pleases nor disappoints
  double experience = 0.1;          // g of the attitude's change at full (dis)satisfaction
  double platform_take = 0;         // share of revenue, beyond what margins already count
};
void describe(Schema<PurchaseParameters>& s);

// The factors of the daily hazard of model 5.6 but λ and the social term.
double purchase_drive(const World& world, AccountId account, std::uint8_t brand);
// Hazard of an order a day, of an aware account.
double purchase_hazard(const World& world, AccountId account, std::uint8_t brand);

// Local, in the reader's block: a click on a branded item; may become an order at once.
// `contract` is that of a sponsored post, else kNobody.
void click(World& world, const BlockScope& scope, AccountId reader, const PostScore& post, std::uint32_t contract);

// Local: everyday purchases of the accounts whose daily tick it is.
void shop(World& world, const BlockScope& scope);

// Exchange: scarce stock in keyed order, money, credit, replies to comments. Empties both outboxes.
void trade(World& world, const StepScope& scope);

// Local: reservations completed or released; deliveries, returns, word of mouth.
void settle(World& world, const BlockScope& scope);

// What a unit costs its brand now, cents.
Cents unit_cost(const Brand& brand);

// The money of an order on its terms, cents, of all people that its account stands for.
struct OrderMoney {
  Cents revenue, cost, take;
};
OrderMoney money_of(const World& world, std::uint32_t price, std::uint32_t cost, std::uint16_t take);

// Monthly spending money of an account, cents; keyed, so it needs no column.
std::int32_t income_of(const World& world, AccountId account);

// People an account stands for; whole, so money stays exact.
std::int64_t scale_of(const World& world);

}  // namespace fanfare::fan_economy
