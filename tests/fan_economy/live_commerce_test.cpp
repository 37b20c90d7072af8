// Rooms that sell: how much better than the feed, what comes back, what is never sold, who sells nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/paired.h"

namespace fanfare::fan_economy::live_commerce_test {
namespace {

using testing::LiveWorld;
using testing::over_seeds;
using testing::told;

// Shows on days 2 to 4, and in nine days what comes back is back.
std::string shop(const std::string& more, int seed = 7, const std::string& brand = "", int days = 9) {
  return R"(schema: 1
kind: scenario
name: live
question: Does it sell?
run: {until: )" +
         std::to_string(days) + R"(d, tick: 1h, start: 2026-03-02, seed: )" + std::to_string(seed) + R"(}
population:
  accounts: 1_200
  scale: 100
  graph: {kind: chung_lu, mean_follows: 20, follower_exponent: 2.3, reciprocity: 20%, homophily: 0.5}
topics: [beauty, fashion, games, food]
creators:
  - {id: kol, kind: kol, select: {followers: [5_000, 1_000_000]}}
  - {id: koc, kind: koc, select: {followers: [1_500, 5_000]}}
platforms: [{id: app, feed: {preset: douyin}}]
purchase: {delivery_days: 1, return_days: 2}
brands: [{id: aurora, topic: fashion, price: 199 CNY, margin: 60%, quality: 0.6, awareness: 30%, )" +
         brand + "}]\n" + more;
}
std::string rooms(const std::string& text, const std::string& keys = "") {
  return "live_commerce: {" + keys + "rooms: [" + text + "]}\n";
}
// A room of whoever `host` selects first.
std::string room(const std::string& host, const std::string& offer = "", const std::string& id = "head") {
  return "{id: " + id + ", host: " + host + ", dates: [2d, 5d], hour: 19, length: 4 h, offers: [{" + offer +
         "}]}";
}
const std::string kSecond = "{topic: fashion, followers: [1_500, 4_000], by: followers}";
const std::string kHead = "{topic: fashion, by: followers}";

struct Sold {
  double visits = 0, orders = 0, returns = 0, sold_out = 0, cancelled = 0;
  double all = 0;         // orders of the brand
  double commission = 0;  // CNY
};
Sold sold_in(LiveWorld& world, int days = 9) {
  const auto of = [&](const char* name) { return world.recorded(name).at(0); };
  world.step(static_cast<std::uint32_t>(24 * days));
  EXPECT_EQ(world.economy().breach(), "");
  Sold sold{of("live_visits"), of("live_orders"), of("live_returns"), of("live_sold_out"),
            of("live_cancelled")};
  sold.all = 100 * world.total(BrandCell::orders);
  sold.commission = of("live_commission");
  return sold;
}
Sold sold(const std::string& text, int days = 9) {
  LiveWorld world(text);
  return sold_in(world, days);
}

std::string problem_of(const std::string& text) {
  try {
    LiveWorld world(text);
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "";
}
void expect_problem(const std::string& text, const std::string& place, const std::string& what) {
  const std::string problem = problem_of(text);
  EXPECT_NE(problem.find(place), std::string::npos) << problem;
  EXPECT_NE(problem.find(what), std::string::npos) << problem;
}

// A click on a post sells to one or two in a hundred; an evening in a room is many clicks at a lower price,
// to those who came for it.
TEST(LiveCommerceFacts, sells_to_many_more_of_those_who_come_than_the_feed) {
  const auto ratio = [](int seed) {
    const Sold live = sold(shop(rooms(room(kHead)), seed), 5);
    const double conversion = live.orders / live.visits;
    EXPECT_GT(live.visits, 3'000);
    EXPECT_LE(conversion, 0.30);
    EXPECT_GE(conversion, 0.04);
    return conversion / 0.012;  // purchase.order_per_click, of a reader of mean interest
  };
  const Interval times = over_seeds(ratio, 3);
  EXPECT_GT(times.low, 3) << told(times);
  RecordProperty("times_the_feed", told(times));
}

// Nothing says what comes back of a room: only the returns of the brand's shop are said.
TEST(LiveCommerceFacts, fashion_bought_in_a_thrill_comes_back) {
  const auto share = [](int seed, const std::string& thrill) {
    const Sold live = sold(shop(rooms(room(kHead), thrill), seed, "returns: 45%"));
    EXPECT_GT(live.orders, 1'000);
    return live.returns / live.orders;
  };
  const Interval live = over_seeds([&](int seed) { return share(seed, ""); }, 3),
                 calm = over_seeds([&](int seed) { return share(seed, "thrill: 0, "); }, 2);
  EXPECT_GT(live.mean, 0.50) << told(live);
  EXPECT_LT(live.mean, 0.60) << told(live);
  EXPECT_LT(calm.mean, live.mean - 0.08) << "as much comes back without a thrill: " << told(calm);
  EXPECT_LT(calm.mean, 0.48);
  RecordProperty("returned", told(live) + ", calm " + told(calm));
}

TEST(LiveCommerce, sells_no_more_than_there_is) {
  const Sold live = sold(shop(rooms(room(kHead, "stock: 500, discount: 60%"))), 5);
  EXPECT_GT(live.sold_out, 0);
  EXPECT_LE(live.orders, 3 * 500) << "of three shows";
  EXPECT_GT(live.orders, 500);
  const Sold brand = sold(shop(rooms(room(kHead, "stock: 500, discount: 60%")), 7, "stock: 700"), 5);
  EXPECT_LE(brand.all, 700) << "whatever the rooms have, the brand has no more";
}

// Everybody knows the most followed creator of another topic; nobody believes it of this one.
TEST(LiveCommerceFacts, famous_host_of_the_wrong_fit_sells_next_to_nothing) {
  Sold right, wrong;
  for (int seed = 1; seed <= 2; ++seed) {
    const Sold fits = sold(shop(rooms(room(kHead)), seed), 5),
               misfits = sold(shop(rooms(room("{topic: games, by: followers}")), seed), 5);
    right.orders += fits.orders, wrong.orders += misfits.orders;
    right.visits += fits.visits, wrong.visits += misfits.visits;
  }
  EXPECT_GT(wrong.visits, 0.3 * right.visits) << "people come all the same";
  EXPECT_LT(wrong.orders / wrong.visits, 0.15 * right.orders / right.visits);
  RecordProperty("a_visit", std::to_string(wrong.orders / wrong.visits) + " against " +
                                std::to_string(right.orders / right.visits));
}

// Two hosts sell at the same hour; the second has a commission, the head has none, so commission says what
// the second sells. When the head is banned, some of its public is found in the other room.
TEST(LiveCommerceFacts, sales_of_a_banned_head_host_shift_in_part) {
  const std::string two =
      rooms(room(kHead, "commission: 0%") + ", " + room(kSecond, "commission: 40%", "second"),
            "audience: {notice: 30%, feed: 2%}, ");
  Sold both, one;
  for (int seed = 1; seed <= 2; ++seed) {
    const auto with = [&](const std::string& more, Sold& sum) {
      const Sold now = sold(shop(two + "moderation: {evade: 0%}\n" + more, seed), 5);
      sum.orders += now.orders, sum.commission += now.commission, sum.cancelled += now.cancelled;
    };
    with("", both);
    with("events: [{id: fall, at: 1d, do: ban, target: {topic: fashion, top: 1}}]\n", one);
  }
  EXPECT_EQ(both.cancelled, 0);
  EXPECT_EQ(one.cancelled, 2 * 3);
  EXPECT_LT(one.orders, 0.9 * both.orders) << "not all that the head sold";
  EXPECT_GT(one.commission, 1.1 * both.commission) << "some of it";
  RecordProperty("kept", std::to_string(one.orders / both.orders) + ", of the second " +
                             std::to_string(one.commission / both.commission));
}

// Slot fee and commission go from the brand to the host, to the cent; what came back took its commission
// back.
TEST(LiveCommerce, pays_hosts_and_takes_back) {
  LiveWorld world(shop("regulation: {rules: [], live_tax: 10%}\n" +
                           rooms(room(kHead, "slot_fee: 10_000 CNY, commission: 25%")),
                       7, "returns: 90%"));
  world.step(24 * 9);
  EXPECT_EQ(world.economy().breach(), "");
  const Measures& m = world->measures;
  const auto of = [&](const char* name) { return m[m.named(name)]; };
  const Cents left = of("live_revenue") - of("live_refunds");
  EXPECT_EQ(of("live_slot_fees"), 3 * 1'000'000);
  EXPECT_NEAR(static_cast<double>(of("live_commission")), 0.25 * static_cast<double>(left), 100);
  EXPECT_NEAR(static_cast<double>(of("live_taxes")), 0.10 * static_cast<double>(left), 100);
  ASSERT_EQ(world->market.costs.size(), 1U);
  EXPECT_EQ(m[world->market.costs[0].cell], of("live_slot_fees") + of("live_commission") + of("live_taxes"));
  EXPECT_GT(of("live_refunds"), 0);
}

TEST(LiveCommerce, own_account_holds_a_room_and_pays_nobody) {
  const std::string own =
      "{id: own, account_of: aurora, dates: [1d, 3d], cost: 2_000 CNY, told: all, offers: [{}]}";
  LiveWorld world(shop("brand_accounts: {}\nsegments: [{id: all, where: 'followers >= 0'}]\n" + rooms(own)));
  world.step(24 * 3);
  EXPECT_EQ(world.economy().breach(), "");
  EXPECT_GT(world.recorded("live_orders").at(0), 0);
  EXPECT_GT(world.recorded("live_from_groups").at(0), 0);
  EXPECT_EQ(world.recorded("live_commission").at(0), 0);
  EXPECT_EQ(world->measures[world->market.costs[0].cell], 2 * 200'000);
  expect_problem(shop(rooms(own)), "live_commerce.rooms.own.account_of", "no account of its own");
  expect_problem(
      shop("brand_accounts: {}\n" + rooms("{id: own, account_of: aurora, offers: [{slot_fee: 1 CNY}]}")),
      "live_commerce.rooms.own", "slot fee");
}

// Told by its notice, met in the feed; a full room draws more; and it is open at its hour alone.
TEST(LiveCommerce, people_come_by_notice_and_feed_and_a_crowd_draws_a_crowd) {
  const auto visits = [](const std::string& audience, const char* what) {
    LiveWorld world(shop(rooms(room(kHead), "audience: {" + audience + "}, "), 7, "", 6));
    world.step(2 * 24 + 19);
    EXPECT_EQ(world.recorded(what).at(0), 0) << "before it opens";
    world.step(3 * 24);
    return world.recorded(what).at(0);
  };
  EXPECT_EQ(visits("notice: 0, enter: 0, feed: 0", "live_visits"), 0);
  EXPECT_GT(visits("enter: 0, feed: 0", "live_from_notice"), 500);
  EXPECT_GT(visits("notice: 0, enter: 0", "live_from_feed"), 500);
  EXPECT_GT(visits("crowd: 5", "live_visits"), 1.2 * visits("crowd: 0", "live_visits"));
}

TEST(LiveCommerce, refuses_what_cannot_be) {
  expect_problem(shop(rooms(room("{followers: [90_000_000, 99_000_000]}"))), "live_commerce.rooms.head.host",
                 "without a host");
  expect_problem(shop(rooms(room(kHead, "price: 250 CNY"))), "live_commerce.rooms.head.offers.aurora.price",
                 "above the list price");
  expect_problem(shop(rooms(room(kHead, "stock: 5_000")), 7, "stock: 1_000"),
                 "live_commerce.rooms.head.offers.aurora.stock", "stock without goods");
  expect_problem(shop(rooms(room(kHead, "stock: 0"))), "live_commerce.rooms", "stock without goods");
  expect_problem(shop("regulation: {rules: [], licensed: 0%}\n" + rooms(room(kHead))),
                 "live_commerce.rooms.head", "banned");
  expect_problem(shop(rooms(room(kHead, "brand: nobody"))), "live_commerce.rooms.head", "no brand 'nobody'");
  const std::string sale = "season: {festivals: [], sales: [{id: s, from: 8d, lasts: 2d, discount: 40%}]}\n";
  expect_problem(shop(sale + rooms(room(kHead))), "live_commerce.rooms.head.offers.aurora.promise",
                 "lowest price");
  EXPECT_EQ(problem_of(shop(sale + rooms(room(kHead, "promise: 0d")))), "");
  EXPECT_EQ(problem_of(shop(sale + rooms(room(kHead, "discount: 45%")))), "");
}

}  // namespace
}  // namespace fanfare::fan_economy::live_commerce_test
