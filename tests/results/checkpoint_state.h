// A small state with one piece of every kind, for tests of checkpoints.
#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "fanfare/archive.h"
#include "fanfare/graph.h"

namespace fanfare::samples {

// Every value is a function of account, tick and `twist`, so two states are equal if all of these are.
struct State {
  Partition part;
  Column<std::int32_t> wallet;
  Column<float> attitude;  // 3 a row
  Column<double> unused;   // of no width
  BlockLists<std::uint64_t> orders;
  FollowGraph graph;
  std::vector<std::uint16_t> posts;
  std::int64_t treasury = 0;

  explicit State(const Partition& p) : part(p) {
    wallet.resize(part);
    attitude.resize(part, 3);
    unused.resize(part, 0);
    orders.resize(part);
    std::vector<std::shared_ptr<const FollowGraph::Segment>> segments;
    for (std::uint32_t b = part.first_block; b < part.last_block; ++b) segments.push_back(segment(b));
    graph = FollowGraph(part, std::move(segments));
  }

  std::shared_ptr<const FollowGraph::Segment> segment(std::uint32_t block) const {
    auto ids = std::make_shared<std::vector<std::uint32_t>>();
    auto out = std::make_shared<FollowGraph::Segment>();
    out->offsets = {0};
    for (std::uint32_t a = block * kBlockRows; a < std::min((block + 1) * kBlockRows, part.accounts); ++a) {
      for (std::uint32_t k = 1; k <= a % 5; ++k) ids->push_back(a + k < part.accounts ? a + k : a - k);
      std::sort(ids->begin() + out->offsets.back(), ids->end());
      out->offsets.push_back(static_cast<std::uint32_t>(ids->size()));
    }
    out->ids = *ids;
    out->storage = ids;
    return out;
  }

  void advance(std::uint32_t twist) {
    for (std::uint32_t i = part.first(); i < part.last(); ++i) {
      const AccountId a(i);
      wallet[a] += static_cast<std::int32_t>(i * 7 + twist);
      for (float& x : attitude.row(a)) x += 0.1F * static_cast<float>(i % 11 + twist);
      if (i % 3 == 0) graph.follow(a, AccountId((i + 7 + twist) % part.accounts));
      if (i % 4 == 1) graph.unfollow(a, AccountId(i + 1));
      if (i % 2 == 0) orders[BlockId(i / kBlockRows)].push_back(std::uint64_t{i} << 32 | twist);
    }
    if (twist % 2 == 1)
      for (std::uint32_t b = part.first_block; b < part.last_block; ++b) graph.merge(BlockId(b));
    posts.push_back(static_cast<std::uint16_t>(twist));
    treasury += twist;
  }

  void walk(Archive& archive) {
    archive.owned({"wallet", "cents", "money"}, wallet);
    archive.owned({"attitude", "1", "to three brands"}, attitude);
    archive.owned({"unused", "1", "of a feature that is off"}, unused);
    archive.lists({"orders", "1", "under way"}, orders);
    archive.graph({"follows", "accounts", "who follows whom"}, graph);
    archive.shared({"posts", "1", "all"}, posts);
    archive.shared({"treasury", "cents", "of the house"}, treasury);
  }
};

}  // namespace fanfare::samples
