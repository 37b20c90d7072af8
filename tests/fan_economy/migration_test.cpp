// Creators between platforms: late pay loses the top, better pay takes the large first, followers do not all
// come.
#include <gtest/gtest.h>


#include "fanfare/catalogue.h"
#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/on_ranks.h"
#include "tests/fan_economy/paired.h"

namespace fanfare::fan_economy::migration_test {
namespace {

using testing::LiveWorld;
using testing::over_seeds;
using testing::told;

struct Asked {
  std::string pay;  // lines of migration.pay
  std::string keys;
  int seed = 1;
  std::string days = "24d";
};

std::string world_of(const Asked& asked) {
  return R"(schema: 1
kind: scenario
name: migration
question: Who leaves?
run: {until: )" +
         asked.days + R"(, tick: 4h, start: 2026-03-02, seed: )" + std::to_string(asked.seed) + R"(}
population:
  accounts: 1_500
  scale: 200
  graph: {kind: chung_lu, mean_follows: 25, follower_exponent: 2.3, reciprocity: 20%}
creators: [{id: all, kind: koc, select: {followers: [4_000, 100_000_000]}}]
platforms:
  - {id: vine, feed: {preset: douyin}, members: 90%}
  - {id: rival, feed: {preset: douyin}, members: 50%, cross_post: 0%}
migration:
  review: 3d
  pay:
)" + asked.pay +
         (asked.keys.empty() ? "" : "  " + asked.keys + "\n");
}

const std::string kBoth =
    "    - {id: vine, platform: vine, per_thousand: 20, from: 1d}\n"
    "    - {id: rival, platform: rival, per_thousand: 20, from: 1d}\n";
const std::string kLate =
    "    - {id: vine, platform: vine, per_thousand: 20, from: 23d}\n"
    "    - {id: rival, platform: rival, per_thousand: 20, from: 1d}\n";
const std::string kBetter =
    "    - {id: vine, platform: vine, per_thousand: 5, from: 1d}\n"
    "    - {id: rival, platform: rival, per_thousand: 30, from: 1d}\n";

double measure(LiveWorld& world, std::string_view name) {
  for (const MechanismEntry* entry : world->entries)
    for (const MeasureRule& rule : entry->measures)
      if (rule.name == name)
        return rule.value != nullptr ? rule.value(*world)
                                     : static_cast<double>(world->measures[world->measures.named(name)]);
  throw LogicError("no such measure");
}

struct Gone {
  double top, others, top_moved, others_moved, asked, came;
};
Gone after(const Asked& asked) {
  LiveWorld world(world_of(asked));
  world.step(16 * 6);
  EXPECT_EQ(world.economy().breach(), "");
  return {measure(world, "migration_top_left"),  measure(world, "migration_others_left"),
          measure(world, "migration_top_moved"), measure(world, "migration_others_moved"),
          measure(world, "migration_asked"),     measure(world, "migration_came")};
}

TEST(MigrationFacts, late_pay_loses_the_top_creators) {
  const Interval lost = over_seeds([](int seed) {
    return after({.pay = kLate, .keys = "hurdle: 300", .seed = seed}).top -
           after({.pay = kBoth, .keys = "hurdle: 300", .seed = seed}).top;
  });
  EXPECT_GT(lost.low, 0) << told(lost);
}

TEST(MigrationFacts, better_pay_takes_large_ones_first) {
  const Interval first = over_seeds([](int seed) {
    const Gone gone = after({.pay = kBetter, .keys = "hurdle: 1_500", .seed = seed});
    return gone.top_moved - gone.others_moved;
  });
  EXPECT_GT(first.low, 0) << told(first);
}

TEST(MigrationFacts, brings_some_followers_along_and_fewer_where_nobody_is_fond) {
  const Gone fond = after({.pay = kBetter, .keys = "hurdle: 0"}),
             cold = after({.pay = kBetter, .keys = "hurdle: 0\n  follow_fandom: 0%\n  follow_friends: 0%"});
  ASSERT_GT(fond.asked, 300);
  EXPECT_GT(fond.came, 0.02 * fond.asked);
  EXPECT_LT(fond.came, 0.6 * fond.asked) << "all came";
  EXPECT_LT(cold.came / cold.asked, 0.6 * fond.came / fond.asked);
}

TEST(MigrationFacts, moves_nobody_where_nothing_is_paid_and_little_is_gained) {
  LiveWorld world(
      world_of({.pay = "    - {id: vine, platform: vine, per_thousand: 0}\n", .keys = "hurdle: 1_000_000"}));
  world.step(12 * 6);
  EXPECT_EQ(measure(world, "migration_moves"), 0);
  EXPECT_EQ(measure(world, "migration_asked"), 0);
  EXPECT_EQ(measure(world, "migration_pay"), 0);
}

TEST(Migration, is_exact_over_threads_ranks_and_checkpoints) {
  const std::string text = world_of({.pay = kBetter, .keys = "hurdle: 0", .days = "12d"});
  const testing::CheckpointFolder folder;
  const testing::Outcome alone = testing::run_on(text, 1, 1);
  EXPECT_EQ(alone, testing::run_on(text, 3, 1)) << "ranks";
  testing::run_on(text, 1, 1, folder.path(), 61);
  EXPECT_EQ(alone, testing::run_on(text, 2, 3, folder.path())) << "after a checkpoint, on threads";
}

TEST(Migration, refuses_pay_on_a_platform_that_is_not_there) {
  EXPECT_THROW(LiveWorld(world_of({.pay = "    - {platform: nowhere}\n"})), ScenarioError);
}

}  // namespace
}  // namespace fanfare::fan_economy::migration_test
