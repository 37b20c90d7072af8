// What becomes of an order in its account: release or completion, delivery, word of mouth, return.
#include <algorithm>
#include <cmath>

#include "fanfare/sampling.h"
#include "models/fan_economy/daily.h"
#include "models/fan_economy/persuasion.h"
#include "models/fan_economy/purchase.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// Stock was gone: the money and the need come back.
void release(World& world, const TradedOrder& order) {
  const AccountId account(order.account);
  world.accounts.wallet[account] += static_cast<std::int32_t>(order.price);
  world.accounts.category_days.row(account)[world.market.brands[order.brand].category] = order.days;
}

void complete(World& world, const BlockScope& scope, const TradedOrder& order) {
  const AccountId account(order.account);
  BrandBond& bond = world.accounts.bond.row(account)[order.brand];
  if ((bond.stage & BrandBond::kBought) == 0)
    world.measure_tally.add(scope.worker, world.measures.cell(BrandCell::new_buyers, order.brand), 1);
  bond.stage |= BrandBond::kBought;
  update_stage(world, scope, account, order.brand, Stage::customer);
  const auto due =
      static_cast<std::uint16_t>(world.day() + static_cast<std::uint32_t>(world.p.purchase.delivery_days));
  const auto flags = order.commissioned != 0 ? Order::kCommissioned : std::uint8_t{0};
  world.orders[scope.block].push_back({order.account, order.price, due, order.brand, flags, order.creator});
}

// The product pleases or not; some say so in a post.
void experience(World& world, const BlockScope& scope, const Order& order) {
  const PurchaseParameters& p = world.p.purchase;
  const Subject subject{order.account, order.brand, order.due_day};
  const Draws draws = world.draws(Draw::word_of_mouth);
  const double quality = world.market.brands[order.brand].quality;
  const double pleased = std::clamp(2 * (quality - p.expectation) + 0.3 * draws.normal(subject), -1.0, 1.0);
  const Words words = draws.words(subject, 1);
  BrandBond& bond = world.accounts.bond.row(AccountId(order.account))[order.brand];
  bond.attitude =
      persuade(bond.attitude, p.experience * pleased, world.p.persuasion.negativity, to_unit(words[0]));
  update_stage(world, scope, AccountId(order.account), order.brand, Stage::customer);
  if (to_unit(words[1]) < p.word_of_mouth * std::fabs(pleased))
    world.pending_posts[scope.block].push_back(
        {order.account, order.brand, static_cast<std::int8_t>(std::lround(100 * pleased)), 0});
}

// A delivered order is kept or sent back; the return is due some days later.
bool is_kept(const World& world, const Order& order) {
  const Subject subject{order.account, order.brand, order.due_day};
  return !world.draws(Draw::returns).chance(world.p.brands[order.brand].returns, subject);
}

void refund(World& world, const BlockScope& scope, const Order& order) {
  const Brand& brand = world.market.brands[order.brand];
  const std::int64_t scale = scale_of(world);
  world.accounts.wallet[AccountId(order.account)] += static_cast<std::int32_t>(order.price);
  world.ledger.transfer(scope.worker, BookId(brand.book), world.market.consumers, Cents{order.price} * scale);
  world.ledger.transfer(scope.worker, world.market.outside, BookId(brand.book), unit_cost(brand) * scale);
  world.measure_tally.add(scope.worker, world.measures.cell(BrandCell::returned, order.brand), 1);
  world.measure_tally.add(scope.worker, world.measures.cell(BrandCell::refunds, order.brand),
                          Cents{order.price} * scale);
  if ((order.flags & Order::kCommissioned) != 0)
    world.market.returns.push(scope, {order.account, order.creator, order.price, order.brand});
}

// True if the order needs no more attention.
bool advance(World& world, const BlockScope& scope, Order& order) {
  if (order.due_day > world.day()) return false;
  if ((order.flags & Order::kReturning) != 0) return refund(world, scope, order), true;
  experience(world, scope, order);
  if (is_kept(world, order)) return true;
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
