// The scorecard counts what it says, holds it against the bands of the platform's kind, and says when it
// can't tell.
#include "models/fan_economy/measure/scorecard.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numeric>
#include <string>

#include "sim/graph/graph_stats.h"
#include "tests/fan_economy/live_world.h"

namespace fanfare::fan_economy::scorecard_test {
namespace {

using testing::LiveWorld;

std::string world_text(const std::string& feed, const std::string& until, const std::string& graph = "") {
  return "schema: 1\nkind: scenario\nname: card\nquestion: What is it like?\n"
         "run: {until: " + until + ", tick: 1h, start: 2026-03-02, seed: 3}\n"
         "population: {accounts: 5_000, scale: 100, graph: {kind: chung_lu" + graph + "}}\n"
         "platforms:\n  - {id: app, feed: {preset: " + feed + "}}\n";
}

std::map<std::string, Fact> facts_of(const World& world) {
  std::map<std::string, Fact> facts;
  for (const Fact& fact : scorecard(world)) facts.emplace(fact.name, fact);
  return facts;
}

// Exactly, from the rows and the day's changes.
double exact_reciprocity(LiveWorld& world) {
  double mutual = 0, all = 0;
  for (std::uint32_t a = 0; a < world->part.accounts; ++a)
    for (std::uint32_t b = 0; b < world->part.accounts; ++b)
      if (a != b && world->graph.is_following(AccountId(a), AccountId(b))) {
        ++all;
        mutual += world->graph.is_following(AccountId(b), AccountId(a)) ? 1 : 0;
      }
  return mutual / all;
}

// The sketch's standard error is (1 + reciprocity) · .0039: four of them are under .02 up to a half.
TEST(Scorecard, counts_mutual_follows_without_seeing_both_rows) {
  for (const char* asked : {", reciprocity: 0%", ", reciprocity: 20%", ", reciprocity: 45%"}) {
    LiveWorld world(world_text("chronological", "1d", asked));
    world.step(24);
    const Fact fact = facts_of(*world).at("reciprocity");
    EXPECT_NEAR(fact.value, exact_reciprocity(world), 0.02) << asked;
  }
}

TEST(Scorecard, knows_reciprocity_in_the_last_tick_only) {
  LiveWorld world(world_text("chronological", "2d"));
  world.step(47);
  EXPECT_EQ(facts_of(*world).at("reciprocity").standing, Standing::not_had);
  world.step();
  EXPECT_NE(facts_of(*world).at("reciprocity").standing, Standing::not_had);
  EXPECT_EQ(world->scoresheet.pairs.size(), 0U) << "the sketch is thrown away";
}

TEST(Scorecard, counts_every_post_and_every_session_once) {
  LiveWorld world(world_text("douyin", "3d"));
  world.step(72);
  const auto& posts = world->scoresheet.posts;
  EXPECT_EQ(std::accumulate(posts.begin(), posts.end(), std::size_t{0}),
            std::size_t{world->posts.first} + world->posts.score.size());
  std::int64_t sessions = 0;
  for (int hour = 0; hour < 24; ++hour) sessions += world->measures[world->measures.sessions_at(hour)];
  EXPECT_EQ(sessions, world->measures[world->measures.cell(RunCell::sessions)]);
}

TEST(Scorecard, a_short_run_says_what_it_can_not_tell) {
  LiveWorld world(world_text("chronological", "3d"));
  world.step(72);
  const auto facts = facts_of(*world);
  for (const char* name : {"posts_top_10", "posts_top_25", "peak_to_trough", "trough_hour", "income_top_1"})
    EXPECT_EQ(facts.at(name).standing, Standing::not_had) << name;
}

TEST(Scorecard, without_shares_there_are_no_cascades_to_judge) {
  LiveWorld world(world_text("chronological", "3d") + "attention: {share: {rate: 0}}\n");
  world.step(72);
  const auto facts = facts_of(*world);
  EXPECT_EQ(facts.at("singleton_share").standing, Standing::not_had);
  EXPECT_EQ(facts.at("deep_share").standing, Standing::not_had);
}

TEST(Scorecard, bands_are_those_of_the_platforms_kind) {
  LiveWorld follows(world_text("chronological", "1d")), interest(world_text("douyin", "1d"));
  follows.step(24), interest.step(24);
  EXPECT_EQ(network_of(*follows), Network::follows);
  EXPECT_EQ(network_of(*interest), Network::interest);
  EXPECT_EQ(facts_of(*follows).at("reciprocity").standing, Standing::pass);
  EXPECT_EQ(facts_of(*interest).at("reciprocity").standing, Standing::no_band);
  EXPECT_TRUE(std::isnan(facts_of(*follows).at("views_top_3").low));
  EXPECT_EQ(facts_of(*interest).at("views_top_3").low, 0.75);
}

TEST(Scorecard, a_world_that_is_not_like_the_platform_is_warned_of) {
  LiveWorld world(world_text("chronological", "1d", ", reciprocity: 60%"));
  world.step(24);
  const Fact fact = facts_of(*world).at("reciprocity");
  EXPECT_EQ(fact.standing, Standing::warn) << fact.value;
}

}  // namespace
}  // namespace fanfare::fan_economy::scorecard_test
