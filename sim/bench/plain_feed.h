// A feed as one would write it in an afternoon: one thread, vectors of structs, a Mersenne twister, formulas as they
// stand. It does the work of the phase `browse` on the same world: the yardstick of sim/bench, never part of a
// simulation.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "fanfare/feed_snapshot.h"

namespace fanfare {

struct PlainFeedResult {
  std::uint64_t sessions = 0, candidates = 0, impressions = 0;  // candidates: scored
  std::array<std::uint64_t, FeedSnapshot::kActs> acts{};
  double seconds = 0;
};

// A session of each of `readers`. Changes the snapshot as a tick changes the world.
PlainFeedResult plain_feed(FeedSnapshot& world, const std::vector<std::uint32_t>& readers);

}  // namespace fanfare
