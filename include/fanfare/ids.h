// Strong ids: an index is a type, so an account can't be passed where a brand is meant.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace fanfare {

// A 32-bit index of one kind of thing. `none()` stands for "nobody".
template <class Tag>
struct Id {
  std::uint32_t value = std::numeric_limits<std::uint32_t>::max();

  constexpr Id() = default;
  constexpr explicit Id(std::uint32_t v) : value(v) {}
  static constexpr Id none() { return Id{}; }
  constexpr bool exists() const { return value != none().value; }
  friend constexpr auto operator<=>(Id, Id) = default;
};

using AccountId = Id<struct AccountTag>;  // row of an account, 0 … accounts-1, the same on every rank
using BrandId = Id<struct BrandTag>;
using CampaignId = Id<struct CampaignTag>;
using BlockId = Id<struct BlockTag>;      // 1,024 consecutive accounts
using GroupId = Id<struct GroupTag>;      // row of a group, the same on every rank (groups.h)
using RoomId = Id<struct RoomTag>;        // row of a room (rooms.h)

// Ticks since the start of a run; a tick's length is `run.tick`.
using Tick = std::uint32_t;

// Money is integer cents of the scenario's one currency, always.
using Cents = std::int64_t;

}  // namespace fanfare
