// Ads: pace, budget, what it costs to be refused data, boosts, load.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>

#include "models/fan_economy/market/placements.h"
#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/on_ranks.h"
#include "tests/fan_economy/paired.h"

namespace fanfare::fan_economy::ads_test {
namespace {

using testing::LiveWorld;
using testing::over_seeds;
using testing::told;

std::string market(const std::string& ads, int seed = 7, const std::string& more = "opt_out: 0",
                   const std::string& accounts = "1_100") {
  return R"(schema: 1
kind: scenario
name: ads
question: What do ads do?
run: {until: 6d, tick: 2h, start: 2026-03-02, seed: )" +
         std::to_string(seed) + R"(}
population: {accounts: )" +
         accounts + R"(, scale: 100, graph: {mean_follows: 10}, )" + more + R"(}
creators:
  - {id: koc, kind: koc, select: {followers: [1_500, 100_000]}}
platforms: [{id: app, feed: {preset: douyin, window: 200}}]
attention: {click: {rate: 10%}}
purchase: {order_per_click: 30%, order_ceiling: 60%}
brands:
  - {id: aurora, topic: beauty, rate: 0, price: 20 CNY, awareness: 50%}
  - {id: rival, topic: games, rate: 0, price: 20 CNY}
)" + ads;
}

double ad(LiveWorld& world, const char* name) {
  return static_cast<double>(world->measures[world->measures.named(name)]);
}
double balance(LiveWorld& world, const std::string& book) {
  for (std::uint32_t b = 0; b < world->ledger.books(); ++b)
    if (world->ledger.name(BookId(b)) == book) return static_cast<double>(world->ledger.balance(BookId(b)));
  return -1;
}
TEST(Ads, spend_follows_pace_and_never_passes_the_budget) {
  LiveWorld world(market(R"(ads:
  lines:
    - {id: views, brand: aurora, budget: 1_000 CNY, flight: [1d, 5d]}
    - {id: visits, brand: rival, goal: clicks, bid: 0.8 CNY, budget: 3_000 CNY, flight: [1d, 5d], cap: 9}
)"));
  double before = 0, night = 0, evening = 0;
  const double platform = balance(world, "platform");
  for (Tick t = 0; t < 66; ++t) {
    world.step();
    ASSERT_EQ(world.economy().breach(), "") << t;
    const double spent = ad(world, "ad_spend");
    if (t < 12) {
      EXPECT_EQ(spent, 0) << t;
    }
    const double passed = std::min(1.0, std::max(0.0, (t + 1 - 12) / 48.0));
    EXPECT_LE(spent, 400'000 * std::min(1.0, passed + 0.1)) << t;
    if (t == 36) {
      EXPECT_GT(spent, 400'000 * 0.4);
    }
    if (t % 12 < 4) night += spent - before;
    if (t % 12 >= 8) evening += spent - before;
    before = spent;
  }
  EXPECT_GT(before, 400'000 * 0.9);
  EXPECT_GT(evening, 1.4 * night) << "it is laid over the day as people are";
  EXPECT_EQ(balance(world, "ads views"), 0);
  EXPECT_EQ(balance(world, "platform") - platform, before) << "and all that was not spent went back";
}

// Of conversions a platform that knows nobody shows as many to those who do not want it.
TEST(AdsFacts, refusal_of_targeting_raises_the_cost_of_an_order) {
  const std::string line =
      "ads: {every: 4, lines: [{id: sell, brand: aurora, goal: conversions, bid: 0.2 CNY, budget: 1_000 CNY, "
      "flight: [0, 4], cap: 9}]}\n";
  const auto cost = [&](int seed, const char* refuse) {
    LiveWorld world(market(line, seed, refuse));
    world.step(48);
    return std::log(ad(world, "ad_spend") / ad(world, "ad_orders"));
  };
  const Interval more =
      over_seeds([&](int seed) { return cost(seed, "opt_out: 1") - cost(seed, "opt_out: 0"); }, 4, 11);
  EXPECT_GT(more.low, 0) << told(more);
}

// Engagements with a good and with a bad post of a campaign, on average, in accounts.
std::array<double, 2> halves(const std::string& ads, int seed) {
  LiveWorld world(market(R"(campaigns:
  - id: launch
    brand: aurora
    budget: 40_000 CNY
    flight: [0d, 3d]
    lines: [{hire: {by: random}, posts: 2, contract: flat}]
)" + ads,
                         seed));
  world.step(48);
  std::array<double, 2> sum{}, posts{};
  for (std::size_t row = 0; row < world->posts.score.size(); ++row) {
    const PostScore& post = world->posts.score[row];
    if (post.campaign != 0) continue;
    const std::size_t half = post.quality > 0.5F ? 1 : 0;
    const auto of = [&](Counter c) { return world->posts.counts[row][static_cast<std::size_t>(c)]; };
    sum[half] += of(Counter::likes) + of(Counter::comments) + of(Counter::shares);
    ++posts[half];
  }
  return {sum[0] / posts[0], sum[1] / posts[1]};
}

TEST(AdsFacts, boost_helps_good_posts_more_than_bad_ones) {
  const std::string boost =
      "ads: {boost_hours: 72, lines: [{id: push, brand: aurora, placement: boost, campaign: launch, bid: 40 "
      "CNY, budget: 3_000 CNY, flight: [0, 4]}]}\n";
  const Interval more = over_seeds([&](int seed) {
    const auto with = halves(boost, seed), without = halves("", seed);
    return (with[1] - without[1]) - (with[0] - without[0]);
  }, 4, 11);
  EXPECT_GT(more.low, 0) << told(more);
}

double sessions(const std::string& keys, int seed) {
  std::string lines;
  for (int i = 0; i < 8; ++i)
    lines += "{id: l" + std::to_string(i) + ", brand: aurora, budget: 50_000 CNY, flight: [0, 4], cap: 60}, ";
  LiveWorld world(market("ads: {" + keys + ", lines: [" + lines + "]}\n", seed));
  world.step(48);
  return world.total(RunCell::sessions);
}

TEST(AdsFacts, load_above_what_people_put_up_with_loses_sessions) {
  const std::string heavy = "first: 2, every: 2, load_cap: 60%";
  const Interval loss =
      over_seeds([&](int seed) { return sessions(heavy, seed) / sessions("load_cap: 5%", seed) - 1; }, 4, 11);
  EXPECT_LT(loss.high, -0.01) << told(loss);
  const double minds = sessions(heavy, 11), nobody = sessions(heavy + ", annoyance: 0", 11);
  EXPECT_GT(nobody, minds) << "and less if nobody minds";
}

TEST(Ads, reach_whom_they_are_meant_for) {
  LiveWorld world(market(R"(segments: [{id: gamers, where: topic == games}]
ads:
  lines:
    - {id: a, brand: aurora, segment: gamers, budget: 2_000 CNY, flight: [0, 6]}
    - {id: b, brand: aurora, lookalike: true, budget: 2_000 CNY, flight: [1, 6]}
    - {id: c, brand: rival, placement: splash, length: 5, budget: 2_000 CNY, flight: [0, 6]}
)",
                         7, "opt_out: 30%"));
  world.step(72);
  EXPECT_GT(ad(world, "ad_impressions"), 100);
  EXPECT_GT(ad(world, "ad_skips"), 0);
  const World& w = *world;
  std::uint32_t refusers = 0;
  for (std::uint32_t a = 0; a < w.part.accounts; ++a)
    refusers += (w.accounts.flags[AccountId(a)] & AccountFlags::kOptOut) != 0 ? 1U : 0U;
  ASSERT_GT(refusers, 200U);
}

// The battery of mechanisms_test.cpp knows lines at their defaults alone.
TEST(Ads, stand_above_the_results_of_a_search) {
  const std::string lines = R"(ads:
  lines: [{id: found, brand: aurora, placement: search, budget: 5_000 CNY, flight: [0d, 4d], cap: 20}]
)";
  const std::string seekers = "search: {share: 100%, occasion: 1}\n";
  LiveWorld world(market(lines + seekers)), nobody(market(lines + "search: {share: 0%}\n"));
  world.step(24), nobody.step(24);
  EXPECT_GT(ad(world, "ad_impressions"), 0);
  EXPECT_GT(ad(world, "ad_spend"), 0);
  EXPECT_EQ(ad(nobody, "ad_impressions"), 0) << "where nobody searches";
}

TEST(Ads, are_exact_over_ranks_and_a_checkpoint_with_lines_of_every_kind) {
  std::string text = market(R"(segments: [{id: gamers, where: topic == games}]
campaigns:
  - {id: launch, brand: aurora, budget: 9_000 CNY, least_spendable: 0, flight: [0d, 2d], lines: [{hire: {by: random}, contract: flat}]}
ads:
  lines:
    - {id: a, brand: aurora, segment: gamers, budget: 2_000 CNY, flight: [0, 6]}
    - {id: b, brand: aurora, lookalike: true, goal: clicks, bid: 0.8 CNY, budget: 2_000 CNY, flight: [0, 6]}
    - {id: c, brand: rival, placement: splash, goal: conversions, bid: 0.5 CNY, budget: 2_000 CNY, flight: [0, 6]}
    - {id: d, brand: aurora, placement: boost, campaign: launch, bid: 40 CNY, budget: 3_000 CNY, flight: [0, 6]}
)");
  text.replace(text.find("until: 6d"), 9, "until: 2d");
  const testing::CheckpointFolder folder;
  const testing::Outcome alone = testing::run_on(text, 1, 1);
  EXPECT_EQ(alone, testing::run_on(text, 2, 2));
  testing::run_on(text, 1, 1, folder.path(), 13);
  EXPECT_EQ(alone, testing::run_on(text, 2, 1, folder.path()));
  remove_checkpoints(folder.path());
}

std::string refusal(const std::string& line, const std::string& more = "opt_out: 0") {
  try {
    LiveWorld world(
        market("segments: [{id: hidden, where: opt_out}]\nads: {lines: [" + line + "]}\n", 7, more));
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "";
}

TEST(Ads, are_refused_beside_what_other_mechanisms_refuse) {
  const std::string told = refusal(
      "{id: x, brand: aurora, segment: hidden}]}\nmigration: {pay: [{id: p, platform: other, per_thousand: "
      "3}");
  EXPECT_NE(told.find("ads.lines.x.segment: nobody in 'hidden' may be targeted"), std::string::npos) << told;
  EXPECT_NE(told.find("migration.pay[0].platform: 'other' is no platform"), std::string::npos) << told;
}

TEST(Ads, refuse_what_cannot_be_had) {
  const auto says = [](const std::string& line, const char* what) {
    EXPECT_NE(refusal(line).find(what), std::string::npos) << line << ": " << refusal(line);
  };
  EXPECT_EQ(refusal("{id: x, brand: aurora}"), "");
  says("{id: x, brand: aurora, bid: 50 CNY, budget: 40 CNY}", "above the budget");
  says("{id: x, brand: aurora, bid: 1 EUR}", "EUR");
  says("{id: x, brand: aurora, placement: wall}", "no placement");
  says("{id: x, brand: aurora, placement: search}", "nothing serves 'search'");
  says("{id: x, brand: aurora, placement: tip_page}", "does not sell 'tip_page'");
  says("{id: x, brand: aurora, segment: hidden}", "may be targeted");
  says("{id: x, brand: aurora, segment: elsewhere}", "no segment");
  says("{id: x, brand: nobody}", "no brand 'nobody'");
  says("{id: x, brand: aurora, placement: boost}", "needs a campaign");
  says("{id: x, brand: aurora, goal: clicks, bid: 2 CNY, budget: 150 CNY}", "buys no click");
}

TEST(Placements, are_a_table_that_mechanisms_append_to) {
  ASSERT_GE(placement_rules().size(), 5U);
  EXPECT_EQ(placement_number("splash"), 0);
  EXPECT_EQ(placement_number("boost"), 3);
  EXPECT_EQ(placement_rules().back().word, "tip_page");
  // Where its mechanism is on, ads stand there.
  LiveWorld world(market(
      "tips: {chance: 100%}\nads: {sells: [tip_page], lines: [{id: x, brand: aurora, placement: tip_page, "
      "bid: 30 CNY, flight: [0, 6]}]}\n"));
  world.step(24);
  EXPECT_GT(ad(world, "ad_impressions"), 0);
  LiveWorld without(market("")), with(market("tips: {}\n"));
  EXPECT_EQ(without->measures.size() + 3, with->measures.size())
      << "a source and two measures: no cell for a placement";
}

}  // namespace
}  // namespace fanfare::fan_economy::ads_test
