// A copy on investors' money: what it takes while the money lasts, and who keeps the market then.
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/on_ranks.h"
#include "tests/fan_economy/paired.h"
#include "tests/fan_economy/refused.h"

namespace fanfare::fan_economy::rival_test {
namespace {

using testing::LiveWorld;
using testing::over_seeds;
using testing::run_on;
using testing::told;

// Two brands that cost the same to make; both may hire the same few creators, the copy after the leader.
std::string market(const std::string& rival, int seed = 1, const std::string& quality = "0.7",
                   const std::string& accounts = "600") {
  return R"(schema: 1
kind: scenario
name: copy
question: Who keeps the market?
run: {until: 60d, tick: 6h, start: 2026-03-02, seed: )" +
         std::to_string(seed) + R"(}
population: {accounts: )" +
         accounts + R"(, scale: 100, income: 20_000, graph: {mean_follows: 12}}
creators: [{id: koc, kind: koc, select: {by: followers, top: 6}}]
platforms: [{id: app, feed: {preset: douyin, length: 8}}]
purchase: {need_days: 12}
brands:
  - {id: leader, topic: beauty, price: 50 CNY, rate: 0.03, awareness: 80%, quality: 0.8}
  - {id: copy, topic: beauty, price: 50 CNY, rate: 0.03, awareness: 60%, quality: )" +
         quality + R"(}
campaigns:
  - {id: first, brand: leader, budget: 20_000 CNY, least_spendable: 0, flight: [2d, 20d], lines: [{hire: {by: followers}, posts: 2, contract: flat}]}
  - {id: second, brand: copy, budget: 20_000 CNY, least_spendable: 0, flight: [8d, 20d], lines: [{hire: {by: followers}, posts: 2, contract: flat}]}
  - {id: third, brand: leader, budget: 60_000 CNY, least_spendable: 0, flight: [21d, 30d], lines: [{hire: {by: followers}, posts: 2, contract: flat}]}
)" + (rival == "off" ? "" : "rival: {" + rival + "}\n");
}

double count(LiveWorld& world, const char* name) {
  return static_cast<double>(world->measures[world->measures.named(name)]);
}
// The copy's share of orders in so many days.
double share(LiveWorld& world, std::uint32_t days) {
  const double leader = world.total(BrandCell::orders, 0), copy = world.total(BrandCell::orders, 1);
  world.step(4 * days);
  const double ours = world.total(BrandCell::orders, 1) - copy;
  return ours / (ours + world.total(BrandCell::orders, 0) - leader);
}

struct Course {
  Interval growing, after;  // share while the money lasts and after it, against no copying
};
Course course(const std::string& quality) {
  std::vector<double> growing, after;
  for (int seed = 1; seed <= 4; ++seed) {
    LiveWorld off(market("off", seed, quality)),
        on(market("copies: [price], undercut: 40%, below_cost: 50%, lag: 1d, money: 3_000_000 CNY", seed,
                  quality));
    growing.push_back(share(on, 16) - share(off, 16));
    // The money goes: whatever is left is taken away, so that the same day ends it in all worlds.
    const BookId chest(static_cast<std::uint32_t>(on->ledger.books() - 1));
    on->ledger.transfer(chest, on->market.outside, on->ledger.balance(chest));
    after.push_back(share(on, 20) - share(off, 20));
    EXPECT_EQ(on.economy().breach(), "");
  }
  return {t_interval(growing), t_interval(after)};
}

TEST(RivalFacts, good_copy_keeps_more_of_the_market_than_a_bad_one) {
  const Course good = course("0.95"), bad = course("0.2");
  EXPECT_GT(good.growing.low, 0.05) << told(good.growing);
  EXPECT_GT(bad.growing.mean, 0.03) << told(bad.growing);
  EXPECT_LT(bad.after.mean, 0.5 * bad.growing.mean) << told(bad.after) << ": who bought it comes no more";
  EXPECT_GT(good.after.mean, bad.after.mean) << told(good.after) << " and " << told(bad.after);
  RecordProperty("good", told(good.after));
  RecordProperty("bad", told(bad.after));
}

// What creators whom the leader hired first ask for a post, of the copy and of the leader next time.
std::array<std::map<std::uint32_t, double>, 2> fees(const std::string& premium, int seed) {
  LiveWorld world(market("copies: [creators], money: 9_000_000 CNY, premium: " + premium, seed));
  world.step(4 * 31);
  EXPECT_EQ(count(world, "bid_up_fees") > 0, premium != "0");
  std::array<std::map<std::uint32_t, double>, 2> of;
  std::set<std::uint32_t> first;
  for (const Contract& contract : world->market.contracts)
    if (contract.campaign == 0)
      first.insert(contract.creator);
    else if (first.contains(contract.creator))
      of[contract.campaign - 1U][contract.creator] = static_cast<double>(contract.fee);
  return of;
}

TEST(RivalFacts, shared_creators_cost_both) {
  for (int seed = 1; seed <= 2; ++seed) {
    const auto calm = fees("0", seed), bids = fees("50%", seed);
    for (std::size_t brand = 0; brand < 2; ++brand) {
      EXPECT_GT(bids[brand].size(), 0U);
      EXPECT_LE(bids[brand].size(), calm[brand].size()) << "one budget hires no more of them";
      for (const auto& [creator, fee] : bids[brand])
        if (const auto same = calm[brand].find(creator); same != calm[brand].end()) {
          EXPECT_GT(fee, 1.2 * same->second) << (brand == 0 ? "the copy" : "the leader") << " pays more";
        }
    }
  }
}

// A creator who speaks for both is believed less by whom it has reached for the other.
TEST(RivalFacts, shared_creators_are_believed_less) {
  const Interval attitude = over_seeds(
      [](int seed) {
        const auto sum = [&](const char* cost) {
          LiveWorld world(market(std::string("copies: [creators], premium: 0, shared_trust: ") + cost, seed));
          world.step(4 * 20);
          return static_cast<double>(world->measures[world->measures.attitude(0)] +
                                     world->measures[world->measures.attitude(1)]) /
                 32'767;
        };
        return sum("100%") - sum("0%");
      },
      6);
  EXPECT_LT(attitude.high, 0) << told(attitude);
}

TEST(RivalFacts, copied_claims_ride_on_the_leaders_posts) {
  const auto moved = [](const std::string& copies) {
    LiveWorld world(market("copies: " + copies + ", lag: 1d, confusion: 50%"));
    world.step(4 * 20);
    return std::pair(count(world, "confused"),
                     static_cast<double>(world->measures[world->measures.attitude(1)]));
  };
  const auto none = moved("[]"), claims = moved("[claims]");
  EXPECT_EQ(none.first, 0);
  EXPECT_GT(claims.first, 0);
  EXPECT_GT(claims.second, none.second);
}

TEST(Rival, sells_below_the_leader_until_the_money_is_gone_to_the_cent) {
  LiveWorld world(market("copies: [price], undercut: 20%, lag: 1d, money: 100_000 CNY"));
  double burnt = 0;
  for (int tick = 0; tick < 120; ++tick) {
    world.step();
    ASSERT_EQ(world.economy().breach(), "") << tick;
    burnt = count(world, "rival_burnt");
    EXPECT_EQ(world.recorded("rival_money").back() * 100 + burnt, 100'000'00) << tick;
    if (tick == 8) {
      EXPECT_EQ(world.recorded("rival_price").back(), 40) << "a fifth below";
    }
  }
  EXPECT_EQ(burnt, 100'000'00);
  EXPECT_EQ(world.recorded("rival_price").back(), 50) << "its own again";
  const auto shares = world.recorded("market_share");
  EXPECT_NEAR(shares[0] + shares[1], 1, 1e-9);
}

TEST(Rival, does_not_go_below_its_floor) {
  const auto price = [](const std::string& keys) {
    LiveWorld world(market("copies: [price], undercut: 90%, lag: 0d, money: 90_000_000 CNY, " + keys));
    world.step(3);
    return world.recorded("rival_price").back();
  };
  EXPECT_NEAR(price("below_cost: 0"), 50 * 0.4, 0.01) << "what a unit costs it";
  EXPECT_NEAR(price("below_cost: 50%"), 50 * 0.2, 0.01);
}

TEST(Rival, is_exact_over_threads_and_ranks_and_a_checkpoint) {
  std::string text = market("lag: 1d, money: 40_000 CNY, confusion: 50%", 3, "0.5", "2_300");
  text.replace(text.find("until: 60d"), 10, "until: 12d");
  const auto alone = run_on(text, 1, 1);
  EXPECT_EQ(alone, run_on(text, 3, 2));
  const testing::CheckpointFolder folder;
  run_on(text, 1, 1, folder.path(), 9);
  EXPECT_EQ(alone, run_on(text, 2, 1, folder.path())) << "after a checkpoint";
}

TEST(Rival, refuses_what_cannot_be) {
  const auto says = [](const std::string& text, const std::string& what) {
    testing::expect_refused(text, what);
  };
  says(market("copies: [logo]"), "nothing that can be copied");
  says(market("brand: nobody"), "no brand 'nobody'");
  says(market("brand: copy, of: copy"), "copies itself");
  std::string other = market("lag: 1d");
  other.replace(other.find("copy, topic: beauty"), 19, "copy, topic: food");
  says(other, "of another topic");
}

}  // namespace
}  // namespace fanfare::fan_economy::rival_test
