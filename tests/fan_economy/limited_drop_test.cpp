// A limited edition: who gets it, what it costs afterwards, and what bots cost the brand.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/on_ranks.h"
#include "tests/fan_economy/paired.h"

namespace fanfare::fan_economy::limited_drop_test {
namespace {

using testing::LiveWorld;
using testing::over_seeds;
using testing::told;

std::string shop_of(const std::string& more, int seed = 5, const std::string& until = "25d",
                    const std::string& tick = "12h") {
  return R"(schema: 1
kind: scenario
name: limited_drop
question: Who gets it?
run: {until: )" + until +
         ", tick: " + tick + R"(, start: 2026-03-02, seed: )" + std::to_string(seed) + R"(}
population: {accounts: 1_500, scale: 10, graph: {mean_follows: 5}, income: 5_000}
brands: [{id: aurora, topic: fashion, price: 99 CNY, rate: 0.001, awareness: 60%}]
)" + more;
}
// 120 units of accounts for some hundreds who want one.
std::string drop(const std::string& more = "") {
  return "limited_drop: {units: 1_200, resale: 18, delivery: 0" + more + "}\n";
}

double counted(LiveWorld& world, const char* name) {
  return static_cast<double>(world->measures[world->measures.named(name)]);
}
double now(LiveWorld& world, const char* name) { return world.recorded(name)[0]; }

TEST(LimitedDrop, is_never_oversold) {
  for (const char* by : {", by: draw", ", by: first_come"}) {
    LiveWorld world(shop_of(drop(by)));
    for (int tick = 0; tick < 50; ++tick) {
      world.step();
      ASSERT_EQ(world.economy().breach(), "") << by << " at tick " << tick;
      EXPECT_LE(counted(world, "drop_sold"), 120);
    }
    EXPECT_EQ(counted(world, "drop_sold"), 120) << by;
    EXPECT_GT(counted(world, "drop_requests"), 240) << by;
    EXPECT_EQ(counted(world, "drop_revenue"), 120 * 10 * 19'900) << by;
    EXPECT_NEAR(counted(world, "resale_fees"), world.recorded("resale_fees")[0] * 100, 0.5);
    EXPECT_GT(counted(world, "resale_trades"), 5) << by;
  }
}

TEST(LimitedDropFacts, bots_take_units_from_people_and_goodwill_from_the_brand) {
  const auto more = [](const char* measure, const std::string& keys, const std::string& than) {
    return over_seeds([&](int seed) {
      LiveWorld one(shop_of(drop(than), seed, "4d")), other(shop_of(drop(keys), seed, "4d"));
      one.step(8), other.step(8);
      return now(other, measure) - now(one, measure);
    });
  };
  const auto share = more("flipper_share", ", bots: 20", ", bots: 0");
  EXPECT_GT(share.low, 0.1) << told(share);
  const auto lost = more("drop_goodwill", ", bots: 20", ", bots: 0");
  EXPECT_GT(lost.low, 0) << told(lost);
  const auto checked = more("bot_share", ", bots: 20, checked: 1", ", bots: 20");
  EXPECT_LT(checked.high, -0.1) << told(checked);
}

// It opens at midnight, when most people are asleep.
TEST(LimitedDropFacts, bots_are_first_where_first_come_counts) {
  const auto share = [](const char* by, int seed) {
    LiveWorld world(shop_of(drop(by), seed, "3d", "3h"));
    world.step(18);
    EXPECT_EQ(counted(world, "drop_sold"), 120);
    return now(world, "bot_share");
  };
  const auto first =
      over_seeds([&](int seed) { return share(", by: first_come", seed) - share(", by: draw", seed); });
  EXPECT_GT(first.low, 0) << told(first);
}

TEST(LimitedDropFacts, price_is_above_the_edition_and_falls_with_the_hype) {
  // Mean over the last eight days of three weeks of market.
  const auto late = [](const char* hype, int seed) {
    LiveWorld world(
        shop_of(drop(std::string(", flippers: 10%, bots: 10, patience: 3d, hype_half: ") + hype), seed));
    world.step(8);
    EXPECT_GT(now(world, "resale_price"), 199) << "more was paid than for the edition";
    double sum = 0;
    for (int tick = 0; tick < 32; ++tick) {
      world.step();
      if (tick >= 16) sum += now(world, "resale_price") / 16;
    }
    return sum;
  };
  const auto left = over_seeds([&](int seed) { return late("3d", seed) / late("1000d", seed); });
  EXPECT_LT(left.high, 1) << told(left);
}

TEST(LimitedDrop, floor_holds_and_fees_are_paid_to_the_cent) {
  LiveWorld world(shop_of(drop(", flippers: 10%, bots: 10, floor: 1.2, fee: 7%")));
  for (int tick = 0; tick < 50; ++tick) {
    world.step();
    ASSERT_EQ(world.economy().breach(), "");
    const double price = now(world, "resale_price");
    EXPECT_TRUE(price == 0 || price >= 1.19 * 199) << price;
  }
  const double platform = counted(world, "resale_fees");
  EXPECT_NEAR(platform, 0.07 * counted(world, "resale_turnover"), 10 * counted(world, "resale_trades"));
  EXPECT_GT(platform, 0);
}

TEST(LimitedDrop, of_a_digital_one_nothing_is_made) {
  LiveWorld thing(shop_of(drop())), picture(shop_of(drop(", kind: digital")));
  thing.step(6), picture.step(6);
  const double less = thing.total(BrandCell::product_cost) - picture.total(BrandCell::product_cost);
  EXPECT_EQ(less, 120 * 10 * 5'970);
}

TEST(LimitedDrop, is_exact_over_threads_and_ranks) {
  for (const char* by : {", by: draw", ", by: first_come"}) {
    const std::string text = shop_of(drop(by), 5, "6d");
    const testing::Outcome alone = testing::run_on(text, 1, 1);
    EXPECT_EQ(alone, testing::run_on(text, 1, 3)) << by;
    EXPECT_EQ(alone, testing::run_on(text, 3, 1)) << by;
    const testing::CheckpointFolder folder;
    testing::run_on(text, 1, 1, folder.path(), 6);
    EXPECT_EQ(alone, testing::run_on(text, 2, 1, folder.path())) << by;
  }
}

TEST(LimitedDrop, refuses_what_cannot_be) {
  EXPECT_THROW(LiveWorld(shop_of("limited_drop: {brand: nobody}\n")), ScenarioError);
  EXPECT_THROW(LiveWorld(shop_of("limited_drop: {units: 5}\n")), ScenarioError);
  EXPECT_THROW(LiveWorld(shop_of("limited_drop: {by: quarrel}\n")), ScenarioError);
  EXPECT_THROW(LiveWorld(shop_of("limited_drop: {fee: 120%}\n")), ScenarioError);
}

}  // namespace
}  // namespace fanfare::fan_economy::limited_drop_test
