// Careers: few make a living, too many ads cost trust, those who are paid post more, and some wear out.
#include <gtest/gtest.h>

#include <string>

#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/on_ranks.h"
#include "tests/fan_economy/paired.h"

namespace fanfare::fan_economy::career_test {
namespace {

using testing::LiveWorld;
using testing::over_seeds;
using testing::told;

struct Asked {
  std::string keys;  // of career
  int seed = 1;
  std::string more = {};
};

std::string market(const Asked& asked) {
  return R"(schema: 1
kind: scenario
name: career
question: Who makes a living?
run: {until: 40d, tick: 12h, start: 2026-03-02, seed: )" +
         std::to_string(asked.seed) + R"(}
population:
  accounts: 600
  scale: 300
  authors: 20%
  graph: {kind: chung_lu, mean_follows: 20, follower_exponent: 2.3, reciprocity: 20%}
creators: [{id: all, kind: koc, select: {followers: [1_000, 100_000_000]}}]
platforms: [{id: app, feed: {preset: douyin}}]
attention: {items: {dist: lognormal, median: 20, sigma: 0.8}}
careers: {ad_share: 0.2 CNY}
brands: [{id: aurora, topic: beauty, rate: 0.01, price: 129 CNY}]
)" + asked.more +
         "career: {" + asked.keys + "}\n";
}

double at(LiveWorld& world, const std::string& name) { return world.recorded(name).at(0); }
double count(LiveWorld& world, const char* name) {
  return static_cast<double>(world->measures[world->measures.named(name)]);
}
LiveWorld& lived(LiveWorld& world, std::uint32_t days) {
  world.step(2 * days);
  EXPECT_EQ(world.economy().breach(), "");
  return world;
}
std::string hires(int posts) {
  return "campaigns:\n  - {id: launch, brand: aurora, budget: 400_000 CNY, least_spendable: 0, flight: [2d, "
         "24d], lines: "
         "[{posts: " +
         std::to_string(posts) + "}]}\n";
}

TEST(CareerFacts, few_make_a_living) {
  double top = 0, gini = 0;
  const Interval living = over_seeds([&](int seed) {
    LiveWorld world(market({"per_thousand: 0.5 CNY", seed, hires(3)}));
    lived(world, 26);
    top += at(world, "top_income_share"), gini += at(world, "creator_income_gini");
    const auto tiers = world.recorded("tier_income");
    EXPECT_GT(tiers.at(1), tiers.at(0));
    return at(world, "living_share");
  });
  EXPECT_LT(living.high, 0.25) << told(living);
  EXPECT_GT(top / 4, 5.0 / 100) << "the best paid hundredth has many times its part";
  EXPECT_GT(gini / 4, 0.6);
  RecordProperty("living", told(living));
  RecordProperty("top_and_gini", std::to_string(top / 4) + " " + std::to_string(gini / 4));
}

TEST(CareerFacts, too_many_ads_cost_trust) {
  const Interval lost = over_seeds([](int seed) {
    LiveWorld many(market({"", seed, hires(20)}));
    lived(many, 22);
    return at(many, "trust_sponsored") - at(many, "trust_others");
  });
  EXPECT_LT(lost.high, -0.02) << told(lost);
  RecordProperty("lost", told(lost));
}

TEST(CareerFacts, small_creators_post_more_when_they_are_paid) {
  const Interval more = over_seeds([](int seed) {
    LiveWorld paid(market({"per_thousand: 5 CNY, monetised_from: 0", seed})),
        not_yet(market({"per_thousand: 5 CNY, monetised_from: 10_000", seed}));
    return count(lived(paid, 30), "small_posts") / count(lived(not_yet, 30), "small_posts") - 1;
  });
  EXPECT_GT(more.low, 0) << told(more);
  RecordProperty("more", told(more));
  LiveWorld none(market({"per_thousand: 5 CNY, monetised_from: 1_000_000_000_000"}));
  EXPECT_EQ(count(lived(none, 5), "ads_shared"), 0);
}

TEST(Career, who_works_too_much_breaks_rests_and_comes_back) {
  LiveWorld hard(market({"sustainable: 0.6, pace: 0.3, rest: 5d, gives_up: 0"})),
      easy(market({"sustainable: 3"}));
  lived(hard, 20), lived(easy, 20);
  EXPECT_GT(count(hard, "burnouts"), 10);
  EXPECT_GT(at(hard, "resting"), 0);
  EXPECT_LT(at(hard, "resting"), count(hard, "burnouts"));
  EXPECT_EQ(count(hard, "burnt_out"), 0);
  EXPECT_LT(count(hard, "small_posts"), count(easy, "small_posts"));
  EXPECT_EQ(count(easy, "burnouts"), 0);
  LiveWorld last(market({"sustainable: 0.6, pace: 0.3, gives_up: 100%"}));
  lived(last, 20);
  EXPECT_EQ(count(last, "burnt_out"), count(last, "burnouts"));
}

TEST(Career, fund_is_parted_and_never_passed) {
  LiveWorld world(market({"fund: 1_000 CNY, fund_from: 5_000"}));
  lived(world, 10);
  EXPECT_GT(count(world, "fund_paid"), 0.9 * 10 * 100'000);
  EXPECT_LE(count(world, "fund_paid"), 10 * 100'000);
}

TEST(Career, agencies_raise_some_and_keep_a_margin) {
  LiveWorld world(
      market({"agency: {share: 40%, margin: 30%, capital: 100_000 CNY, places: 5}", 1, hires(3)}));
  lived(world, 20);
  EXPECT_GT(count(world, "career_margin"), 0);
  EXPECT_GT(count(world, "career_stipends"), 0);
  EXPECT_GT(at(world, "alone_income"), 0);
  EXPECT_GT(at(world, "signed_income"), 0);
  EXPECT_THROW(LiveWorld(market({"agency: {}", 1, "marketplace: {}\n"})), ScenarioError);
  EXPECT_THROW(LiveWorld(market({"agency: {margin: 140%}"})), ScenarioError);
}

TEST(Career, is_exact_over_ranks_and_checkpoints) {
  const std::string text =
      market({"sustainable: 0.6, pace: 0.3, fund: 1_000 CNY, per_thousand: 0.5 CNY, agency: {capital: "
              "50_000 CNY, places: 2}",
              1, hires(3)});
  const std::string brief = "run: {until: 10d";
  std::string run = text;
  run.replace(run.find("run: {until: 40d"), brief.size(), brief);
  testing::expect_exact(run, 17);
}

}  // namespace
}  // namespace fanfare::fan_economy::career_test
