// What readers retrieve candidates from: timelines, the slot tables of the traffic pools, the trending
// list. The same on every rank; rebuilt in `index`.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "fanfare/memory.h"
#include "models/fan_economy/state/posts.h"

namespace fanfare::fan_economy {

// One topic's table: a power of two of slots, each empty (kNobody) or a post number. A post claims one
// slot for each unit of weight at hash(post, j); a contested slot goes to the smaller keyed hash, so
// removing a post changes only the draws that hit its slots.
// All topics' tables lie in one array, topic by topic.
struct SlotTables {
  HugeVector<std::uint32_t> post;
  HugeVector<std::uint32_t> claim;  // the winner's hash, while building
};

// Cascades that have left the window, by size and by depth.
struct CascadeTotals {
  static constexpr std::size_t kExactSizes = 64;   // sizes 1 … 64 have a bin each, then one an octave
  static constexpr std::size_t kSizeBins = 84;
  std::array<std::uint64_t, kSizeBins> sizes{};
  std::array<std::uint64_t, 32> depths{};          // the last holds all deeper ones
  std::uint64_t shares = 0;
  std::uint64_t first_hop_shares = 0;              // of them, shares of the root itself

  void count(const Cascade& cascade);
  static std::size_t size_bin(std::uint32_t size);
};

// A trending post and its place on the ring of keyed hashes, the same in all arms.
struct Trending {
  std::uint32_t place = 0;
  std::uint32_t post = 0;  // number
};

struct FeedIndex {
  // Timelines: entries of the window in order of publication; each account's are linked newest first.
  HugeVector<Entry> entries;
  std::uint32_t first_entry = 0;          // number of entries[0]; an entry's number counts from the start
  std::uint32_t live_entry = 0;           // entries with smaller numbers are older than the window
  std::uint32_t live_post = 0;            // posts with smaller numbers are older than the window
  HugeVector<std::uint32_t> newest;       // by account: number of its newest entry, valid where `recent` is set
  HugeVector<std::uint64_t> recent;       // one bit an account: has an entry in the window

  SlotTables slots;                       // same size in all topics and all arms
  std::uint32_t slot_mask = 0;
  std::array<std::vector<std::uint32_t>, kTopics> pool;  // post numbers on the ladder, by topic

  std::vector<Trending> trending;         // most engaged with in the last tick; by place, then post

  // How many values of each rung's finished posts fell into each bin: the bar that a post must pass.
  static constexpr std::size_t kBins = 64;
  std::vector<std::uint32_t> rung_values;  // rung × kBins
  std::vector<std::uint64_t> promotions;   // by rung, since the start

  std::vector<std::uint32_t> finished;     // posts that used up their rung in this tick
  std::vector<std::uint16_t> finished_bins;

  CascadeTotals cascades;

  bool has_recent(std::uint32_t account) const { return (recent[account >> 6] >> (account & 63)) & 1U; }
  const Entry& entry(std::uint32_t number) const { return entries[number - first_entry]; }
};

}  // namespace fanfare::fan_economy
