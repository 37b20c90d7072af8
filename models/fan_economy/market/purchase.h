// Offers, purchase, stock, delivery, returns, word of mouth. Prices are reserved in the wallet when an
// account decides; money moves in trade.
#pragma once

#include <cstdint>

#include "fanfare/block.h"
#include "fanfare/ledger.h"
#include "fanfare/phase.h"
#include "models/fan_economy/state/market.h"
#include "models/fan_economy/state/posts.h"

namespace fanfare::fan_economy {

struct World;

// Interest times need: how much an account wants what the brand's category offers, 1 on average where need is
// full.
double want(const World& world, AccountId account, std::uint8_t brand);
// The factors of the daily hazard of model 5.6 but λ and the social term.
double purchase_drive(const World& world, AccountId account, std::uint8_t brand);
// Hazard of an order a day, of an aware account.
double purchase_hazard(const World& world, AccountId account, std::uint8_t brand);

// Local, in the reader's block: a click on a branded item; may become an order at once.
// `contract` is that of a sponsored post, else kNobody.
void click(World& world, const BlockScope& scope, AccountId reader, const PostScore& post, std::uint32_t contract);

// Local, in the account's block: an order now at the best price. False, and nothing happens, without the
// money. `clicked`: at once after a click on a post of the contract that touched the account last.
bool order_now(World& world, const BlockScope& scope, AccountId account, std::uint8_t brand, bool clicked);
// The same on terms that a mechanism names.
bool order_at(World& world, const BlockScope& scope, AccountId account, std::uint8_t brand, const Quote& at,
              bool clicked);
// Local, in the account's block, before trade: it orders, credited to its last touch. False if it can't pay.
bool order(World& world, const BlockScope& scope, AccountId account, std::uint8_t brand);

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
  Cents revenue;  // what the buyers paid and what others added to it
  Cents cost, take;
  Cents subsidy;  // what others added, part of the revenue
};
// `offer` of Market::offers, or kNoOffer.
OrderMoney money_of(const World& world, std::uint32_t price, std::uint32_t cost, std::uint16_t take,
                    std::uint8_t offer);
template <class Ordered>
OrderMoney money_of(const World& world, const Ordered& order) {
  return money_of(world, order.price, order.cost, order.take, order.offer);
}

// Monthly spending money of an account, cents; keyed, so it needs no column.
std::int32_t income_of(const World& world, AccountId account);

// In the account's block, once a day: income fills the wallet up when it is the account's turn.
void refill_wallet(World& world, const BlockScope& scope, AccountId account);

}  // namespace fanfare::fan_economy
