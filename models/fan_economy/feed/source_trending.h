// Source `trending`: some of the posts that were most engaged with in the last tick.
#pragma once

#include <algorithm>

#include "models/fan_economy/state/candidates.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

// A reader starts at a place of its own on the ring, so that the whole list is shown, and a post that is not in
// the list in another arm changes only the slates that held it or its stand-in.
inline void retrieve_trending(const World& world, AccountId reader, SessionScratch& scratch) {
  const std::uint32_t quota = world.p.feed().sources.trending;
  const auto& list = world.index.trending;
  if (quota == 0 || list.empty()) return;
  Candidates& c = scratch.candidates;
  const auto size = static_cast<std::uint32_t>(list.size());
  const std::uint32_t place = world.words(draw::trending_start(reader, world.tick))[0];
  const auto start = std::lower_bound(list.begin(), list.end(), place, [](const Trending& t, std::uint32_t p) { return t.place < p; });
  auto at = static_cast<std::uint32_t>(start - list.begin()) % size;
  std::uint32_t offered = 0;
  for (std::uint32_t i = 0; i < size && offered < quota && !c.full(); ++i, at = at + 1 == size ? 0 : at + 1) {
    if (list[at].post < world.index.live_post) continue;
    const std::uint32_t row = list[at].post - world.posts.first;
    if (!scratch.met.insert(row)) continue;
    __builtin_prefetch(&world.posts.score[row]);
    c.offer(row, kNobody, Source::trending);
    ++offered;
  }
}

}  // namespace fanfare::fan_economy
