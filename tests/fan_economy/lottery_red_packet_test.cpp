// Lotteries and red packets: how far a post goes for a prize, who stays, who sends next.
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "models/fan_economy/mechanisms/red_packets.h"
#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/on_ranks.h"
#include "tests/fan_economy/paired.h"
#include "tests/fan_economy/refused.h"

namespace fanfare::fan_economy::lottery_red_packet_test {
namespace {

using testing::LiveWorld;
using testing::over_seeds;
using testing::told;

std::string market(const std::string& more, int seed = 7, const std::string& accounts = "1_000",
                   const char* days = "16d") {
  return R"(schema: 1
kind: scenario
name: luck
question: What does a prize buy?
run: {tick: 6h, start: 2026-03-02, until: )" +
         std::string(days) + ", seed: " + std::to_string(seed) + R"(}
population: {accounts: )" +
         accounts + R"(, scale: 10, authors: 5%, income: 20_000, graph: {mean_follows: 12, reciprocity: 30%}}
creators: [{id: koc, kind: koc, select: {followers: [150, 10_000]}}]
platforms: [{id: app, feed: {preset: douyin}}]
brands: [{id: aurora, topic: beauty, rate: 0.01, awareness: 30%, price: 125 CNY, usual_price: 125 CNY}]
campaigns: [{id: posts, brand: aurora, budget: 10_000 CNY, least_spendable: 0, flight: [0d, 6d],
             lines: [{hire: {by: fit}, posts: 2, contract: flat}]}]
)" + more;
}
std::string lottery(const char* by, const char* prizes = "50", const std::string& keys = "send: 0") {
  return "lottery_red_packet: {" + keys + ", lotteries: [{id: win, campaign: posts, by: " + by +
         ", prize: 100 CNY, prizes: " + prizes + ", flight: [0d, 7d]}]}\n";
}
const std::string kNone = "lottery_red_packet: {send: 0, each_campaign: false}\n";

double count(LiveWorld& world, const char* name) {
  return static_cast<double>(world->measures[world->measures.named(name)]);
}

TEST(LotteryRedPacketFacts, prize_carries_posts_further) {
  const Interval more = over_seeds([](int seed) {
    LiveWorld none(market(kNone, seed)), with(market(lottery("repost"), seed));
    none.step(32), with.step(32);
    const auto reach = [](LiveWorld& w) {
      return static_cast<double>(w->measures[w->measures.reach_at_least(0, 1)]);
    };
    return reach(with) / reach(none) - 1;
  });
  RecordProperty("reach", told(more));
  EXPECT_GT(more.low, 0) << told(more);
}

// More follow than would. Of those more, a larger share ends than of all other follows, old and new, though
// nobody leaves on the day of the draw: they do not care for what they see.
TEST(LotteryRedPacketFacts, followers_who_came_for_the_prize_leave) {
  std::vector<double> gained;
  const Interval worse = over_seeds([&](int seed) {
    LiveWorld none(market(kNone, seed)), with(market(lottery("follow", "50", "send: 0, leave: 0"), seed));
    const auto stock = static_cast<double>(none->graph.edges());
    none.step(48), with.step(48);
    const double usual = none.total(RunCell::unfollows) / (stock + none.total(RunCell::follows));
    const double more = with.total(RunCell::follows) - none.total(RunCell::follows);
    gained.push_back(more / none.total(RunCell::follows));
    return (with.total(RunCell::unfollows) - none.total(RunCell::unfollows)) / more - usual;
  });
  RecordProperty("follows", told(t_interval(gained)));
  RecordProperty("share_that_left", told(worse));
  EXPECT_GT(t_interval(gained).low, 0) << told(t_interval(gained));
  EXPECT_GT(worse.low, 0) << told(worse);
}

TEST(LotteryRedPacket, some_who_came_for_the_prize_leave_when_it_is_drawn) {
  LiveWorld world(market(lottery("follow")));
  world.step(28);
  EXPECT_EQ(count(world, "prize_follows_ended"), 0) << "it is drawn in the next tick";
  world.step(2);
  EXPECT_GT(count(world, "prize_follows_ended"), 0.15 * count(world, "prize_follows"));
  EXPECT_LT(count(world, "prize_follows_ended"), 0.45 * count(world, "prize_follows"));
}

TEST(LotteryRedPacket, pays_as_many_as_it_said_and_gives_the_rest_back) {
  LiveWorld world(market(lottery("repost")));
  for (int tick = 0; tick < 36; ++tick) {
    world.step();
    ASSERT_EQ(world.economy().breach(), "") << tick;
  }
  EXPECT_EQ(count(world, "lottery_winners"), 5) << "accounts of ten people";
  EXPECT_EQ(count(world, "lottery_prizes"), 50 * 10'000);
  LiveWorld few(market(lottery("repost", "10_000")));
  few.step(36);
  EXPECT_EQ(count(few, "lottery_winners"), count(few, "lottery_tickets")) << "fewer tickets than prizes";
  EXPECT_EQ(count(few, "lottery_prizes"), count(few, "lottery_winners") * 10 * 10'000);
}

// Each share has the same mean, whoever is first, and not a cent is lost.
TEST(RedPackets, are_split_fairly_and_to_the_cent) {
  constexpr int kShares = 5, kTimes = 20'000;
  const Draws luck = MechanismLuck(3, "test").draws(0);
  std::array<double, kShares> mean{};
  for (std::uint32_t i = 0; i < kTimes; ++i) {
    RedPacket packet{1'000, kShares, 1};
    Cents sum = 0;
    for (std::uint32_t s = 0; s < kShares; ++s) {
      const Cents share = packet.take(luck.words({i, s, 0})[0]);
      ASSERT_GE(share, 1);
      sum += share, mean[s] += static_cast<double>(share) / kTimes;
    }
    ASSERT_EQ(sum, 1'000);
    ASSERT_FALSE(packet.is_open(0));
  }
  for (const double m : mean) EXPECT_NEAR(m, 200, 4);
  RedPacket cents{5, 5, 1};
  for (std::uint32_t s = 0; s < 5; ++s) EXPECT_EQ(cents.take(0xffffffffU), 1);
}

// By the amount alone: nothing says that it is their turn.
TEST(LotteryRedPacketFacts, luckiest_send_again_more_often) {
  const Interval more = over_seeds([](int seed) {
    LiveWorld world(market("lottery_red_packet: {each_campaign: false, send: 0.05, thanks: 0.5}\n", seed));
    for (int tick = 0; tick < 40; ++tick) {
      world.step();
      EXPECT_EQ(world.economy().breach(), "") << tick;
    }
    return world.recorded("luckiest_send")[0] - world.recorded("others_send")[0];
  });
  RecordProperty("luckiest_less_others", told(more));
  EXPECT_GT(more.low, 0) << told(more);
}

TEST(LotteryRedPacket, packets_of_a_brand_make_it_known) {
  LiveWorld world(
      market("lottery_red_packet: {each_campaign: false, send: 0, drops: [{id: new_year, brand: aurora, "
             "day: 1, groups: 30, amount: 20 CNY, shares: 5}]}\n"));
  for (int tick = 0; tick < 16; ++tick) {
    world.step();
    ASSERT_EQ(world.economy().breach(), "") << tick;
  }
  EXPECT_GT(count(world, "red_packet_brand_shares"), 50);
  EXPECT_LE(count(world, "red_packet_brand_shares"), 150);
}

TEST(LotteryRedPacket, is_exact_over_threads_and_ranks) {
  const std::string text = market(lottery("follow", "50", "send: 0.05"), 7, "1_500", "8d");
  testing::expect_exact(text);
}

TEST(LotteryRedPacket, refuses_what_cannot_be) {
  const auto says = [](const std::string& text, const std::string& what) {
    testing::expect_refused(market(text), what);
  };
  says(lottery("repost", "5"), "less than one for an account");
  says("lottery_red_packet: {lotteries: [{id: win, campaign: nothing}]}\n", "no campaign 'nothing'");
  says("lottery_red_packet: {amount: 0.03 CNY, shares: 5}\n", "less than a cent");
  says("lottery_red_packet: {drops: [{id: x, brand: nobody}]}\n", "nobody");
  says("lottery_red_packet: {lotteries: [{id: win, campaign: posts, flight: [2d, 2d]}]}\n",
       "ends before it begins");
}

}  // namespace
}  // namespace fanfare::fan_economy::lottery_red_packet_test
