// Touches that no post of the feed makes: ads and what stands above the results of a search, told to whoever
// watches. Nobody watches, no cost: whoever makes them asks once, at set-up (World::find).
#pragma once

#include <cstdint>

#include "models/fan_economy/state/mechanism.h"

namespace fanfare::fan_economy {

// What is said of a brand reached a reader, who watched it or clicked on it, in the reader's block. Of ads
// the author is no account.
struct Touch {
  AccountId reader;
  std::uint32_t author;
  std::uint8_t brand;
  std::uint8_t campaign;  // or kNoCampaign
  bool clicked;
};

// Whom an ad has for its author, by the hash of its line's name.
constexpr std::uint32_t author_of_ad(std::uint32_t hash) { return 0xc0000000U | (hash & 0x3fffffffU); }

// A mechanism that watches them joins `touched`, beside being a Mechanism.
class WatchesTouches {
 public:
  virtual ~WatchesTouches() = default;
  Moment<World&, const BlockScope&, const Touch&> touched;
};

// What is shown elsewhere than in the feed, watched or not: ads, and posts of campaigns that a search finds.
// A mechanism that counts them joins. The same rules.
class WatchesShown {
 public:
  virtual ~WatchesShown() = default;
  Moment<World&, const BlockScope&, AccountId> ad_shown;
  Moment<World&, const BlockScope&, AccountId, std::uint8_t> found;  // of a campaign
};

}  // namespace fanfare::fan_economy
