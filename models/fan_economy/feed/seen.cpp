#include "models/fan_economy/feed/seen.h"

#include <cmath>

#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// Items that the account views in the hours to be remembered, if it is active on every day of them.
double items_to_remember(const World& world, AccountId a) {
  const double per_session = world.accounts.items_rate[a] / 2.0, sessions = world.accounts.sessions_rate[a] / 16.0;
  return per_session * sessions * std::min(world.feed().window, world.feed().policies.remember) / 24;
}

// Days differ and buckets fill unevenly: with so many places an item, one impression in two thousand is a
// repetition, though what is shared comes back.
std::uint32_t buckets_of(const World& world, AccountId a) {
  constexpr double kSpare = 2.25, kLeast = 2, kMost = 128;
  const double places = std::tuple_size_v<decltype(SeenBucket::mark)>;
  return static_cast<std::uint32_t>(
      std::clamp(std::ceil(kSpare * items_to_remember(world, a) / places), kLeast, kMost));
}

}  // namespace

void open_seen(World& world) {
  AccountState& s = world.accounts;
  s.seen_row.resize(world.part);
  s.seen.resize(world.part);
  for (std::uint32_t block = world.part.first_block; block < world.part.first_block + world.part.blocks(); ++block) {
    std::uint32_t used = 0;
    const std::uint32_t first = block * kBlockRows;
    for (std::uint32_t a = first; a < std::min(first + kBlockRows, world.part.last()); ++a) {
      const std::uint32_t buckets = buckets_of(world, AccountId(a));
      s.seen_row[AccountId(a)] = SeenRow::of(used, buckets);
      used += buckets;
    }
    s.seen[BlockId(block)].assign(used, SeenBucket{});
  }
}

}  // namespace fanfare::fan_economy
