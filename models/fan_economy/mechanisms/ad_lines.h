// A line of ads at work: what follows from its keys, what it has spent and met.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "fanfare/ledger.h"
#include "models/fan_economy/feed/rank.h"
#include "models/fan_economy/mechanisms/ads.h"
#include "models/fan_economy/state/posts.h"

namespace fanfare::fan_economy {

// What is counted of each line in a tick: first what is a measure of the run, in the order of the measures.
enum class AdCell : std::uint8_t { spent, shown, clicks, orders, skips, reached, eligible, entered, buyers };
inline constexpr std::size_t kAdCounts = 6;
inline constexpr std::size_t kAdCells = static_cast<std::size_t>(AdCell::buyers) + kTopics + 1;

struct AdBook;

struct AdLine {
  std::uint32_t hash = 0;  // of its id: what its luck is about
  BookId payer, escrow;
  std::size_t cost = 0;  // cell of Measures: of the brand
  Cents bid = 0, budget = 0;
  Tick from = 0, until = 0;
  std::vector<Cents> upto;  // by tick of the flight: what may be spent by its end
  std::uint32_t cap = 0;
  int segment = -1;
  std::uint32_t names = 0;            // a bit for each brand
  PostScore clip;                     // as its readers see it
  double typical = 0, per_entry = 0;  // cents of a person: of a win, at first of entering an auction
  float length = 0;
  AdGoal goal = AdGoal::impressions;
  std::uint8_t placement = 0, brand = 0, campaign = kNoCampaign, platform = 0;
  bool is_boost = false, lookalike = false;

  // Within a tick, the same on every rank.
  Cents due = 0;
  std::uint32_t blocks = 1, first_block = 0;
  double chance = 0;

  bool runs(Tick tick) const { return tick >= from && tick < until; }
  Cents allowed(Tick tick) const {
    return tick < from ? 0 : upto[std::min<std::size_t>(tick - from, upto.size() - 1)];
  }
  // At a tick's start: what it may spend, in how many blocks, and with what chance it enters an auction
  // there, by what entering cost so far.
  void plan(const World& world, const AdBook& book, const Draws& luck);
  // Of that, the block's part: an equal one in every `all / served`-th block from a keyed one.
  Cents ration(const World& world, BlockId block) const;
  // Of its appeal, beside the match.
  float fixed(const RankContext& context) const {
    return context.k.quality_weight * clip.quality - context.k.centre;
  }
  // Past its half when it can be skipped?
  bool is_long(const AdKeys& keys) const { return static_cast<double>(length) / 2 > keys.skip_after; }
};

struct AdBook {
  Cents spent = 0;
  std::int64_t eligible = 0, entered = 0;   // places: in the last tick; since the start
  std::int64_t knows = 0;                   // whether it has met enough buyers
  std::array<double, kTopics> direction{};  // from the mean account to the mean buyer
  double middle = 0;

  // From sums of interests by topic and how many they are of: of buyers, of all.
  void learn(std::span<const std::int64_t> buyers, std::span<const std::int64_t> all);
  bool is_near(const TopicRow& interest) const {
    double at = -middle;
    for (std::size_t t = 0; t < kTopics; ++t) at += direction[t] * interest[t];
    return knows != 0 && at > 0;
  }
};

struct BoostedPost {
  std::uint32_t post = 0;  // number
  std::uint32_t line = 0;
};

// At set-up: books, cells, the flight's pace.
AdLine open_ad_line(World& world, const AdLineKeys& keys);

inline bool may_be_targeted(const World& world, AccountId account) {
  constexpr auto kLeftOut = AccountFlags::kOptOut | AccountFlags::kMinor;
  return (world.accounts.flags[account] & kLeftOut) == 0;
}

// Orders that a click is expected to make, from what the platform knows: interests and the last purchase, or
// the community's mean.
double expected_orders(const World& world, AccountId reader, const TopicRow& known, std::uint8_t brand);

}  // namespace fanfare::fan_economy
