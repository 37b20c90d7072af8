// Source `following`: what followed accounts posted or shared within the window, newest first.
#pragma once

#include <algorithm>

#include "models/fan_economy/feed/candidates.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace detail {

// The newest `quota` of all offered; within a tick a hash of the account decides, so low ids gain nothing.
inline void keep_newest(const FeedIndex& index, Candidates& c, std::uint32_t quota) {
  if (c.count <= quota) return;
  std::array<std::uint64_t, kMostCandidates> order;
  for (std::uint32_t i = 0; i < c.count; ++i) {
    const Entry& entry = index.entry(c.entry[i]);
    const std::uint32_t hash = (entry.account * 0x9E3779B1U + entry.tick) >> 8;
    order[i] = static_cast<std::uint64_t>(entry.tick) << 32 | static_cast<std::uint64_t>(hash << 8) | i;
  }
  std::nth_element(order.begin(), order.begin() + quota, order.begin() + c.count, std::greater<>());
  Candidates kept;
  for (std::uint32_t i = 0; i < quota; ++i) {
    const auto from = static_cast<std::size_t>(order[i] & 0xff);
    kept.row[i] = c.row[from];
    kept.entry[i] = c.entry[from];
  }
  std::copy_n(kept.row.begin(), quota, c.row.begin());
  std::copy_n(kept.entry.begin(), quota, c.entry.begin());
  c.count = quota;
}

}  // namespace detail

// Called first: it may keep the newest of what it finds. Each round takes one entry an author.
inline void retrieve_following(const World& world, AccountId reader, SessionScratch& scratch, std::uint64_t& edges) {
  const FeedIndex& index = world.index;
  const SourceParameters& sources = world.p.feed().sources;
  if (sources.following == 0) return;
  Candidates& c = scratch.candidates;
  const std::span<const std::uint32_t> follows = world.graph.follows(reader);
  edges += follows.size();
  std::uint32_t hits = 0;
  for (const std::uint32_t account : follows) {
    // Written in any case and counted if recent: no branch to mispredict.
    scratch.hits[hits] = index.newest[account];
    hits += index.has_recent(account) && hits + 1 < scratch.hits.size() ? 1U : 0U;
  }
  for (std::uint32_t i = 0; i < hits; ++i) __builtin_prefetch(&index.entry(scratch.hits[i]));
  const std::uint32_t first_post = world.posts.first;
  for (std::uint32_t round = 0; hits > 0 && round < world.p.feed().policies.per_author; ++round) {
    std::uint32_t next = 0;
    for (std::uint32_t i = 0; i < hits; ++i) {
      const std::uint32_t number = scratch.hits[i];
      const Entry& entry = index.entry(number);
      if (entry.post >= index.live_post && !c.full() && scratch.met.insert(entry.post - first_post)) {
        __builtin_prefetch(&world.posts.score[entry.post - first_post]);
        c.offer(entry.post - first_post, number, Source::following);
      }
      // `previous` may name an entry that has left the window.
      if (entry.previous == kNobody || entry.previous < index.live_entry) continue;
      __builtin_prefetch(&index.entry(entry.previous));
      scratch.hits[next++] = entry.previous;
    }
    hits = next;
  }
  detail::keep_newest(index, c, std::min<std::uint32_t>(sources.following, kMostCandidates));
}

}  // namespace fanfare::fan_economy
