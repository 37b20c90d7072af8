// Prices that need so many buyers: whose money is where, what a counter that all see does, who comes back.
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/paired.h"
#include "tests/fan_economy/refused.h"

namespace fanfare::fan_economy::group_buying_test {
namespace {

using testing::LiveWorld;
using testing::over_seeds;
using testing::told;

constexpr std::array kNames = {"beauty", "fashion", "games", "food", "music", "tech", "sport", "travel"};

// A brand of each need, so that a world has eight deals that do not meet.
std::string market(const std::string& more, int seed = 7, const char* days = "8d") {
  std::string text = R"(schema: 1
kind: scenario
name: groups
question: What does a group price bring?
run: {tick: 6h, start: 2026-03-02, until: )" +
                     std::string(days) + ", seed: " + std::to_string(seed) + R"(}
population: {accounts: 600, scale: 10, authors: 2%, income: 20_000,
             graph: {mean_follows: 10, reciprocity: 30%}}
purchase: {need_days: 8}
brands:
)";
  for (const char* name : kNames)
    text += "  - {id: " + std::string(name) + ", topic: " + name +
            ", rate: 0.01, awareness: 90%, price: 125 CNY, usual_price: 100 CNY, returns: 0}\n";
  return text + more;
}
// For each brand a counter of a week, that needs more from one to the next.
std::string counters(int needs, int step, const std::string& more = "", const std::string& keys = "") {
  std::string text = "group_buying: {" + keys + (keys.empty() ? "" : ", ") + "deals: [";
  for (std::size_t i = 0; i < kNames.size(); ++i)
    text += std::string(i > 0 ? ", " : "") + "{id: " + kNames[i] + ", brand: " + kNames[i] +
            ", flight: [0d, 7d], needs: " + std::to_string(needs + step * static_cast<int>(i)) + more + "}";
  return text + "]}\n";
}

double count(LiveWorld& world, const char* name) {
  return static_cast<double>(world->measures[world->measures.named(name)]);
}
double wallets(LiveWorld& world) {
  return static_cast<double>(world->ledger.balance(world->market.consumers));
}

TEST(GroupBuying, pays_every_cent_back_when_nobody_comes) {
  LiveWorld world(market(counters(9'000, 0, "", "bold: 1, worth: 20")));
  double most = 0;
  for (int tick = 0; tick < 32; ++tick) {
    world.step();
    ASSERT_EQ(world.economy().breach(), "") << tick;
    most = std::max(most, world.recorded("group_held")[0]);
  }
  EXPECT_GT(most, 100 * 10 * 50) << "money was held";
  EXPECT_EQ(world.recorded("group_held")[0], 0);
  EXPECT_GT(count(world, "group_signups"), 50);
  EXPECT_EQ(count(world, "group_refunds"), count(world, "group_signups"));
  EXPECT_EQ(count(world, "group_orders"), 0);
  EXPECT_EQ(world.recorded("groups_failed")[0], 8);
  const auto brands = world->market.brands;
  Cents of_brands = 0;
  for (const Brand& brand : brands) of_brands += world->ledger.balance(BookId(brand.book));
  double orders = 0;
  for (std::size_t b = 0; b < 8; ++b) orders += world.total(BrandCell::orders, b);
  EXPECT_EQ(of_brands, static_cast<Cents>(orders) * 10 * (12'500 - 5'000))
      << "of orders at the list price alone";
  EXPECT_GT(wallets(world), 0);
}

TEST(GroupBuying, sells_at_its_price_once_enough_have_come) {
  LiveWorld world(market(counters(100, 0, ", price: 90 CNY", "bold: 1, worth: 20")));
  world.step(32);
  EXPECT_EQ(world.recorded("groups_tipped")[0], 8);
  EXPECT_EQ(count(world, "group_refunds"), 0);
  EXPECT_EQ(count(world, "group_orders"), count(world, "group_signups"));
  EXPECT_EQ(count(world, "group_discount"), count(world, "group_orders") * 10 * 3'500);
  EXPECT_EQ(world.economy().breach(), "");
}

TEST(GroupBuying, never_serves_more_than_the_merchant_can) {
  LiveWorld world(market(counters(50, 0, ", capacity: 100", "bold: 1, worth: 20")));
  world.step(32);
  EXPECT_EQ(count(world, "group_orders"), 8 * 10) << "accounts of ten people each";
  EXPECT_GT(count(world, "group_turned_away"), 0);
  EXPECT_EQ(world.economy().breach(), "");
}

TEST(GroupBuying, teams_fill_by_friends) {
  const auto teams = [](int invites) {
    LiveWorld world(
        market(counters(1, 0, ", shape: team, team: 3, invites: " + std::to_string(invites), "worth: 20")));
    for (int tick = 0; tick < 32; ++tick) {
      world.step();
      EXPECT_EQ(world.economy().breach(), "") << tick;
    }
    EXPECT_EQ(10 * count(world, "group_orders"), 3 * world.recorded("groups_tipped")[0]) << "of people";
    return std::array{world.recorded("groups_tipped")[0], world.recorded("groups_failed")[0]};
  };
  const auto none = teams(0), many = teams(16);
  EXPECT_EQ(none[0], 0);
  EXPECT_GT(none[1], 200);
  EXPECT_GT(many[0], 50);
}

// Counters that nobody and that everybody sees, which need from little to much: the same people meet them.
TEST(GroupBuyingFacts, seen_counters_succeed_at_least_as_often_and_fill_fastest_when_nearly_full) {
  std::vector<double> surge;
  const Interval more = over_seeds([&](int seed) {
    LiveWorld hidden(market(counters(160, 80, ", seen: false", "worth: 20"), seed));
    LiveWorld seen(market(counters(160, 80, "", "worth: 20"), seed));
    hidden.step(30), seen.step(30);
    const auto hazard = seen.recorded("group_hazard");
    const auto mean = [&](std::size_t from, std::size_t to) {
      double sum = 0;
      for (std::size_t i = from; i < to; ++i) sum += hazard[i] / static_cast<double>(to - from);
      return sum;
    };
    surge.push_back(mean(9, 12) - std::max(mean(0, 5), mean(13, 15)));
    return (seen.recorded("groups_tipped")[0] - hidden.recorded("groups_tipped")[0]) / 8;
  });
  RecordProperty("succeed_more_often", told(more));
  RecordProperty("hazard_near_the_threshold", told(t_interval(surge)));
  EXPECT_GT(more.low, 0) << told(more);
  EXPECT_GT(t_interval(surge).low, 0) << told(t_interval(surge));
}

// By whom a low price draws, and the more by what they remember of it.
TEST(GroupBuyingFacts, bargain_hunters_return_less_at_the_list_price) {
  std::vector<double> remembered;
  const Interval less = over_seeds([&](int seed) {
    const std::string keys = "bold: 1, worth: 20, reference: ";
    LiveWorld without(market(counters(100, 0, "", keys + "0"), seed, "20d"));
    LiveWorld with(market(counters(100, 0, "", keys + "1"), seed, "20d"));
    without.step(80), with.step(80);
    const auto returning = [](LiveWorld& world) { return world.recorded("group_buyers_return")[0]; };
    remembered.push_back(returning(with) - returning(without));
    return returning(without) - without.recorded("list_buyers_return")[0];
  });
  RecordProperty("difference", told(less));
  RecordProperty("by_what_they_remember", told(t_interval(remembered)));
  EXPECT_LT(less.high, 0) << told(less);
  EXPECT_LT(t_interval(remembered).high, 0) << told(t_interval(remembered));
}

TEST(GroupBuying, refuses_what_cannot_be) {
  const auto says = [](const std::string& keys, const std::string& what) {
    testing::expect_refused(market("group_buying: {deals: [{id: may, brand: food" + keys + "}]}\n"), what);
  };
  says(", price: 126 CNY",
       "group_buying.deals.may.price: a group price of 126.00 is above the list price of 125.00");
  says(", shape: team, seen: false", "has no members");
  says(", needs: 100, capacity: 50", "can never come about");
  says(", shape: team, capacity: 20", "fewer than one group");
  says(", flight: [3d, 3d]", "ends before it begins");
  EXPECT_THROW(LiveWorld(market("group_buying: {deals: [{id: may, brand: nobody}]}\n")), ScenarioError);
}

}  // namespace
}  // namespace fanfare::fan_economy::group_buying_test
