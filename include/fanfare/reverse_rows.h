// The follow graph turned around: who follows an account. Built for set-up and observers, then freed;
// it does not move with later follows.
#pragma once

#include <cstdint>
#include <span>

#include "fanfare/graph.h"
#include "fanfare/memory.h"

namespace fanfare {

struct ReverseRows {
  HugeVector<std::uint64_t> offsets;  // accounts + 1
  HugeVector<std::uint32_t> ids;      // readers of each author, ascending

  std::span<const std::uint32_t> followers(AccountId author) const {
    const std::uint64_t from = offsets[author.value];
    return {ids.data() + from, static_cast<std::size_t>(offsets[author.value + 1] - from)};
  }
};

// Of a whole graph (its partition owns every block); pending deltas are not in it.
ReverseRows reverse_rows(const FollowGraph& graph);

}  // namespace fanfare
