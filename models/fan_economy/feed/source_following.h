// Source `following`: what followed accounts posted or shared within the window, newest first.
#pragma once

#include <algorithm>
#include <functional>

#include "models/fan_economy/feed/recent.h"
#include "models/fan_economy/state/candidates.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace detail {

// Keeps the `most` largest of the first `count`, in no order; returns how many are left.
inline std::uint32_t keep_newest(std::array<std::uint32_t, 512>& hits, std::uint32_t count, std::uint32_t most) {
  if (count <= most) return count;
  std::nth_element(hits.begin(), hits.begin() + most, hits.begin() + count, std::greater<>());
  return most;
}

// Numbers of the newest entries of the followed accounts that have one, at least the `most` newest of them.
// Entries are numbered in order of publication, within a tick in keyed order, so a larger number is newer and
// favours nobody.
inline std::uint32_t find_recent(const World& world, AccountId reader, std::array<std::uint32_t, 512>& hits, std::uint32_t most,
                                 std::uint64_t& edges) {
  const FeedIndex& index = world.index;
  std::span<const std::uint32_t> follows = world.graph.follows(reader);
  edges += follows.size();
  std::uint32_t count = 0;
  while (!follows.empty()) {
    count = keep_newest(hits, count, most);  // of a row so long that the array fills up
    const std::size_t part = std::min<std::size_t>(follows.size(), hits.size() - 1 - count);
    count += newest_of(index, follows.first(part), &hits[count]);
    follows = follows.subspan(part);
  }
  return count;
}

}  // namespace detail

// Round by round: the newest entry of each author, then the one before it, until the quota is filled.
inline void retrieve_following(const World& world, AccountId reader, SessionScratch& scratch, std::uint64_t& edges) {
  const FeedIndex& index = world.index;
  const std::uint32_t quota = world.feed().sources.following;
  if (quota == 0) return;
  Candidates& c = scratch.candidates;
  auto& hits = scratch.hits;
  std::uint32_t count = detail::find_recent(world, reader, hits, quota, edges);
  const std::uint32_t first_post = world.posts.first;
  for (std::uint32_t round = 0; count > 0 && c.count < quota && round < world.feed().policies.per_author;
       ++round) {
    count = detail::keep_newest(hits, count, quota - c.count);
    for (std::uint32_t i = 0; i < count; ++i) __builtin_prefetch(&index.entry(hits[i]));
    std::uint32_t next = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::uint32_t number = hits[i];
      const Entry& entry = index.entry(number);
      // A share may outlive its root.
      if (entry.post >= index.live_post && scratch.met.insert(entry.post - first_post)) {
        __builtin_prefetch(&world.posts.score[entry.post - first_post]);
        c.offer(entry.post - first_post, number, Source::following);
      }
      hits[next] = entry.previous;
      next += entry.previous != kNobody && entry.previous >= index.live_entry ? 1U : 0U;
    }
    count = next;
  }
}

}  // namespace fanfare::fan_economy
