// Source `trending`: some of the posts that were most engaged with in the last tick.
#pragma once

#include "models/fan_economy/feed/candidates.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

// A reader starts at a place of its own in the list, so that the whole list is shown.
inline void retrieve_trending(const World& world, AccountId reader, SessionScratch& scratch) {
  const std::uint32_t quota = world.p.feed().sources.trending;
  const auto& list = world.index.trending;
  if (quota == 0 || list.empty()) return;
  Candidates& c = scratch.candidates;
  const auto size = static_cast<std::uint32_t>(list.size());
  std::uint32_t at = world.draws(Draw::discovery).below(size, {reader.value, world.tick, 0}, 1000);
  std::uint32_t offered = 0;
  for (std::uint32_t i = 0; i < size && offered < quota && !c.full(); ++i, at = at + 1 == size ? 0 : at + 1) {
    if (list[at] < world.index.live_post) continue;
    const std::uint32_t row = list[at] - world.posts.first;
    if (!scratch.met.insert(row)) continue;
    __builtin_prefetch(&world.posts.score[row]);
    c.offer(row, kNobody, Source::trending);
    ++offered;
  }
}

}  // namespace fanfare::fan_economy
