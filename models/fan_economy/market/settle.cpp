// What becomes of an order in its account: release or completion, delivery, word of mouth, return.
#include <algorithm>
#include <cmath>

#include "fanfare/sampling.h"
#include "models/fan_economy/people/daily.h"
#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/attention/persuasion.h"
#include "models/fan_economy/market/contracts.h"
#include "models/fan_economy/market/purchase.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// Stock was gone: the money and the need come back.
void release(World& world, const TradedOrder& order) {
  const AccountId account(order.account);
  world.accounts.wallet[account] += static_cast<std::int32_t>(order.price);
  world.accounts.category_days.row(account)[world.market.brands[order.brand].category] = order.days;
}

// −1 … 1: what is delivered pleases by its quality, by what was expected, and by luck.
double satisfaction(const World& world, const Order& order, double expectation) {
  const double quality = static_cast<double>(world.market.brands[order.brand].quality);
  const double luck =
      0.3 * world.normal(draw::satisfaction(AccountId(order.account), order.brand, order.due_day));
  return std::clamp(2 * (quality - expectation) + luck, -1.0, 1.0);
}

// Who is pleased sends less back.
bool is_sent_back(const World& world, const Order& order, double pleased) {
  const double returns = world.p.brands[order.brand].returns;
  const double chance = returns >= 1 ? 1 : returns * (1 - world.p.purchase.returns_by_satisfaction * pleased);
  return world.chance(chance, draw::sent_back(AccountId(order.account), order.brand, order.due_day));
}

// Of an order of the warm-up nothing is counted after it, so that no count falls below zero.
bool is_counted(const World& world, const Order& order) {
  return (order.flags & Order::kOfWarmup) == 0 || world.tick < world.setup.run.warmup_ticks();
}

// What the brand will lose when the order comes back.
Cents loss_of(const OrderMoney& money, const Order& order) {
  return money.revenue - money.cost - money.take - order.commission;
}

// Whether it pleases and stays is drawn with the order, so that returns to come can be counted.
Order order_of(const World& world, const TradedOrder& from) {
  Order order;
  order.commission = from.commission;
  order.account = from.account;
  order.price = from.price;
  order.cost = from.cost;
  order.contract = from.contract;
  order.ordered_day = static_cast<std::uint16_t>(world.day());
  order.due_day =
      static_cast<std::uint16_t>(world.day() + static_cast<std::uint32_t>(world.p.purchase.delivery_days));
  order.take = from.take;
  order.brand = from.brand;
  order.offer = from.offer;
  order.days = from.days;
  const double pleased = satisfaction(world, order, world.p.purchase.expectation + from.expectation / 100.0);
  order.pleased = static_cast<std::int8_t>(std::lround(100 * pleased));
  if (is_sent_back(world, order, pleased)) order.flags |= Order::kGoesBack;
  if (world.tick < world.setup.run.warmup_ticks()) order.flags |= Order::kOfWarmup;
  return order;
}

void count(World& world, const BlockScope& scope, BrandCell cell, const Order& order, std::int64_t value) {
  world.measure_tally.add(scope.worker, world.measures.cell(cell, order.brand), value);
}

void complete(World& world, const BlockScope& scope, const TradedOrder& traded) {
  const AccountId account(traded.account);
  BrandBond& bond = world.accounts.bond.row(account)[traded.brand];
  const Order order = order_of(world, traded);
  if ((bond.stage & BrandBond::kBought) == 0) count(world, scope, BrandCell::new_buyers, order, 1);
  bond.stage |= BrandBond::kBought;
  update_stage(world, scope, account, traded.brand, Stage::customer);
  const OrderMoney money = money_of(world, order);
  if ((order.flags & Order::kGoesBack) != 0)
    count(world, scope, BrandCell::returns_to_come, order, loss_of(money, order));
  world.orders[scope.block].push_back(order);
  count_order(world, scope, account, traded.brand, money.revenue - money.subsidy);
}

// The product pleases or not; some say so in a post.
void experience(World& world, const BlockScope& scope, const Order& order) {
  const PurchaseParameters& p = world.p.purchase;
  const double pleased = order.pleased / 100.0;
  const Words words = world.words(draw::experience(AccountId(order.account), order.brand, order.due_day));
  BrandBond& bond = world.accounts.bond.row(AccountId(order.account))[order.brand];
  bond.attitude =
      persuade(bond.attitude, p.experience * pleased, world.p.persuasion.negativity, to_unit(words[0]));
  update_stage(world, scope, AccountId(order.account), order.brand, Stage::customer);
  if (to_unit(words[1]) < p.word_of_mouth * std::fabs(pleased))
    world.pending_posts[scope.block].push_back({order.account, order.brand, order.pleased, 0});
}

// The need is what it would be without the order, unless the category was bought since.
void give_back_need(World& world, const Order& order) {
  const auto category = world.market.brands[order.brand].category;
  std::uint8_t& days = world.accounts.category_days.row(AccountId(order.account))[category];
  const std::uint32_t since = world.day() - order.ordered_day;
  if (days + 1U < std::min<std::uint32_t>(since, kNeverBought - 1)) return;  // a chore may be yet to come today
  days = order.days == kNeverBought
             ? kNeverBought
             : static_cast<std::uint8_t>(std::min<std::uint32_t>(kNeverBought - 1, order.days + since));
}

void refund(World& world, const BlockScope& scope, const Order& order) {
  const BookId book(world.market.brands[order.brand].book);
  const OrderMoney money = money_of(world, order);
  world.accounts.wallet[AccountId(order.account)] += static_cast<std::int32_t>(order.price);
  world.ledger.transfer(scope.worker, book, world.market.consumers, money.revenue - money.subsidy);
  world.ledger.transfer(scope.worker, book, world.market.outside, money.subsidy);
  world.ledger.transfer(scope.worker, world.market.outside, book, money.cost);
  world.ledger.transfer(scope.worker, world.market.platform, book, money.take);
  give_back_need(world, order);
  ReturnedOrder back{order.commission, order.contract, order.brand, order.offer,
                     0,                0,              order.account, order.price};
  if (order.commission != 0)
    rule_of(world.market.contracts[order.contract].kind)
        .on_refund(world, scope, order, back, is_counted(world, order));
  if (is_counted(world, order)) {
    count(world, scope, BrandCell::returned, order, 1);
    count(world, scope, BrandCell::refunds, order, money.revenue);
    count(world, scope, BrandCell::product_cost, order, -money.cost);
    count(world, scope, BrandCell::platform_take, order, -money.take);
    count(world, scope, BrandCell::returns_to_come, order, -loss_of(money, order));
  }
  world.market.returns.push(scope, back);
}

// True if the order needs no more attention.
bool advance(World& world, const BlockScope& scope, Order& order) {
  if (order.due_day > world.day()) return false;
  if ((order.flags & Order::kReturning) != 0) return refund(world, scope, order), true;
  experience(world, scope, order);
  if ((order.flags & Order::kGoesBack) == 0) return true;
  order.flags |= Order::kReturning;
  order.due_day =
      static_cast<std::uint16_t>(world.day() + static_cast<std::uint32_t>(world.p.purchase.return_days));
  return false;
}

}  // namespace

void settle(World& world, const BlockScope& scope) {
  const auto& orders = world.market.orders;
  const auto before = [](const TradedOrder& order, std::uint32_t account) { return order.account < account; };
  auto order = std::lower_bound(orders.begin(), orders.end(), scope.first, before);
  for (; order != orders.end() && order->account < scope.last; ++order) {
    if (order->granted != 0) complete(world, scope, *order);
    else release(world, *order);
  }
  if (!is_daily_tick(world, scope.block)) return;
  auto& under_way = world.orders[scope.block];
  std::size_t kept = 0;
  for (Order& o : under_way)
    if (!advance(world, scope, o)) under_way[kept++] = o;
  under_way.resize(kept);
}

}  // namespace fanfare::fan_economy
