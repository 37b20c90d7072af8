// Templates of the world's state that are compiled once (compiled_once.cpp) instead of with every file that includes the
// world: half of what such a file took. What is not listed is compiled where it is used, so a missing line costs time alone.
#pragma once

#include "fanfare/column_table.h"
#include "fanfare/outbox.h"
#include "fanfare/tally.h"
#include "models/fan_economy/state/accounts.h"
#include "models/fan_economy/state/market.h"
#include "models/fan_economy/state/network_sample.h"
#include "models/fan_economy/state/posts.h"
#include "models/fan_economy/state/segments.h"

#define FANFARE_COMPILED_ONCE(how)                            \
  how template class Outbox<fan_economy::NewPost>;            \
  how template class Outbox<fan_economy::NewShare>;           \
  how template class Outbox<fan_economy::PurchaseIntent>;     \
  how template class Outbox<fan_economy::FanComment>;         \
  how template class Outbox<fan_economy::ReturnedOrder>;      \
  how template class Outbox<fan_economy::Debut>;              \
  how template class Outbox<fan_economy::WalletBreach>;       \
  how template class Outbox<fan_economy::NetworkBid>;         \
  how template class Outbox<fan_economy::NetworkLink>;        \
  how template class Outbox<fan_economy::Membership>;         \
  how template class WideTally<fan_economy::kPostCounters>;   \
  how template class WideTally<2>;                            \
  how template class WideTally<1>;                            \
  how template class Described<std::uint8_t>;                 \
  how template class Described<std::uint16_t>;                \
  how template class Described<std::int32_t>;                 \
  how template class Described<fan_economy::TopicRow>;        \
  how template class Described<fan_economy::FandomSlot>;      \
  how template class Described<fan_economy::SeenRow>;         \
  how template class Described<fan_economy::BrandBond>;       \
  how template class Described<fan_economy::LastTouch>;       \
  how template class DescribedLists<fan_economy::SeenBucket>; \
  how template class DescribedLists<std::uint64_t>;

namespace fanfare {

FANFARE_COMPILED_ONCE(extern)

}  // namespace fanfare
