// Friends of an account, as far as it alone knows: those whom it follows and who are no creators.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "fanfare/rng.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

inline constexpr std::uint32_t kMostFriends = 16;

// In the account's block: visit(friend) for up to `most` of them, distinct, by lot; fewer where there are
// fewer, or luck meets the same ones again.
template <class Visit>
void some_friends(const World& world, AccountId account, std::uint32_t most, const Draws& luck,
                  const Subject& about, const Visit& visit) {
  const auto follows = world.graph.follows(account);
  if (follows.empty()) return;
  std::array<std::uint32_t, kMostFriends> chosen;
  most = std::min(most, kMostFriends);
  std::uint32_t count = 0;
  for (std::uint32_t i = 0; count < most && i < 4 * most; ++i) {
    const std::uint32_t to = follows[luck.below(static_cast<std::uint32_t>(follows.size()), about, i)];
    const std::span<const std::uint32_t> before(chosen.data(), count);
    if (world.is_creator(AccountId(to)) || std::ranges::find(before, to) != before.end()) continue;
    chosen[count++] = to;
    visit(to);
  }
}

}  // namespace fanfare::fan_economy
