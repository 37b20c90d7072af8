// Lists that a brand writes to by itself: who comes, who buys again, who has enough.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>

#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/on_ranks.h"
#include "tests/fan_economy/paired.h"
#include "tests/fan_economy/refused.h"

namespace fanfare::fan_economy::private_traffic_test {
namespace {

using testing::LiveWorld;
using testing::over_seeds;
using testing::told;

std::string market(const std::string& more, int seed = 7, const std::string& accounts = "600",
                   const char* days = "30d") {
  return R"(schema: 1
kind: scenario
name: lists
question: What does a list bring?
run: {tick: 6h, start: 2026-03-02, until: )" +
         std::string(days) + ", seed: " + std::to_string(seed) + R"(}
population: {accounts: )" +
         accounts + R"(, scale: 10, authors: 25%, income: 20_000, graph: {mean_follows: 10, reciprocity: 30%}}
creators: [{id: koc, kind: koc, select: {followers: [150, 10_000]}}]
platforms: [{id: app, feed: {preset: douyin}}]
attention: {click: {rate: 10%}}
purchase: {need_days: 8, order_ceiling: 50%}
brands: [{id: aurora, topic: beauty, rate: 0.01, awareness: 60%, price: 125 CNY,
          usual_price: 125 CNY, returns: 0}]
)" + more;
}
// One list; `keys` of the mechanism, `more` of the list.
std::string list(const std::string& more = "", const std::string& keys = "",
                 const char* doors = "start: 50%, card: 50%") {
  return "private_traffic: {monthly_limit: 100" + keys + ", lists: [{id: club, brand: aurora, " + doors +
         more + "}]}\n";
}
const std::string kPosts =
    "campaigns: [{id: posts, brand: aurora, budget: 20_000 CNY, least_spendable: 0, flight: [0d, 12d], "
    "lines: [{hire: {by: fit}, posts: 3, contract: flat}]}]\n";

double count(LiveWorld& world, const char* name) {
  return static_cast<double>(world->measures[world->measures.named(name)]);
}
double recorded(LiveWorld& world, const char* name) { return world.recorded(name)[0]; }
double repeats(LiveWorld& world) {
  return world.total(BrandCell::orders) - world.total(BrandCell::new_buyers);
}

// Against nothing, and against posts of creators: in the same worlds.
TEST(PrivateTrafficFacts, list_sells_again_but_to_fewer) {
  std::vector<double> reach;
  const Interval more = over_seeds([&](int seed) {
    LiveWorld none(market("", seed)), posts(market(kPosts, seed)), own(market(list(", pushes: 8"), seed));
    none.step(80), posts.step(80), own.step(80);
    const auto reached = static_cast<double>(posts->measures[posts->measures.reach_at_least(0, 1)]);
    reach.push_back(count(own, "private_reach") / reached - 1);
    return repeats(own) / repeats(none) - 1;
  });
  RecordProperty("repeat_orders", told(more));
  RecordProperty("reach", told(t_interval(reach)));
  EXPECT_GT(more.low, 0) << told(more);
  EXPECT_LT(t_interval(reach).high, 0) << told(t_interval(reach));
}

TEST(PrivateTrafficFacts, list_decays_when_it_is_pushed_too_often) {
  std::vector<double> read;
  const Interval fewer = over_seeds([&](int seed) {
    LiveWorld rare(market(list(", pushes: 4"), seed)), daily(market(list(", pushes: 60"), seed));
    rare.step(80), daily.step(80);
    read.push_back(count(daily, "private_reads") / count(daily, "private_messages") -
                   count(rare, "private_reads") / count(rare, "private_messages"));
    return recorded(daily, "private_members") / recorded(rare, "private_members") - 1;
  });
  RecordProperty("members", told(fewer));
  EXPECT_LT(fewer.high, -0.3) << told(fewer);
  EXPECT_LT(t_interval(read).high, 0) << "and a message is read less often";
}

TEST(PrivateTrafficFacts, shared_order_sells_to_friends) {
  std::vector<double> joined;
  const Interval more = over_seeds(
      [&](int seed) {
        LiveWorld alone(market(list(", pushes: 0, shared: 0"), seed));
        LiveWorld shared(
            market(list(", pushes: 0, shared: 1, friends: 10", ", friend_worth: 30, accept: 0.5"), seed));
        alone.step(60), shared.step(60);
        EXPECT_EQ(count(alone, "friend_orders"), 0);
        joined.push_back(shared.recorded("private_joins")[4]);
        return shared.total(BrandCell::orders) / alone.total(BrandCell::orders) - 1;
      },
      6);
  RecordProperty("orders", told(more));
  EXPECT_GT(more.low, 0) << told(more);
  EXPECT_GT(t_interval(joined).low, 0) << "and some join";
}

const std::string kAds =
    "ads: {lines: [{id: leads, brand: aurora, goal: clicks, budget: 5_000 CNY, flight: [0d, 10d]}]}\n";
TEST(PrivateTrafficFacts, form_brings_cheaper_leads_than_a_page_and_the_page_better_ones) {
  std::vector<double> sold;
  const auto leads = [](const char* form, int seed) {
    LiveWorld world(market(kAds + list(std::string(", pushes: 10, form: ") + form, "",
                                       "start: 0, card: 0, clicks: 0, shared: 0"),
                           seed));
    world.step(80);
    EXPECT_GT(count(world, "leads"), 5);
    return std::array{recorded(world, "lead_cost"), count(world, "lead_orders") / count(world, "leads")};
  };
  const Interval dearer = over_seeds([&](int seed) {
    const auto form = leads("form", seed), page = leads("page", seed);
    sold.push_back(page[1] - form[1]);
    return page[0] / form[0] - 1;
  });
  RecordProperty("page_dearer", told(dearer));
  RecordProperty("page_sells_more", told(t_interval(sold)));
  EXPECT_GT(dearer.low, 0) << told(dearer);
}

TEST(PrivateTraffic, red_packets_are_paid_to_the_cent_and_draw_readers) {
  const std::string packet = ", pushes: 30, packet: 123.40 CNY, packet_shares: 100";
  LiveWorld with(market(list(packet))), without(market(list(", pushes: 30")));
  for (int tick = 0; tick < 80; ++tick) {
    with.step(), without.step();
    ASSERT_EQ(with.economy().breach(), "") << tick;
  }
  EXPECT_GT(count(with, "private_reads"), count(without, "private_reads"));
  EXPECT_GT(count(with, "red_packets_taken"), 20);
  // Ten shares of each of nineteen or twenty packets, at most.
  EXPECT_LE(count(with, "red_packets_taken"), 200);
  EXPECT_LE(count(with, "private_cost"), 20 * 12'340);
  EXPECT_GT(count(with, "private_cost"), 0);
}

// Written to once, each reader has one coupon, however often it buys while that is good.
TEST(PrivateTraffic, coupons_are_used_once_and_only_by_readers) {
  std::string text = market(list(", pushes: 1, flight: [0d, 2d], coupon: 25 CNY, coupon_days: 200", "",
                                 "start: 50%, card: 0, clicks: 0, shared: 0"));
  text.replace(text.find("rate: 0.01"), 10, "rate: 0.50");
  LiveWorld world(text);
  world.step(110);
  EXPECT_GT(count(world, "coupon_orders"), 0.6 * count(world, "private_reach"));
  EXPECT_LE(count(world, "coupon_orders"), count(world, "private_reach"));
  EXPECT_EQ(count(world, "coupon_discount"), count(world, "coupon_orders") * 10 * 2'500);
  EXPECT_EQ(world.economy().breach(), "");
}

// Four and a half a month are four in one and five in the other, but for the limit.
TEST(PrivateTraffic, nobody_gets_more_than_the_platform_lets_through) {
  LiveWorld world(
      market("private_traffic: {monthly_limit: 4.5, patience: 10_000, lists: [{id: club, brand: aurora, "
             "start: 50%, card: 0, clicks: 0, shared: 0, pushes: 4.5}]}\n"));
  world.step(119);
  EXPECT_GT(count(world, "private_messages"), 0);
  EXPECT_EQ(count(world, "private_messages"), 4 * recorded(world, "private_members") / 10);
}

TEST(PrivateTraffic, are_exact_over_threads_and_ranks) {
  const std::string text = market(
      kAds + list(", pushes: 30, coupon: 25 CNY, packet: 500 CNY, form: form, shared: 1"), 7, "1_500", "6d");
  testing::expect_exact(text);
}

TEST(PrivateTraffic, refuses_what_cannot_be) {
  const auto says = [](const std::string& text, const std::string& what) {
    testing::expect_refused(market(text), what);
  };
  says(list(", coupon: 125 CNY"), "private_traffic.lists.club.coupon: a coupon of 125.00 leaves 0.00");
  says(list(", coupon: 200 CNY"), "leaves -75.00 of a list price of 125.00");
  says(list(", pushes: 101"), "than the platform lets through");
  says(list(", segment: nobody"), "no segment 'nobody'");
  says(list(", packet: 10 CNY, packet_shares: 5"), "less than an account");
  says(list(", packet: 0.10 CNY, packet_shares: 100"), "less than a cent");
  says("private_traffic: {lists: [{id: x, brand: nobody}]}\n", "nobody");
}

}  // namespace
}  // namespace fanfare::fan_economy::private_traffic_test
