// What the generated graphs look like: the figures asked for are the figures found.
#include <gtest/gtest.h>

#include <boost/graph/adjacency_list.hpp>
#include <boost/iterator/iterator_facade.hpp>
#include <boost/random/mersenne_twister.hpp>

#include <boost/graph/small_world_generator.hpp>  // leans on the headers above

#include <cmath>
#include <numeric>

#include "fanfare/expects.h"
#include "fanfare/reverse_rows.h"
#include "sim/graph/chung_lu_plan.h"
#include "sim/graph/graph_stats.h"
#include "sim/graph/target_table.h"
#include "tests/graph/graph_testing.h"
#include "tests/graph/thread_parallel.h"

namespace fanfare::generators_test {
namespace {

using test::Edges;
using test::edges_of;

test::ThreadParallel& threads() {
  static test::ThreadParallel two(2);
  return two;
}

double mean_follows(const BuiltGraph& built) {
  return static_cast<double>(built.edges) / static_cast<double>(built.followers.size());
}

bool is_mutual(const FollowGraph& graph, std::uint32_t reader, std::uint32_t author) {
  return graph.is_following(AccountId(author), AccountId(reader));
}

double reciprocity(const FollowGraph& graph) {
  const Edges edges = edges_of(graph);
  const auto mutual =
      std::ranges::count_if(edges, [&](const auto& e) { return is_mutual(graph, e.first, e.second); });
  return static_cast<double>(mutual) / static_cast<double>(edges.size());
}

// ---- Chung–Lu

class ChungLuTailFacts : public testing::TestWithParam<double> {};

TEST_P(ChungLuTailFacts, comes_out_near_the_exponent_asked_for) {
  for (const std::uint32_t seed : {1U, 2U}) {
    const BuiltGraph built = chung_lu({200'000, seed, 0, 1, threads()}, {.follower_exponent = GetParam()});
    std::vector<std::uint32_t> sorted = built.followers;
    std::ranges::sort(sorted, std::greater{});
    const TailFit top = fit_tail_from(built.followers, sorted[2000]);  // the top 1 %
    EXPECT_NEAR(top.exponent, GetParam(), 0.15);
    const TailFit found = fit_tail(built.followers);
    EXPECT_NEAR(found.exponent, GetParam(), 0.15)
        << "from " << found.from << ", " << found.accounts << " accounts";
    EXPECT_NEAR(mean_follows(built), 42, 42 * 0.03);
    EXPECT_NEAR(reciprocity(built.graph), 0.20, 0.02);
  }
}
INSTANTIATE_TEST_SUITE_P(Exponents, ChungLuTailFacts, testing::Values(2.1, 2.3, 2.6));

TEST(ChungLu, reaches_its_mean_and_reciprocity_at_any_size) {
  for (const std::uint32_t accounts : {1000U, 5000U, 50'000U})
    for (const double rate : {0.0, 0.2, 0.5}) {
      const BuiltGraph built =
          chung_lu({accounts, 3, 0, 1, threads()}, {.mean_follows = 30, .reciprocity = rate});
      EXPECT_NEAR(mean_follows(built), 30, 30 * 0.03) << accounts << " accounts, reciprocity " << rate;
      const double by_chance = 30.0 / accounts;  // a rate below this can't be had
      EXPECT_NEAR(reciprocity(built.graph), std::max(rate, by_chance), 0.03) << accounts << " accounts";
    }
}

TEST(ChungLu, follows_are_log_normal_under_a_cap) {
  const BuiltGraph built = chung_lu({100'000, 1, 0, 1, threads()}, {.follows_cap = 400, .reciprocity = 0});
  std::vector<double> logs;
  std::size_t largest = 0;
  for (std::uint32_t a = 0; a < 100'000; ++a) {
    const std::size_t follows = built.graph.follows(AccountId(a)).size();
    largest = std::max(largest, follows);
    if (follows > 0) logs.push_back(std::log(static_cast<double>(follows)));
  }
  std::ranges::sort(logs);
  const double upper = logs[static_cast<std::size_t>(0.8413 * static_cast<double>(logs.size()))];
  EXPECT_EQ(largest, 400U);
  EXPECT_NEAR(upper - logs[logs.size() / 2], 1.4, 0.1);  // a standard deviation of the logarithm
}

TEST(ChungLu, small_accounts_answer_and_large_ones_do_not) {
  const ChungLu graph{.reciprocity = -1, .reciprocity_size = 10'000, .scale = 20};
  const BuiltGraph built = chung_lu({100'000, 4, 0, 1, threads()}, graph);
  std::array<double, 2> mutual{};
  std::array<double, 2> all{};
  for (const auto& [reader, author] : edges_of(built.graph)) {
    const double people = built.followers[author] * graph.scale;
    if (people > 5'000 && people < 20'000) continue;  // the plan's size and the realised one may differ here
    const std::size_t large = people >= 10'000 ? 1 : 0;
    ++all[large];
    mutual[large] += is_mutual(built.graph, reader, author) ? 1 : 0;
  }
  EXPECT_NEAR(mutual[0] / all[0], 0.45, 0.04);
  EXPECT_NEAR(mutual[1] / all[1], 0.01, 0.015);
  EXPECT_NEAR(mean_follows(built), 42, 42 * 0.03);
}

// Four camps in a row of ids; returns how much of an audience is of the author's own camp, by audience size.
std::array<double, 2> own_camp_share(double homophily) {
  constexpr std::uint32_t kAccounts = 60'000;
  std::vector<std::uint8_t> interests(kAccounts * 4, 0);
  for (std::uint32_t a = 0; a < kAccounts; ++a) interests[a * 4 + a % 4] = 255;
  const ChungLu graph{.reciprocity = 0, .homophily = homophily, .topics = 4, .interests = interests};
  const BuiltGraph built = chung_lu({kAccounts, 9, 0, 1, threads()}, graph);
  std::array<double, 2> own{};
  std::array<double, 2> all{};
  for (const auto& [reader, author] : edges_of(built.graph)) {
    const std::uint32_t followers = built.followers[author];
    if (followers > 20 && followers < 1000) continue;
    const std::size_t large = followers >= 1000 ? 1 : 0;
    ++all[large];
    own[large] += reader % 4 == author % 4 ? 1 : 0;
  }
  return {own[0] / all[0], own[1] / all[1]};
}

TEST(ChungLu, homophily_makes_ends_alike_and_fades_with_the_audience) {
  const auto without = own_camp_share(0);
  EXPECT_NEAR(without[0], 0.25, 0.01);
  EXPECT_NEAR(without[1], 0.25, 0.01);
  const auto with = own_camp_share(2);
  EXPECT_GT(with[0], 0.40);
  EXPECT_GT(with[0], with[1] + 0.05);
  EXPECT_GT(with[1], 0.28);
}

TEST(ChungLu, homophily_weighs_as_its_formula_says) {
  // f = 1 for all (weights even, mean one follow): log10 f = 0, so the odds of one's own camp are e^h.
  constexpr std::uint32_t kAccounts = 100'000;
  std::vector<std::uint8_t> interests(kAccounts * 2, 0);
  for (std::uint32_t a = 0; a < kAccounts; ++a) interests[a * 2 + a % 2] = 255;
  const ChungLu graph{.mean_follows = 1,
                      .follower_exponent = 50,
                      .followers_sigma = 0,
                      .reciprocity = 0,
                      .homophily = 1,
                      .topics = 2,
                      .interests = interests};
  double own = 0;
  double all = 0;
  for (const auto& [reader, author] : edges_of(chung_lu({kAccounts, 2, 0, 1, threads()}, graph).graph)) {
    own += reader % 2 == author % 2 ? 1 : 0;
    ++all;
  }
  EXPECT_NEAR(own / all, std::exp(1.0) / (1 + std::exp(1.0)), 0.01);
}

TEST(ChungLu, homophily_moves_follows_from_the_stars_to_the_small) {
  // Two camps, so a follow weighs (1 + e^(h / (1 + log10 f))) / 2 on average: more where f is small.
  constexpr std::uint32_t kAccounts = 60'000;
  std::vector<std::uint8_t> interests(kAccounts * 2, 0);
  for (std::uint32_t a = 0; a < kAccounts; ++a) interests[a * 2 + a % 2] = 255;
  ChungLu graph{.reciprocity = 0, .topics = 2, .interests = interests};
  const BuiltGraph without = chung_lu({kAccounts, 9, 0, 1, threads()}, graph);
  graph.homophily = 2;
  const BuiltGraph with = chung_lu({kAccounts, 9, 0, 1, threads()}, graph);
  const auto share_of_stars = [&](const BuiltGraph& built) {
    double stars = 0;
    for (std::uint32_t a = 0; a < kAccounts; ++a)
      stars += without.followers[a] >= 500 ? built.followers[a] : 0;
    return stars / static_cast<double>(built.edges);
  };
  EXPECT_LT(share_of_stars(with), 0.95 * share_of_stars(without));
}

TEST(ChungLu, stars_get_the_followers_planned_although_readers_draw_them_twice) {
  const GraphRequest request{60'000, 9, 0, 1, threads()};
  const ChungLu graph{.follower_exponent = 2.1, .reciprocity = 0};
  const ChungLuPlan plan = plan_chung_lu(request, graph);
  const BuiltGraph built = chung_lu(request, graph);
  double planned = 0;
  double realised = 0;
  for (std::uint32_t a = 0; a < request.accounts; ++a) {
    if (plan.followers[a] < 3000) continue;
    planned += plan.followers[a];
    realised += built.followers[a];
  }
  ASSERT_GT(planned, 50'000);
  EXPECT_NEAR(realised / planned, 1, 0.03);
}

TEST(ChungLu, a_world_too_small_for_its_follows_is_refused_with_the_numbers) {
  try {
    chung_lu({10, 1, 0, 1, threads()}, {.mean_follows = 42});
    FAIL();
  } catch (const ScenarioError& error) {
    EXPECT_STREQ(error.what(),
                 "graph.mean_follows: 42 follows can't be had among 10 accounts (ask for at most 9, or for "
                 "more accounts)");
  }
}

TEST(ChungLu, everybody_may_follow_everybody) {
  const BuiltGraph built = chung_lu({50, 1, 0, 1, threads()}, {.mean_follows = 49, .reciprocity = 1});
  EXPECT_EQ(built.edges, 50U * 49U);
}

TEST(ChungLu, no_accounts_and_no_follows_are_empty_graphs) {
  EXPECT_EQ(chung_lu({0, 1, 0, 1, threads()}, {}).edges, 0U);
  EXPECT_EQ(chung_lu({1, 1, 0, 1, threads()}, {}).edges, 0U);
  EXPECT_EQ(chung_lu({500, 1, 0, 1, threads()}, {.mean_follows = 0}).edges, 0U);
}

TEST(ScaleToTotal, sums_to_the_total_under_the_cap) {
  std::vector<double> values{1, 2, 3, 1000};
  scale_to_total(values, 50, 80);
  EXPECT_NEAR(std::accumulate(values.begin(), values.end(), 0.0), 80, 1e-6);
  EXPECT_EQ(values[3], 50);
  EXPECT_NEAR(values[1], 10, 1e-6);
}

TEST(TargetTable, draws_each_account_by_its_weight_and_never_one_of_none) {
  const std::vector<double> weights{0, 3, 0, 1, 4, 0};
  const TargetTable table(weights);
  std::vector<int> drawn(weights.size(), 0);
  for (std::uint64_t word = 0; word < (std::uint64_t{1} << 32); word += 1U << 20)
    ++drawn[table.draw(static_cast<std::uint32_t>(word))];
  EXPECT_EQ(drawn, (std::vector<int>{0, 1536, 0, 512, 2048, 0}));
  EXPECT_EQ(table.draw(0), 1U);
  EXPECT_EQ(table.draw(0xffffffffU), 4U);
}

// ---- The others

TEST(BarabasiAlbert, each_newcomer_follows_earlier_accounts_and_the_tail_is_cubic) {
  constexpr std::uint32_t kFollows = 10;
  const BuiltGraph built = barabasi_albert({200'000, 1, 0, 1, threads()}, kFollows);
  for (const auto& [reader, author] : edges_of(built.graph)) ASSERT_LT(author, reader);
  for (std::uint32_t a = 0; a < 200'000; ++a)
    ASSERT_EQ(built.graph.follows(AccountId(a)).size(), std::min(a, kFollows));
  // Degree, followers and follows together, falls as k^-3; the tail needs k well above m.
  std::vector<std::uint32_t> degrees;
  for (const std::uint32_t followers : built.followers) degrees.push_back(followers + kFollows);
  EXPECT_NEAR(fit_tail_from(degrees, 50).exponent, 3, 0.15);
}

TEST(WattsStrogatz, without_rewiring_is_a_ring) {
  const BuiltGraph built = watts_strogatz({10, 1, 0, 1, threads()}, 4, 0);
  const auto row = built.graph.follows(AccountId(1));
  EXPECT_TRUE(std::ranges::equal(row, std::vector<std::uint32_t>{0, 2, 3, 9}));
  EXPECT_EQ(built.edges, 40U);
}

TEST(WattsStrogatz, rewires_the_share_asked_for_and_stays_mutual) {
  const BuiltGraph built = watts_strogatz({20'000, 1, 0, 1, threads()}, 10, 0.3);
  double far = 0;
  for (const auto& [a, b] : edges_of(built.graph)) {
    const std::uint32_t apart = std::min((a + 20'000 - b) % 20'000, (b + 20'000 - a) % 20'000);
    far += apart > 5 ? 1 : 0;
  }
  EXPECT_NEAR(far / static_cast<double>(built.edges), 0.3, 0.01);
  EXPECT_NEAR(mean_follows(built), 10, 0.01);
  EXPECT_EQ(reciprocity(built.graph), 1);
}

TEST(WattsStrogatz, rewired_ties_seldom_double_others_even_on_a_short_ring) {
  std::uint64_t follows = 0;
  for (std::uint32_t seed = 0; seed < 100; ++seed)
    follows += watts_strogatz({40, seed, 0, 1, threads()}, 8, 0.5).edges;
  // Two accounts may still rewire to one another: a chance of 4 · ½ / 35 a rewired tie, one of the two is
  // lost.
  EXPECT_GT(static_cast<double>(follows) / (100 * 40 * 8), 0.975);
}

TEST(WattsStrogatz, one_account_has_nobody_to_follow) {
  EXPECT_EQ(watts_strogatz({1, 1, 0, 1, threads()}, 4, 0.5).edges, 0U);
}

TEST(WattsStrogatz, clusters_like_boosts_generator) {
  using Undirected = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;
  boost::random::mt19937 generator(1);
  using Ties = boost::small_world_iterator<boost::random::mt19937, Undirected>;
  Edges ties;
  for (Ties at(generator, 5000, 10, 0.1), end; at != end; ++at) {
    const auto [a, b] = *at;
    ties.emplace_back(a, b);
    ties.emplace_back(b, a);
  }
  const GraphStats theirs = graph_stats(test::graph_of(5000, ties).graph, 1, threads());
  const GraphStats ours =
      graph_stats(watts_strogatz({5000, 1, 0, 1, threads()}, 10, 0.1).graph, 1, threads());
  EXPECT_NEAR(ours.clustering, theirs.clustering, 0.03);
  EXPECT_GT(ours.clustering, 0.4);
}

TEST(ErdosRenyi, joins_each_pair_with_the_same_probability) {
  constexpr std::uint32_t kAccounts = 50'000;
  for (const bool mutual : {false, true}) {
    const BuiltGraph built = erdos_renyi({kAccounts, 1, 0, 1, threads()}, 20, mutual);
    EXPECT_NEAR(mean_follows(built), 20, 0.2);
    EXPECT_NEAR(reciprocity(built.graph), mutual ? 1 : 20.0 / kAccounts, 0.001);
    double square = 0;
    for (const std::uint32_t f : built.followers) square += (f - 20.0) * (f - 20.0);
    EXPECT_NEAR(square / kAccounts, 20, 0.6);  // Poisson: variance = mean
    double early = 0;
    for (const auto& [reader, author] : edges_of(built.graph)) early += author < kAccounts / 10 ? 1 : 0;
    EXPECT_NEAR(early / static_cast<double>(built.edges), 0.1, 0.003);
  }
}

TEST(ErdosRenyi, probability_one_is_the_complete_graph) {
  for (const bool mutual : {false, true})
    EXPECT_EQ(erdos_renyi({30, 1, 0, 1, threads()}, 29, mutual).edges, 30U * 29U);
}

TEST(Rmat, even_quarters_are_a_uniform_graph_and_uneven_ones_have_stars) {
  const BuiltGraph even = rmat({30'000, 1, 0, 1, threads()}, 16, .25, .25, .25);
  EXPECT_NEAR(mean_follows(even), 16, 0.3);
  EXPECT_LT(*std::ranges::max_element(even.followers), 45U);
  const BuiltGraph uneven = rmat({30'000, 1, 0, 1, threads()}, 16, .57, .19, .19);
  EXPECT_NEAR(mean_follows(uneven), 16, 16 * 0.03);
  EXPECT_GT(*std::ranges::max_element(uneven.followers), 1000U);
}

TEST(Rmat, follows_fall_into_quarters_as_asked) {
  // The share of a row is a product over its 10 bits, so squared shares sum to ((a+b)² + (c+d)²)^10; of a
  // column with a + c. Squared counts hold that, and the chance of meeting oneself, 1 / follows.
  double rows = 0;
  double columns = 0;
  constexpr int kSeeds = 40;
  for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
    const BuiltGraph built = rmat({1024, seed, 0, 1, threads()}, 1, 0.4, 0.3, 0.15);
    const double edges = static_cast<double>(built.edges);
    for (std::uint32_t a = 0; a < 1024; ++a) {
      rows += std::pow(static_cast<double>(built.graph.follows(AccountId(a)).size()) / edges, 2) -
              1 / edges / 1024;
      columns += std::pow(built.followers[a] / edges, 2) - 1 / edges / 1024;
    }
  }
  EXPECT_NEAR(rows / kSeeds / std::pow(.7 * .7 + .3 * .3, 10), 1, 0.1);
  EXPECT_NEAR(columns / kSeeds / std::pow(.55 * .55 + .45 * .45, 10), 1, 0.1);
}

TEST(Generators, refuse_what_makes_no_sense) {
  const GraphRequest request{100, 1, 0, 1, threads()};
  EXPECT_THROW(watts_strogatz(request, 5, 0.1), ScenarioError);
  EXPECT_THROW(watts_strogatz(request, 4, 1.1), ScenarioError);
  EXPECT_THROW(watts_strogatz(request, 100, 0.1), ScenarioError);
  EXPECT_THROW(erdos_renyi(request, -1, false), ScenarioError);
  EXPECT_THROW(erdos_renyi(request, std::nan(""), false), ScenarioError);
  EXPECT_THROW(rmat(request, 5, .6, .3, .2), ScenarioError);
  EXPECT_THROW(barabasi_albert(request, 100), ScenarioError);
  EXPECT_THROW(chung_lu(request, {.mean_follows = 5, .reciprocity = 1.5}), ScenarioError);
  EXPECT_THROW(chung_lu(request, {.mean_follows = 5, .follower_exponent = 1}), ScenarioError);
}

}  // namespace
}  // namespace fanfare::generators_test
