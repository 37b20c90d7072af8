// Brands that react: what reallocation gains where lines differ and where it chases noise, matched prices,
// answers, better products.
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/on_ranks.h"
#include "tests/fan_economy/paired.h"
#include "tests/fan_economy/refused.h"

namespace fanfare::fan_economy::brand_reaction_test {
namespace {

using testing::LiveWorld;
using testing::over_seeds;
using testing::told;

const std::string kUnlike = "[{hire: {by: followers}}, {hire: {by: cost_per_engagement}}]";
const std::string kAlike = "[{hire: {kind: koc, by: random}}, {hire: {kind: koc, by: random}}]";

std::string market(const std::string& keys, int seed = 1, const std::string& lines = kUnlike,
                   const std::string& more = "") {
  return R"(schema: 1
kind: scenario
name: reaction
question: What does it gain to react?
run: {until: 20d, tick: 6h, start: 2026-03-02, seed: )" +
         std::to_string(seed) + R"(}
population:
  accounts: 700
  scale: 300
  authors: 8%
  graph: {kind: chung_lu, mean_follows: 20, follower_exponent: 2.3, reciprocity: 20%}
creators:
  - {id: kol, kind: kol, select: {followers: [30_000, 10_000_000]}}
  - {id: koc, kind: koc, select: {followers: [1_500, 30_000]}}
platforms: [{id: app, feed: {preset: douyin}}]
careers: {price_sigma: 1.2}
attention: {items: {dist: lognormal, median: 20, sigma: 0.8}}
brands:
  - {id: aurora, topic: beauty, rate: 0.03, price: 129 CNY, awareness: 60%, quality: 0.4, returns: 20%}
  - {id: borea, topic: beauty, rate: 0.03, price: 129 CNY, awareness: 60%}
campaigns:
  - {id: launch, brand: aurora, budget: 90_000 CNY, least_spendable: 0, flight: [1d, 15d], lines: )" +
         lines + "}\n" + more + (keys.empty() ? "" : "brand_reaction: {" + keys + "}\n");
}
std::string budget(const std::string& rule) {
  return "budgets: [{id: b, campaign: launch, every: 2d, rule: " + rule + "}]";
}

double count(LiveWorld& world, const char* name) {
  return static_cast<double>(world->measures[world->measures.named(name)]);
}
LiveWorld& lived(LiveWorld& world, std::uint32_t days) {
  world.step(4 * days);
  EXPECT_EQ(world.economy().breach(), "");
  return world;
}
double engaged(LiveWorld& world) {
  double sum = 0;
  for (const CampaignCell c : {CampaignCell::likes, CampaignCell::comments, CampaignCell::shares})
    sum += static_cast<double>(world->measures[world->measures.cell(c, 0)]);
  return sum;
}

TEST(BrandReactionFacts, reallocation_gains_where_lines_differ) {
  const Interval gain = over_seeds([](int seed) {
    LiveWorld reacts(market(budget("thompson"), seed)), even(market(budget("even"), seed));
    return engaged(lived(reacts, 17)) / engaged(lived(even, 17)) - 1;
  });
  EXPECT_GT(gain.low, 0) << told(gain);
  RecordProperty("gain", told(gain));
}

// Where lines are alike there is nothing to learn, but one still gets most of the money.
TEST(BrandReactionFacts, chases_noise_where_lines_are_alike) {
  double tilt = 0;
  const Interval gain = over_seeds([&](int seed) {
    LiveWorld reacts(market(budget("greedy"), seed, kAlike)), even(market(budget("even"), seed, kAlike));
    const double got = engaged(lived(reacts, 17));
    tilt += reacts.recorded("best_line_share").at(0) / 4;
    return got / engaged(lived(even, 17)) - 1;
  });
  EXPECT_LT(gain.low, 0) << told(gain);
  EXPECT_GT(tilt, 0.6) << "one of two lines that are alike";
  RecordProperty("gain", told(gain));
  RecordProperty("tilt", std::to_string(tilt));
}

TEST(BrandReaction, lays_out_no_more_than_there_is) {
  for (const char* rule : {"thompson", "greedy", "even"}) {
    LiveWorld world(market(budget(rule)));
    lived(world, 17);
    EXPECT_EQ(count(world, "budget_rounds"), 7);
    const Measures& m = world->measures;
    Cents spent = 0;
    for (const CampaignCell c : {CampaignCell::fees, CampaignCell::platform_fees, CampaignCell::handling,
                                 CampaignCell::product, CampaignCell::unspent})
      spent += m[m.cell(c, 0)];
    EXPECT_EQ(spent, 9'000'000) << rule;
    EXPECT_LT(m[m.cell(CampaignCell::unspent, 0)], 4'000'000) << rule;
  }
}

TEST(BrandReaction, pauses_and_swaps) {
  LiveWorld paused(market("budgets: [{id: b, campaign: launch, every: 2d, pause_below: 1_000_000}]"));
  EXPECT_GE(count(lived(paused, 17), "budget_paused"), 4);
  const std::string lines = "[{hire: {kind: kol}, posts: 3}, {hire: {kind: koc}, posts: 3}]";
  LiveWorld swaps(market("budgets: [{id: b, campaign: launch, every: 3d, swap_below: 90%}]", 1, lines));
  EXPECT_GT(count(lived(swaps, 17), "creators_swapped"), 0);
}

TEST(BrandReaction, matches_a_rivals_price_a_day_later) {
  const std::string sale =
      "season: {festivals: [], waiting: 0, sales: [{id: s, from: 4d, lasts: 5d, discount: 30%, brands: "
      "[borea]}]}\n";
  LiveWorld alone(market("matches: []", 1, kUnlike, sale)),
      matches(market("matches: [{id: m, brand: aurora, rival: borea, floor: 80%}]", 1, kUnlike, sale));
  matches.step(4 * 4);
  EXPECT_EQ(matches->market.brands[0].price, 12'900) << "the day before";
  matches.step(6);
  EXPECT_EQ(matches->market.brands[0].price, 10'320) << "down to its floor";
  lived(alone, 15), matches.step(4 * 15 - 22);
  EXPECT_EQ(matches->market.brands[0].price, 12'900);
  EXPECT_EQ(count(matches, "price_matched"), 5);
  EXPECT_GT(matches.total(BrandCell::orders, 0), alone.total(BrandCell::orders, 0));
}

TEST(BrandReaction, answers_those_who_sent_something_back) {
  LiveWorld without(market("services: []")),
      with(market("services: [{id: desk, brand: aurora, replies: 6_000, cost: 5 CNY, strength: 0.5}]"));
  lived(without, 18), lived(with, 18);
  EXPECT_GT(count(with, "service_answers"), 3);
  EXPECT_LE(count(with, "service_answers"), 18 * 20);
  EXPECT_EQ(count(with, "service_spend"), 500 * 300 * count(with, "service_answers"));
  EXPECT_GT(with.recorded("sentiment").at(0), without.recorded("sentiment").at(0));
}

TEST(BrandReaction, product_gets_better_by_what_came_back_and_later) {
  LiveWorld world(
      market("listening: [{id: l, brand: aurora, every: 4d, delay: 3d, gain: 2, cost: 100 CNY}]"));
  world.step(4 * 10);
  const double before = world.recorded("product_quality").at(0);
  lived(world, 9);
  EXPECT_GT(world.recorded("product_quality").at(0), before);
  EXPECT_EQ(count(world, "betterment_spend"), 10'000 * count(world, "products_bettered"));
}

TEST(BrandReaction, refuses_what_cannot_be) {
  const auto says = [](const std::string& keys, const std::string& what) {
    testing::expect_refused(market(keys), what);
  };
  says("budgets: [{id: b, campaign: nowhere}]", "no campaign 'nowhere'");
  says("budgets: [{id: b, campaign: launch}, {id: c, campaign: launch}]", "a rule already");
  says("matches: [{id: m, brand: aurora, rival: aurora}]", "is the brand itself");
  says("matches: [{id: m, brand: aurora, rival: nobody}]", "no brand 'nobody'");
  says("services: [{id: s, brand: aurora, replies: 20}]", "reach nobody");
}

TEST(BrandReaction, is_exact_over_ranks_and_checkpoints) {
  const std::string text =
      market(budget("thompson") +
             ", services: [{id: desk, brand: aurora, replies: 6_000}], listening: [{id: l, brand: "
             "aurora, every: 2d, delay: 1d}], matches: [{id: m, brand: aurora, rival: borea}]");
  testing::expect_exact(text, 37);
}

}  // namespace
}  // namespace fanfare::fan_economy::brand_reaction_test
