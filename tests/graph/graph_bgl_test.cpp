// The views fulfil Boost.Graph's concepts, and its algorithms run on them unchanged.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/concept/assert.hpp>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/betweenness_centrality.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/core_numbers.hpp>
#include <boost/graph/graph_concepts.hpp>
#include <boost/graph/page_rank.hpp>
#include <boost/graph/strong_components.hpp>

#include <cmath>
#include <numeric>

#include "fanfare/centrality.h"
#include "fanfare/expects.h"
#include "fanfare/graph_bgl.h"
#include "sim/graph/graph_stats.h"
#include "tests/graph/graph_testing.h"
#include "tests/graph/thread_parallel.h"

namespace fanfare::graph_bgl_test {
namespace {

using test::Edges;
using test::graph_of;

BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<FollowView>));
BOOST_CONCEPT_ASSERT((boost::EdgeListGraphConcept<FollowView>));
BOOST_CONCEPT_ASSERT((boost::IncidenceGraphConcept<FollowView>));
BOOST_CONCEPT_ASSERT((boost::AdjacencyGraphConcept<FollowView>));
BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<BidirectionalView>));
BOOST_CONCEPT_ASSERT((boost::BidirectionalGraphConcept<BidirectionalView>));
BOOST_CONCEPT_ASSERT((boost::AdjacencyGraphConcept<BidirectionalView>));
BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<UndirectedView>));
BOOST_CONCEPT_ASSERT((boost::IncidenceGraphConcept<UndirectedView>));
BOOST_CONCEPT_ASSERT((boost::AdjacencyGraphConcept<UndirectedView>));

using BoostDirected = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS>;
using BoostUndirected = boost::adjacency_list<boost::setS, boost::vecS, boost::undirectedS>;

template <class BoostGraph>
BoostGraph boosts(const FollowGraph& graph) {
  BoostGraph copy(graph.partition().accounts);
  for (const auto& [reader, author] : test::edges_of(graph)) boost::add_edge(reader, author, copy);
  return copy;
}

template <class View, class T>
auto map_over(std::vector<T>& values, const View& view) {
  return boost::make_iterator_property_map(values.begin(), get(boost::vertex_index, view));
}

// A graph of some twenty accounts, some of which follow nobody.
FollowGraph any_graph() {
  const auto account = rc::gen::inRange(0U, 18U);
  return graph_of(20, *rc::gen::container<Edges>(rc::gen::pair(account, account))).graph;
}

void expect_near(const std::vector<double>& a, const std::vector<double>& b, double tolerance) {
  RC_ASSERT(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i)
    RC_ASSERT(std::fabs(a[i] - b[i]) <= tolerance * std::max(1.0, std::fabs(b[i])));
}

TEST(GraphViews, walk_the_rows_without_a_copy) {
  const FollowGraph graph = graph_of(4, {{0, 1}, {0, 3}, {2, 0}, {3, 0}}).graph;
  const ReverseRows reverse = reverse_rows(graph);
  const BidirectionalView view(graph, reverse);
  EXPECT_EQ(num_vertices(view), 4U);
  EXPECT_EQ(num_edges(view), 4U);
  EXPECT_EQ(out_degree(0, view), 2U);
  EXPECT_EQ(in_degree(0, view), 2U);
  EXPECT_EQ(adjacent_vertices(0, view).first, graph.follows(AccountId(0)).data());
  const auto [begin, end] = edges(view);
  EXPECT_EQ(std::vector<FollowEdge>(begin, end), (std::vector<FollowEdge>{{0, 1}, {0, 3}, {2, 0}, {3, 0}}));
  const auto [from, to] = in_edges(0, view);
  EXPECT_EQ(std::vector<FollowEdge>(from, to), (std::vector<FollowEdge>{{2, 0}, {3, 0}}));
  const UndirectedView both(graph, reverse);
  const auto [first, last] = adjacent_vertices(0, both);
  EXPECT_EQ(std::vector<std::uint32_t>(first, last), (std::vector<std::uint32_t>{1, 2, 3}));
  EXPECT_EQ(out_degree(0, both), 3U);
}

TEST(GraphViews, refuse_a_part_of_a_graph) {
  Serial serial;
  const BuiltGraph part = from_edges({3 * kBlockRows, 1, 0, 2, serial}, {});
  EXPECT_THROW(FollowView(part.graph), LogicError);
  EXPECT_THROW(reverse_rows(part.graph), LogicError);
  EXPECT_THROW(follower_counts(part.graph), LogicError);
}

RC_GTEST_PROP(GraphViewsProperty, breadth_first_search_and_components_are_those_of_boosts_own_graph, ()) {
  const FollowGraph graph = any_graph();
  const ReverseRows reverse = reverse_rows(graph);
  const FollowView view(graph);
  const auto copy = boosts<BoostDirected>(graph);
  std::vector<int> ours(20, -1);
  std::vector<int> theirs(20, -1);
  ours[0] = theirs[0] = 0;
  const auto distances = [](auto map) {
    return boost::make_bfs_visitor(boost::record_distances(map, boost::on_tree_edge()));
  };
  boost::breadth_first_search(view, 0U, boost::visitor(distances(map_over(ours, view))));
  boost::breadth_first_search(copy, 0U, boost::visitor(distances(map_over(theirs, copy))));
  RC_ASSERT(ours == theirs);

  std::vector<int> component(20);
  RC_ASSERT(boost::strong_components(view, map_over(component, view)) ==
            boost::strong_components(copy, map_over(component, copy)));
  const UndirectedView undirected(graph, reverse);
  const auto undirected_copy = boosts<BoostUndirected>(graph);
  std::vector<int> other(20);
  RC_ASSERT(boost::connected_components(undirected, map_over(component, undirected)) ==
            boost::connected_components(undirected_copy, map_over(other, undirected_copy)));
  RC_ASSERT(component == other);
}

RC_GTEST_PROP(GraphViewsProperty, page_rank_and_betweenness_of_boost_run_on_the_views, ()) {
  const FollowGraph graph = any_graph();
  const ReverseRows reverse = reverse_rows(graph);
  const BidirectionalView view(graph, reverse);
  const auto copy = boosts<BoostDirected>(graph);
  std::vector<double> ours(20);
  std::vector<double> theirs(20);
  boost::graph::page_rank(view, map_over(ours, view));
  boost::graph::page_rank(copy, map_over(theirs, copy));
  expect_near(ours, theirs, 1e-12);
  boost::brandes_betweenness_centrality(view, map_over(ours, view));
  boost::brandes_betweenness_centrality(copy, map_over(theirs, copy));
  expect_near(ours, theirs, 1e-12);
}

// ---- centrality.h

RC_GTEST_PROP(CentralityProperty, betweenness_is_boosts, ()) {
  const FollowGraph graph = any_graph();
  const auto copy = boosts<BoostDirected>(graph);
  std::vector<double> theirs(20);
  boost::brandes_betweenness_centrality(copy, map_over(theirs, copy));
  Serial serial;
  expect_near(betweenness(graph, 1, serial), theirs, 1e-9);
}

RC_GTEST_PROP(CentralityProperty, core_numbers_are_those_of_boosts_own_graph, ()) {
  const FollowGraph graph = any_graph();
  const auto copy = boosts<BoostUndirected>(graph);
  std::vector<int> theirs(20);
  boost::core_numbers(copy, map_over(theirs, copy));
  expect_near(core_numbers(graph), {theirs.begin(), theirs.end()}, 0);
}

RC_GTEST_PROP(CentralityProperty, page_rank_is_boosts_where_everybody_follows_somebody, ()) {
  const auto account = rc::gen::inRange(0U, 20U);
  Edges edges = *rc::gen::container<Edges>(rc::gen::pair(account, account));
  for (std::uint32_t a = 0; a < 20; ++a) edges.emplace_back(a, (a + 1) % 20);
  const FollowGraph graph = graph_of(20, edges).graph;
  const auto copy = boosts<BoostDirected>(graph);
  std::vector<double> theirs(20);
  boost::graph::page_rank(copy, map_over(theirs, copy), boost::graph::n_iterations(200));
  for (double& value : theirs) value /= 20;  // Boost's sum to the number of vertices
  Serial serial;
  expect_near(pagerank(graph, serial), theirs, 1e-8);
}

TEST(Centrality, page_rank_sums_to_one_although_some_follow_nobody) {
  Serial serial;
  const auto rank = pagerank(graph_of(5, {{0, 1}, {2, 1}, {3, 1}}).graph, serial);
  EXPECT_NEAR(std::accumulate(rank.begin(), rank.end(), 0.0), 1, 1e-9);
  // x for the followers and the lonely one, y for the followed: x = (.15 + .85 (y + x4)) / 5, y = x + 2.55 x.
  EXPECT_NEAR(rank[1] / rank[0], 3.55, 1e-7);
  EXPECT_NEAR(rank[4], rank[0], 1e-9);
}

TEST(Centrality, is_the_same_on_any_workers) {
  Serial serial;
  test::ThreadParallel threads(3);
  const BuiltGraph built = chung_lu({3 * kBlockRows, 1, 0, 1, serial}, {.mean_follows = 10});
  EXPECT_EQ(pagerank(built.graph, serial), pagerank(built.graph, threads));
  EXPECT_EQ(betweenness(built.graph, 1, serial), betweenness(built.graph, 1, threads));
  EXPECT_EQ(label_propagation(built.graph, 1, serial), label_propagation(built.graph, 1, threads));
  EXPECT_GT(threads.used(), 1);
}

TEST(Centrality, pivots_estimate_betweenness_of_a_large_graph) {
  // 6,000 accounts on a directed ring: each lies on the paths between n (n - 3) / 2 + 1 of the others' pairs.
  constexpr std::uint32_t kAccounts = 6000;
  Edges ring;
  for (std::uint32_t a = 0; a < kAccounts; ++a) ring.emplace_back(a, (a + 1) % kAccounts);
  test::ThreadParallel threads(2);
  const auto estimate = betweenness(graph_of(kAccounts, ring).graph, 1, threads);
  const double exact = (kAccounts - 1.0) * (kAccounts - 2.0) / 2;
  EXPECT_NEAR(std::accumulate(estimate.begin(), estimate.end(), 0.0) / kAccounts / exact, 1, 1e-9);
  for (const double value : estimate) ASSERT_NEAR(value / exact, 1, 0.25);
}

TEST(Centrality, follower_counts_are_in_degrees) {
  EXPECT_EQ(follower_counts(graph_of(3, {{0, 1}, {2, 1}, {1, 2}}).graph), (std::vector<double>{0, 2, 1}));
}

TEST(LabelPropagation, finds_the_cliques_of_a_ring_of_cliques) {
  constexpr std::uint32_t kCliques = 200;
  constexpr std::uint32_t kSize = 10;
  Edges edges;
  for (std::uint32_t c = 0; c < kCliques; ++c) {
    for (std::uint32_t i = 0; i < kSize; ++i)
      for (std::uint32_t j = 0; j < i; ++j) edges.emplace_back(c * kSize + i, c * kSize + j);
    edges.emplace_back(c * kSize, (c + 1) % kCliques * kSize + 1);
  }
  test::ThreadParallel threads(2);
  const auto community = label_propagation(graph_of(kCliques * kSize, edges).graph, 1, threads);
  std::size_t whole = 0;
  for (std::uint32_t c = 0; c < kCliques; ++c)
    whole += std::all_of(community.begin() + c * kSize, community.begin() + (c + 1) * kSize,
                         [&](std::uint32_t x) { return x == community[c * kSize]; })
                 ? 1
                 : 0;
  const std::uint32_t count = *std::ranges::max_element(community) + 1;
  EXPECT_GE(whole, kCliques * 95 / 100);
  EXPECT_GE(count, kCliques * 9 / 10);
  EXPECT_LE(count, kCliques * 11 / 10);
}

TEST(LabelPropagation, two_who_follow_each_other_agree_and_the_lonely_stay_alone) {
  Serial serial;
  EXPECT_EQ(label_propagation(graph_of(4, {{1, 3}}).graph, 1, serial),
            (std::vector<std::uint32_t>{0, 1, 2, 1}));
}

// ---- graph_stats.h

TEST(GraphStats, measure_a_graph_that_can_be_counted_by_hand) {
  // A triangle 0 1 2 with a tail 2-3, a pair 4 5 that is mutual, and 6 alone.
  const FollowGraph graph = graph_of(7, {{0, 1}, {1, 2}, {2, 0}, {3, 2}, {4, 5}, {5, 4}}).graph;
  Serial serial;
  const GraphStats stats = graph_stats(graph, 1, serial);
  EXPECT_EQ(stats.accounts, 7U);
  EXPECT_EQ(stats.follows, 6U);
  EXPECT_NEAR(stats.reciprocity, 2.0 / 6, 1e-12);
  EXPECT_EQ(stats.components, 3U);
  EXPECT_EQ(stats.largest_component, 4U);
  EXPECT_EQ(stats.isolated, 1U);
  EXPECT_NEAR(stats.clustering, (1 + 1 + 1.0 / 3) / 3, 1e-12);
  EXPECT_EQ(stats.followers.back(), 2U);
  EXPECT_TRUE(std::isnan(stats.tail.exponent));
  EXPECT_NE(to_text(stats).find("reciprocity          33.3 %"), std::string::npos) << to_text(stats);
  EXPECT_NE(to_json(stats).find("\"exponent\": null"), std::string::npos) << to_json(stats);
}

TEST(GraphStats, the_tail_of_a_pure_power_law_is_found) {
  for (const double exponent : {2.1, 2.5, 3.0}) {
    std::vector<std::uint32_t> degrees;
    constexpr int kCount = 50'000;
    for (int i = 0; i < kCount; ++i)  // evenly spaced quantiles of a power law from 9.5 up
      degrees.push_back(static_cast<std::uint32_t>(
          std::floor(9.5 * std::pow((i + 0.5) / kCount, -1 / (exponent - 1)) + 0.5)));
    EXPECT_NEAR(fit_tail(degrees).exponent, exponent, 0.03);
    EXPECT_NEAR(fit_tail_from(degrees, 10).exponent, exponent, 0.03);
  }
}

TEST(GraphStats, an_empty_graph_has_figures_too) {
  Serial serial;
  EXPECT_EQ(graph_stats(graph_of(0, {}).graph, 1, serial).components, 0U);
  EXPECT_EQ(graph_stats(graph_of(3, {}).graph, 1, serial).isolated, 3U);
}

TEST(GraphStats, the_real_flickr_graph_has_its_published_reciprocity) {
  const std::string path = test::data_path("flickr_social_likes/links.tsv.gz");
  FANFARE_NEEDS_DATA(path);
  test::ThreadParallel threads(2);
  const GraphStats stats = graph_stats(read_graph({path}, 1, 0, 1, threads).graph, 1, threads);
  EXPECT_NEAR(stats.reciprocity, 0.115, 0.0005);
  EXPECT_EQ(stats.followees.back(), 100U);
  EXPECT_EQ(stats.followers.back(), 1307U);
}

}  // namespace
}  // namespace fanfare::graph_bgl_test
