#include "models/fan_economy/mechanisms/season_promises.h"

#include <algorithm>

#include "models/fan_economy/market/brands.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

constexpr std::uint32_t kPromiseLuck = 24;

// Whether the account's order of that day will come back: it gets all of its money then.
bool promise_comes_back(const World& world, BlockId block, std::uint32_t account, std::uint8_t brand,
                    std::uint32_t day) {
  const auto& orders = world.orders[block];
  return std::any_of(orders.begin(), orders.end(), [&](const Order& order) {
    return order.account == account && order.brand == brand && order.ordered_day == day &&
           (order.flags & Order::kGoesBack) != 0;
  });
}

}  // namespace

void SeasonPromises::open(World& world) {
  claims_ = world.measures.named("promise_claims");
  refunds_ = world.measures.named("promise_refunds");
  if (none()) return;
  paid_.resize(world.part, static_cast<std::uint32_t>(world.market.brands.size()));
  for (std::size_t b = 0; b < world.market.brands.size(); ++b) {
    cost_.push_back(world.measures.open("price promises of " + world.p.brands[b].id));
    world.market.costs.push_back({b, cost_.back()});
  }
}
void SeasonPromises::state(Archive& archive) {
  if (!none()) archive.owned({"season.paid", "1", "price and day of the last order, by brand"}, paid_);
}

void SeasonPromises::settle(World& world, const BlockScope& scope, const std::vector<std::uint8_t>& begins) {
  if (none()) return;
  for (std::size_t b = 0; b < begins.size(); ++b)
    if (begins[b] != 0) refund(world, scope, static_cast<std::uint8_t>(b));
  remember(world, scope);
}

void SeasonPromises::remember(World& world, const BlockScope& scope) {
  const auto& orders = world.market.orders;
  const auto before = [](const TradedOrder& order, std::uint32_t account) { return order.account < account; };
  for (auto o = std::lower_bound(orders.begin(), orders.end(), scope.first, before);
       o != orders.end() && o->account < scope.last; ++o)
    if (o->granted != 0) paid_.row(AccountId(o->account))[o->brand] = {o->price, world.day()};
}

void SeasonPromises::refund(World& world, const BlockScope& scope, std::uint8_t brand) {
  const Cents now = quote(world, brand).price;
  for (std::uint32_t a = scope.first; a < scope.last; ++a) {
    Paid& paid = paid_.row(AccountId(a))[brand];
    if (paid.price <= now || world.day() > paid.day + keys_.promise) continue;
    if (promise_comes_back(world, scope.block, a, brand, paid.day)) continue;
    if (!luck_.draws(kPromiseLuck).chance(keys_.promise_claimed, {a, brand, world.tick})) continue;
    const Cents difference = paid.price - now;
    paid.price = static_cast<std::uint32_t>(now);
    world.accounts.wallet[AccountId(a)] += static_cast<std::int32_t>(difference);
    const Cents all = difference * scale_of(world);
    world.ledger.transfer(scope.worker, BookId(world.market.brands[brand].book), world.market.consumers, all);
    world.measure_tally.add(scope.worker, claims_, 1);
    world.measure_tally.add(scope.worker, refunds_, all);
    world.measure_tally.add(scope.worker, cost_[brand], all);
  }
}

}  // namespace fanfare::fan_economy
