// Reverse influence sets: exact where the answer is known, gains that never rise, the same on any threads.
#include "fanfare/influence.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "fanfare/graph_build.h"
#include "sim/parallel.h"

namespace fanfare::influence_test {
namespace {

using Follows = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

BuiltGraph graph_of(std::uint32_t accounts, const Follows& follows) {
  Serial serial;
  return from_edges({accounts, 1, 0, 1, serial}, follows);
}

// A star of 9 readers around 0 and one of 4 around 10, all follows certain.
BuiltGraph stars() {
  Follows follows;
  for (std::uint32_t r = 1; r < 10; ++r) follows.emplace_back(r, 0);
  for (std::uint32_t r = 11; r < 15; ++r) follows.emplace_back(r, 10);
  return graph_of(20, follows);
}

TEST(Influence, finds_the_middles_of_stars_and_what_they_reach) {
  Serial serial;
  for (const auto spreading : {Spreading::cascade, Spreading::threshold}) {
    const InfluenceRank rank =
        most_influential(stars().graph, {.spreading = spreading, .sets = 100'000, .count = 2}, 7, serial);
    EXPECT_EQ(rank.accounts, (std::vector<std::uint32_t>{0, 10}));
    EXPECT_NEAR(rank.gains[0], 10, 0.15);
    EXPECT_NEAR(rank.gains[1], 5, 0.15);
  }
}
TEST(Influence, carries_with_the_chance_that_is_asked_for) {
  Serial serial;
  const InfluenceQuestion half{
      .chance = [](AccountId, std::size_t) { return 0.5; }, .sets = 100'000, .count = 1};
  EXPECT_NEAR(most_influential(stars().graph, half, 7, serial).gains[0], 1 + 0.5 * 9, 0.15);
}
TEST(Influence, chooses_among_candidates_alone) {
  Serial serial;
  const InfluenceRank rank = most_influential(stars().graph, {.count = 1, .candidates = {10, 19}}, 7, serial);
  EXPECT_EQ(rank.accounts, std::vector<std::uint32_t>{10});
}

// With an error asked for, sets are drawn until it is met, by sets that did not choose.
TEST(Influence, draws_sets_until_the_reach_is_known_well_enough) {
  Serial serial;
  const BuiltGraph built = erdos_renyi({3000, 3, 0, 1, serial}, 2, false);
  InfluenceQuestion question{
      .chance = [](AccountId, std::size_t) { return 0.3; }, .sets = 10'000'000, .count = 5};
  std::uint32_t before = 0;
  for (const double error : {0.2, 0.05, 0.02}) {
    question.error = error;
    const InfluenceRank rank = most_influential(built.graph, question, 3, serial);
    EXPECT_TRUE(rank.is_settled);
    EXPECT_LE(rank.reach_error, error * rank.reach);
    EXPECT_GT(rank.sets, before) << "a smaller error takes more sets";
    EXPECT_LT(rank.sets, question.sets);
    before = rank.sets;
    double promised = 0;
    for (const double gain : rank.gains) promised += gain;
    EXPECT_LE(promised - rank.reach, error * rank.reach);
  }
}
TEST(Influence, says_when_its_sets_are_not_enough) {
  Serial serial;
  const BuiltGraph built = erdos_renyi({3000, 3, 0, 1, serial}, 2, false);
  const InfluenceQuestion hard{
      .chance = [](AccountId, std::size_t) { return 0.1; }, .sets = 10'000, .error = 0.001, .count = 1};
  const InfluenceRank rank = most_influential(built.graph, hard, 3, serial);
  EXPECT_FALSE(rank.is_settled);
  EXPECT_EQ(rank.sets, 10'000U);
}
// The middles of the stars reach 15 of 20; of two readers each reaches itself.
TEST(Influence, is_held_against_another_choice) {
  Serial serial;
  InfluenceQuestion question{.sets = 1'000'000, .error = 0.02, .rival = {1, 2}, .count = 2};
  const InfluenceRank best = most_influential(stars().graph, question, 7, serial);
  EXPECT_NEAR(best.reach, 15, best.reach_error * 2);
  EXPECT_NEAR(best.lead, 2 - 15, 0.5);
  EXPECT_LT(best.lead, -best.lead_error);
  question.candidates = {1, 2};  // now the rival is the better one
  question.rival = {0, 10};
  const InfluenceRank poor = most_influential(stars().graph, question, 7, serial);
  EXPECT_NEAR(poor.lead, 15 - 2, 0.7);
  EXPECT_GT(poor.lead, poor.lead_error);
}

// Submodular: what an account adds never rises; the first k reach (1 - 1/e) of any other k at least.
RC_GTEST_PROP(Influence, gains_never_rise_and_beat_any_other_choice, (std::uint16_t seed)) {
  Serial serial;
  const BuiltGraph built = erdos_renyi({60, seed, 0, 1, serial}, 3, false);
  const InfluenceQuestion four{.sets = 4'000, .count = 4};
  const InfluenceRank greedy = most_influential(built.graph, four, seed, serial);
  double sum = 0;
  for (std::size_t i = 0; i < greedy.gains.size(); ++i) {
    if (i > 0) RC_ASSERT(greedy.gains[i] <= greedy.gains[i - 1]);
    sum += greedy.gains[i];
  }
  InfluenceQuestion others = four;
  for (std::uint32_t c = 0; c < 4; ++c) others.candidates.push_back((seed + 17 * c) % 60);
  double theirs = 0;
  for (const double gain : most_influential(built.graph, others, seed, serial).gains) theirs += gain;
  RC_ASSERT(sum >= (1 - 0.3679) * theirs);
}

TEST(Influence, is_the_same_on_any_threads) {
  Serial serial;
  const BuiltGraph built = erdos_renyi({5000, 3, 0, 1, serial}, 4, true);
  const auto rank = [&](int threads) {
    return most_influential(built.graph, {.sets = 20'000, .count = 50}, 3, *make_parallel(threads));
  };
  const InfluenceRank one = rank(1);
  for (const int threads : {2, 7}) EXPECT_EQ(one.accounts, rank(threads).accounts);
  EXPECT_EQ(one.gains, rank(7).gains);
  const auto reach = [&](int threads) {
    const InfluenceQuestion question{.sets = 100'000, .error = 0.05, .count = 50};
    return most_influential(built.graph, question, 3, *make_parallel(threads)).reach;
  };
  EXPECT_EQ(reach(1), reach(7));
}

}  // namespace
}  // namespace fanfare::influence_test
