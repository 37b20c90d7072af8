// Shops: near and not far, filled by reach online, by offers and by friends.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/paired.h"

namespace fanfare::fan_economy::local_test {
namespace {

using testing::LiveWorld;

std::string town(const std::string& more, int seed = 1) {
  return R"(schema: 1
kind: scenario
name: local
question: Whom do shops draw?
run: {until: 30d, tick: 12h, start: 2026-03-02, seed: )" +
         std::to_string(seed) + R"(}
population: {accounts: 1_200, scale: 100, authors: 5%, graph: {mean_follows: 10}}
attributes: [{id: region, levels: [here, near, far], shares: [40%, 30%, 30%]}]
creators: [{id: koc, kind: koc, select: {followers: [100, 100_000]}}]
platforms: [{id: app, feed: {preset: douyin}}]
purchase: {need_days: 10, start: fresh}
brands: [{id: aurora, topic: food, price: 20 CNY, awareness: 20%}]
)" + more;
}
std::string shop(const std::string& keys, const std::string& of_the_shop = "") {
  return "local: {attribute: region, map: [{region: here}, {region: near, x: 8}, {region: far, y: 40}], "
         "visit: 0.1, "
         "shops: [{id: s, brand: aurora, region: here" +
         of_the_shop + "}]" + (keys.empty() ? "" : ", " + keys) + "}\n";
}
const std::string kOnline =
    "campaigns:\n  - {id: online, brand: aurora, budget: 100_000 CNY, least_spendable: 0, flight: [2d, 6d],\n"
    "     lines: [{hire: {kind: koc}, contract: flat}]}\n";

struct Pair {
  std::string without, with;
};
// The logarithm of their ratio at the end, for some seeds.
double surely_more(const Pair& pair, const std::string& measure, std::uint32_t ticks) {
  std::vector<double> differences;
  for (int seed = 1; seed <= 4; ++seed) {
    LiveWorld without(town(pair.without, seed)), with(town(pair.with, seed));
    without.step(ticks), with.step(ticks);
    differences.push_back(std::log(with.recorded(measure)[0] / without.recorded(measure)[0]));
    EXPECT_EQ(with.economy().breach(), "");
  }
  return t_interval(differences).low;
}

TEST(LocalFacts, the_near_come_and_the_far_do_not) {
  LiveWorld town_of(town(shop(""))), flat(town(shop("decay: 0")));
  town_of.step(50), flat.step(50);
  const auto rate = town_of.recorded("shop_visit_rate"), even = flat.recorded("shop_visit_rate");
  ASSERT_EQ(rate.size(), 4U);
  EXPECT_GT(rate[0], 3 * rate[1]) << "8 km are (11/3)^2 times less";
  EXPECT_LT(rate[3], rate[0] / 20) << "40 km";
  EXPECT_GT(even[3], 0.6 * even[0]) << "distance alone makes the difference";
  EXPECT_GT(town_of.recorded("shop_orders")[0], 0);
  EXPECT_LT(town_of.recorded("shop_orders")[0], town_of.recorded("shop_visits")[0]);
  EXPECT_LE(town_of.recorded("shop_orders")[0], town_of.recorded("sales")[0]) << "part of them";
}

TEST(LocalFacts, reach_online_fills_shops) {
  EXPECT_GT(surely_more({shop(""), kOnline + shop("")}, "shop_visits", 40), 0);
}

TEST(LocalFacts, offers_and_friends_bring_visits) {
  EXPECT_GT(surely_more({shop(""), shop("", ", discount: 30%")}, "shop_visits", 16), 0);
  EXPECT_GT(surely_more({shop("check_in: 0"), shop("check_in: 1, friend_pull: 0.1")}, "shop_visits", 20), 0);
}

TEST(Local, an_offer_is_paid_in_the_shop_alone) {
  LiveWorld world(town(shop("look_nearby: 0.5, buy: 1", ", discount: 50%")));
  world.step(10);
  bool is_seen = false;
  for (const TradedOrder& order : world->market.orders) {
    EXPECT_TRUE(order.price == 1000 || order.price == 2000);
    is_seen = is_seen || order.price == 1000;
  }
  EXPECT_TRUE(is_seen);
}

std::string refusal(const std::string& keys) {
  try {
    LiveWorld world(town("local: {" + keys + "}\n"));
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "";
}

TEST(Local, refuses_places_that_are_not_there) {
  const auto says = [](const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << text;
  };
  says(refusal("attribute: planet"), "local.attribute");
  says(refusal("attribute: region, shops: [{id: s, brand: aurora, region: hare}]"), "no region 'hare'");
  says(refusal("attribute: region, shops: [{id: s, brand: nobody, region: here}]"), "local.shops.s.brand");
  says(refusal("attribute: region, map: [{region: here}]"), "local.map");
  says(refusal("map: [{region: here}]"), "local.map");
  says(refusal("attribute: region, shops: [{id: s, brand: aurora, region: here, offer: [3d, 2d]}]"), "offer");
}

}  // namespace
}  // namespace fanfare::fan_economy::local_test
