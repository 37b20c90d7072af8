// The rows of the follow graph, its deltas and its sharing.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "fanfare/expects.h"
#include "fanfare/rng.h"
#include "tests/graph/graph_testing.h"
#include "tests/graph/thread_parallel.h"

namespace fanfare::follow_graph_test {
namespace {

using test::Edge;
using test::Edges;
using test::edges_of;
using test::graph_of;

AccountId id(std::uint32_t value) { return AccountId(value); }

TEST(FollowGraph, rows_are_ascending_and_distinct) {
  const BuiltGraph built = graph_of(5, {{0, 4}, {0, 1}, {0, 4}, {3, 0}, {0, 2}, {2, 2}});
  EXPECT_EQ(edges_of(built.graph), (Edges{{0, 1}, {0, 2}, {0, 4}, {3, 0}}));
  EXPECT_EQ(built.edges, 4U);
  EXPECT_EQ(built.duplicates_dropped, 1U);
  EXPECT_EQ(built.self_loops_dropped, 1U);
  EXPECT_EQ(built.followers, (std::vector<std::uint32_t>{1, 1, 1, 0, 1}));
}

TEST(FollowGraph, a_follow_shows_at_once_and_moves_into_the_row_on_merge) {
  FollowGraph graph = graph_of(3, {{0, 1}}).graph;
  EXPECT_TRUE(graph.follow(id(0), id(2)));
  EXPECT_TRUE(graph.is_following(id(0), id(2)));
  EXPECT_EQ(graph.follows(id(0)).size(), 1U);
  graph.merge(BlockId(0));
  EXPECT_EQ(edges_of(graph), (Edges{{0, 1}, {0, 2}}));
  EXPECT_TRUE(graph.deltas(BlockId(0)).empty());
}

TEST(FollowGraph, following_oneself_or_twice_and_unfollowing_a_stranger_do_nothing) {
  FollowGraph graph = graph_of(3, {{0, 1}}).graph;
  EXPECT_FALSE(graph.follow(id(0), id(0)));
  EXPECT_FALSE(graph.follow(id(0), id(1)));
  EXPECT_FALSE(graph.unfollow(id(0), id(2)));
  EXPECT_TRUE(graph.follow(id(0), id(2)));
  EXPECT_FALSE(graph.follow(id(0), id(2)));
  EXPECT_EQ(graph.deltas(BlockId(0)).size(), 1U);
}

TEST(FollowGraph, a_change_of_mind_leaves_no_delta) {
  FollowGraph graph = graph_of(3, {{0, 1}}).graph;
  EXPECT_TRUE(graph.unfollow(id(0), id(1)));
  EXPECT_FALSE(graph.is_following(id(0), id(1)));
  EXPECT_TRUE(graph.follow(id(0), id(1)));
  EXPECT_TRUE(graph.follow(id(0), id(2)));
  EXPECT_TRUE(graph.unfollow(id(0), id(2)));
  EXPECT_TRUE(graph.deltas(BlockId(0)).empty());
}

TEST(FollowGraph, the_order_of_follows_does_not_show_in_the_deltas) {
  FollowGraph a = graph_of(9, {}).graph;
  FollowGraph b = a;
  for (const auto& [reader, author] : Edges{{1, 2}, {0, 5}, {1, 0}, {7, 3}}) a.follow(id(reader), id(author));
  for (const auto& [reader, author] : Edges{{7, 3}, {1, 0}, {0, 5}, {1, 2}}) b.follow(id(reader), id(author));
  EXPECT_TRUE(std::ranges::equal(a.deltas(BlockId(0)), b.deltas(BlockId(0))));
}

TEST(FollowGraph, copies_share_segments_until_a_block_changes) {
  FollowGraph graph = graph_of(3 * kBlockRows, {{0, 1}, {kBlockRows, 5}, {2 * kBlockRows, 7}}).graph;
  const FollowGraph copy = graph;
  graph.follow(id(kBlockRows), id(6));
  for (std::uint32_t block = 0; block < 3; ++block) graph.merge(BlockId(block));
  EXPECT_EQ(&graph.segment(BlockId(0)), &copy.segment(BlockId(0)));
  EXPECT_NE(&graph.segment(BlockId(1)), &copy.segment(BlockId(1)));
  EXPECT_EQ(&graph.segment(BlockId(2)), &copy.segment(BlockId(2)));
  EXPECT_EQ(copy.follows(id(kBlockRows)).size(), 1U);
  EXPECT_EQ(graph.follows(id(kBlockRows)).size(), 2U);
}

TEST(FollowGraph, replacing_a_block_restores_it_with_its_deltas) {
  FollowGraph saved = graph_of(4, {{0, 1}, {2, 3}}).graph;
  saved.follow(id(1), id(0));
  saved.unfollow(id(0), id(1));
  FollowGraph restored = graph_of(4, {}).graph;
  const auto deltas = saved.deltas(BlockId(0));
  restored.replace(BlockId(0), std::make_shared<FollowGraph::Segment>(saved.segment(BlockId(0))),
                   {deltas.rbegin(), deltas.rend()});
  EXPECT_TRUE(std::ranges::equal(restored.deltas(BlockId(0)), deltas));
  restored.merge(BlockId(0));
  EXPECT_EQ(edges_of(restored), (Edges{{1, 0}, {2, 3}}));
}

TEST(FollowGraph, a_segment_too_few_is_refused) {
  EXPECT_THROW(FollowGraph(Partition::whole(5), {}), LogicError);
}

TEST(FollowGraph, bytes_stay_near_four_an_edge) {
  Serial serial;
  const BuiltGraph built = erdos_renyi({20'000, 1, 0, 1, serial}, 50, false);
  EXPECT_LT(static_cast<double>(built.graph.bytes()) / static_cast<double>(built.edges), 4.5);
  EXPECT_GT(static_cast<double>(built.graph.bytes()) / static_cast<double>(built.edges), 4.0);
}

TEST(FollowGraph, blocks_follow_and_merge_side_by_side) {
  constexpr std::uint32_t kBlocks = 12;
  FollowGraph graph = graph_of(kBlocks * kBlockRows, {}).graph;
  FollowGraph expected = graph;
  const auto change = [](FollowGraph& g, std::uint32_t block) {
    const Draws draws(3, purpose(999, 1));
    for (std::uint32_t i = 0; i < 4000; ++i) {
      const Words w = draws.words({block, i});
      const AccountId reader(block * kBlockRows + w[0] % kBlockRows);
      const AccountId author(w[1] % 200);
      w[2] % 3 == 0 ? g.unfollow(reader, author) : g.follow(reader, author);
      if (i % 1000 == 999) g.merge(BlockId(block));
    }
  };
  test::ThreadParallel threads(4);
  threads.for_each(kBlocks,
                   [&](std::size_t block, int) { change(graph, static_cast<std::uint32_t>(block)); });
  for (std::uint32_t block = 0; block < kBlocks; ++block) change(expected, block);
  EXPECT_GT(threads.used(), 1);
  EXPECT_GT(graph.edges(), 20'000U);
  EXPECT_EQ(edges_of(graph), edges_of(expected));
}

// Any sequence of follows, unfollows and merges leaves what a set would hold.
RC_GTEST_PROP(FollowGraphProperty, acts_as_a_set_of_pairs, ()) {
  constexpr std::uint32_t kAccounts = kBlockRows + 20;  // two blocks
  const auto account =
      rc::gen::oneOf(rc::gen::inRange(0U, 6U), rc::gen::inRange(kBlockRows - 3, kBlockRows + 4));
  const auto start = *rc::gen::container<Edges>(rc::gen::pair(account, account));
  FollowGraph graph = graph_of(kAccounts, start).graph;
  std::set<Edge> oracle(start.begin(), start.end());
  std::erase_if(oracle, [](const Edge& e) { return e.first == e.second; });
  const auto steps = *rc::gen::container<std::vector<std::tuple<int, std::uint32_t, std::uint32_t>>>(
      rc::gen::tuple(rc::gen::inRange(0, 8), account, account));
  for (const auto& [kind, a, b] : steps) {
    if (kind == 0) {
      graph.merge(BlockId(a / kBlockRows));
    } else if (kind < 4) {
      RC_ASSERT(graph.unfollow(id(a), id(b)) == (oracle.erase({a, b}) == 1));
    } else {
      RC_ASSERT(graph.follow(id(a), id(b)) == (a != b && oracle.insert({a, b}).second));
    }
    RC_ASSERT(graph.is_following(id(a), id(b)) == oracle.contains({a, b}));
  }
  graph.merge(BlockId(0));
  graph.merge(BlockId(1));
  RC_ASSERT(edges_of(graph) == Edges(oracle.begin(), oracle.end()));
}

RC_GTEST_PROP(FollowGraphProperty, ranks_hold_the_rows_of_the_whole, ()) {
  constexpr std::uint32_t kAccounts = 3 * kBlockRows + 5;
  const auto account = rc::gen::inRange(0U, kAccounts);
  const auto edges = *rc::gen::container<Edges>(rc::gen::pair(account, account));
  const BuiltGraph whole = graph_of(kAccounts, edges);
  const int ranks = *rc::gen::inRange(1, 7);
  Serial serial;
  Edges joined;
  for (int rank = 0; rank < ranks; ++rank) {
    const BuiltGraph part = from_edges({kAccounts, 1, rank, ranks, serial}, edges);
    const Edges own = edges_of(part.graph);
    joined.insert(joined.end(), own.begin(), own.end());
    RC_ASSERT(part.followers == whole.followers);
    RC_ASSERT(part.edges == whole.edges);
    RC_ASSERT(part.duplicates_dropped == whole.duplicates_dropped);
  }
  RC_ASSERT(joined == edges_of(whole.graph));
}

}  // namespace
}  // namespace fanfare::follow_graph_test
