// Orders that a mechanism brings about, from the moment that an account decides until settle knows whether
// there was stock: what a mechanism counts as its own. Lives within a tick, so it is no state.
#pragma once

#include <algorithm>
#include <cstdint>

#include "fanfare/block_lists.h"
#include "models/fan_economy/market/purchase.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

struct OwnOrder {
  std::uint32_t account = 0;
  std::uint8_t brand = 0;
  std::uint8_t how = 0;  // of the mechanism's own
};

class OwnOrders {
 public:
  void resize(const Partition& part) { made_.resize(part); }

  // Local phases before trade. False, and nothing happens, without the money.
  bool order(World& world, const BlockScope& scope, AccountId account, std::uint8_t brand, bool clicked,
             std::uint8_t how) {
    if (!order_now(world, scope, account, brand, clicked)) return false;
    made_[scope.block].push_back({account.value, brand, how});
    return true;
  }

  // The same at a price of the mechanism's own, cents.
  bool order_at(World& world, const BlockScope& scope, AccountId account, std::uint8_t brand, Cents price,
                bool clicked, std::uint8_t how) {
    if (!fan_economy::order_at(world, scope, account, brand, {.price = price}, clicked)) return false;
    made_[scope.block].push_back({account.value, brand, how});
    return true;
  }

  // Settle: visit(own order, what became of it) for those that were granted; forgets all.
  template <class Visit>
  void settle(const World& world, const BlockScope& scope, const Visit& visit) {
    const auto& traded = world.market.orders;
    const auto before = [](const TradedOrder& order, std::uint32_t a) { return order.account < a; };
    for (const OwnOrder& own : made_[scope.block]) {
      auto at = std::lower_bound(traded.begin(), traded.end(), own.account, before);
      for (; at != traded.end() && at->account == own.account; ++at)
        if (at->brand == own.brand && at->granted != 0) {
          visit(own, *at);
          break;
        }
    }
    made_[scope.block].clear();
  }

 private:
  BlockLists<OwnOrder> made_;
};

}  // namespace fanfare::fan_economy
