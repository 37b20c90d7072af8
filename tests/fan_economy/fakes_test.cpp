// Bought counts: whoever pays by what is shown overpays, pods promise what they do not bring, an audit pays
// or not by its price, bots see and never buy.
#include <gtest/gtest.h>

#include <cmath>
#include <initializer_list>
#include <map>
#include <string>

#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/paired.h"

namespace fanfare::fan_economy::fakes_test {
namespace {

using testing::LiveWorld;
using testing::half;
using testing::over_seeds;

constexpr int kSeeds = 4;

// What a test does not say is off.
std::string with_the_rest_off(const std::string& keys, std::initializer_list<std::string> off) {
  std::string all = keys;
  for (const std::string& key : off)
    if ((" " + keys).find(" " + key + ":") == std::string::npos) all += ", " + key + ": 0";
  return all;
}

std::string market(const std::string& fakes, const std::string& by = "followers", int seed = 7) {
  return R"(schema: 1
kind: scenario
name: fakes
question: What do bought counts cost?
run: {until: 5d, tick: 2h, warmup: 1d, start: 2026-03-02, seed: )" +
         std::to_string(seed) + R"(}
population:
  accounts: 1_000
  scale: 400
  graph: {kind: chung_lu, mean_follows: 20, follower_exponent: 2.3, reciprocity: 20%}
creators:
  - {id: koc, kind: koc, select: {followers: [4_000, 200_000]}}
platforms: [{id: app, feed: {preset: douyin}}]
attention: {click: {rate: 2%}}
brands: [{id: aurora, topic: beauty, price: 129 CNY, margin: 60%, equity: 0.1, rate: 0.05, awareness: 80%}]
campaigns:
  - {id: launch, brand: aurora, budget: 900_000 CNY, flight: [1d, 4d], lines: [{hire: {by: )" +
         by + R"(}, posts: 3}]}
fakes: {)" +
         with_the_rest_off(fakes, {"bots", "buyers", "pods", "farms"}) + "}\n";
}

struct Bill {
  double overpaid = 0, fakes = 0, cost_of_reach = 0, worth = 0, audit = 0, found = 0, spend = 0, orders = 0,
         shown = 0;
};

Bill bill_of(const std::string& text) {
  LiveWorld world(text);
  DatasetRecorder recorder{RunParameters{}};
  world.economy().declare(recorder);
  world.step(5 * 12);
  EXPECT_EQ(world.economy().breach(), "");
  double paid = 0, impressions = 0;
  for (const Contract& contract : world->market.contracts)
    paid += static_cast<double>(contract.paid), impressions += static_cast<double>(contract.impressions);
  recorder.begin_row(0);
  world.economy().record(recorder, 0);
  recorder.end_row();
  const auto of = [&](const char* name) { return recorder.data().variable(name)->data.back(); };
  return {of("overpaid"),
          of("fake_engagements"),
          paid / std::max(1.0, impressions),
          of("pod_worth"),
          of("audit_cost"),
          of("frauds_found"),
          of("campaign_spend"),
          world.total(BrandCell::orders),
          of("fake_followers")};
}

// Several tests ask about the same market.
const Bill& bill(const std::string& text) {
  static std::map<std::string, Bill> bills;
  const auto known = bills.find(text);
  return known != bills.end() ? known->second : bills.emplace(text, bill_of(text)).first->second;
}

TEST(FakesFacts, choosing_by_followers_overpays) {
  const Interval dearer = over_seeds([](int seed) {
    const Bill fooled = bill(market("buyers: 40%, bought: 2", "followers", seed));
    const Bill honest = bill(market("buyers: 0", "followers", seed));
    EXPECT_EQ(honest.overpaid, 0);
    EXPECT_EQ(honest.shown, 0);
    EXPECT_GT(fooled.overpaid, 0);
    return std::log(fooled.cost_of_reach / honest.cost_of_reach);
  });
  EXPECT_GT(dearer.low, 0.1) << "what is seen costs no more";
}

TEST(FakesFacts, cap_on_what_is_shown_takes_away_what_was_bought) {
  const Bill open = bill(market("buyers: 40%, bought: 2")),
             capped = bill(market("buyers: 40%, bought: 2, cap: 4_000"));
  EXPECT_GT(open.overpaid, 1000);
  EXPECT_LT(capped.overpaid, 0.3 * open.overpaid);
}

TEST(FakesFacts, pods_bring_a_fraction_of_what_their_engagement_promises) {
  const Interval worth =
      over_seeds([](int seed) { return bill(market("pods: 50%, pod_size: 20_000", "random", seed)).worth; });
  EXPECT_LT(worth.high, 0.8);
  const Interval none =
      over_seeds([](int seed) { return bill(market("pods: 50%, pod_size: 0", "random", seed)).worth; });
  EXPECT_LT(std::abs(none.mean - 1), half(none)) << "an empty pod is worth less by itself";
}

// What an audit saves of overpaying, less what it costs: over all seeds, since a few creators take the
// budget.
TEST(FakesFacts, audit_pays_or_not_by_its_price) {
  const std::string audit = "buyers: 40%, bought: 2, audit: {on: true, hit_rate: 90%, price: ";
  double saved = 0, cheap = 0, dear = 0;
  for (int seed = 1; seed <= kSeeds; ++seed) {
    const Bill blind = bill(market("buyers: 40%, bought: 2", "followers", seed)),
               looked = bill(market(audit + "100 CNY}", "followers", seed));
    EXPECT_EQ(blind.audit, 0);
    EXPECT_GT(looked.found, 0);
    saved += blind.overpaid - looked.overpaid;
    cheap += looked.audit;
    dear += 1000 * looked.audit;  // at 100,000 CNY each: what is found is the same
  }
  EXPECT_GT(saved, cheap);
  EXPECT_LT(saved, dear);
  EXPECT_NEAR(bill(market(audit + "100_000 CNY}", "followers", 1)).audit,
              1000 * bill(market(audit + "100 CNY}", "followers", 1)).audit, 1);
}

TEST(FakesFacts, bots_see_and_never_buy) {
  const Bill none = bill(market("bots: 0")), many = bill(market("bots: 60%"));
  EXPECT_EQ(none.fakes, 0);
  EXPECT_GT(many.fakes, 0);
  EXPECT_GT(none.orders, 50);
  EXPECT_LT(many.orders, 0.7 * none.orders);
}

TEST(Fakes, whom_the_platform_finds_out_loses_what_it_bought) {
  const Bill kept = bill(market("buyers: 40%, bought: 2")),
             swept = bill(market("buyers: 40%, bought: 2, sweep: 100%"));
  EXPECT_GT(kept.shown, 0);
  EXPECT_EQ(swept.shown, 0);
  EXPECT_GT(swept.found, 0);
}

TEST(Fakes, farms_look_and_are_told_apart) {
  LiveWorld world(market("farms: 100%, farm_views: 10_000"));
  world.step(5 * 12);
  const std::int64_t posts = world->measures[world->measures.cell(CampaignCell::posts, 0)];
  EXPECT_GT(posts, 0);
  EXPECT_EQ(world->measures[world->measures.named("fake_impressions")], posts * 25)
      << "10,000 are 25 accounts";
  EXPECT_EQ(world->measures[world->measures.named("fake_engagements")], 0) << "a farm does not like";
}

TEST(Fakes, refuses_a_world_of_bots) {
  Problems problems;
  load_scenario_text("test", market("bots: 100%"), {}, problems);
  EXPECT_NE(problems.render().find("fakes.bots"), std::string::npos) << problems.render();
  EXPECT_NE(problems.render().find("leaves nobody"), std::string::npos) << problems.render();
}

}  // namespace
}  // namespace fanfare::fan_economy::fakes_test
