// Which posts the trending list takes in.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "models/fan_economy/feed/index.h"
#include "tests/fan_economy/live_world.h"

namespace fanfare::fan_economy::trending_test {
namespace {

constexpr const char* kWorld = R"(schema: 1
kind: scenario
name: trending
question: What trends?
run: {until: 5d, tick: 1h, seed: 7}
population: {accounts: 1_000, scale: 500, graph: {kind: chung_lu, mean_follows: 20}}
)";

TEST(Trending, holds_the_posts_that_were_most_engaged_with_in_the_tick) {
  testing::LiveWorld live(kWorld);
  live.step(48);
  World& world = *live;
  const auto posts = static_cast<std::uint32_t>(world.posts.score.size());
  const auto likes = [](std::uint32_t row) { return 1 + row % 50; };
  for (std::uint32_t row = 0; row < posts; ++row)
    world.post_tally.add(0, row, static_cast<int>(Counter::likes), likes(row));
  world.post_tally.merge_workers();
  world.post_tally.collect();
  Serial serial;
  count_reactions(world, {world.tick, serial});
  std::set<std::uint32_t> listed;
  std::uint32_t fewest = 50;
  for (const Trending& t : world.index.trending) {
    listed.insert(t.post - world.posts.first);
    fewest = std::min(fewest, likes(t.post - world.posts.first));
  }
  ASSERT_LT(listed.size(), posts / 2) << "where all are listed nothing is chosen";
  for (std::uint32_t row = 0; row < posts; ++row)
    if (likes(row) > fewest) {
      EXPECT_TRUE(listed.contains(row)) << row;
    }
}

}  // namespace
}  // namespace fanfare::fan_economy::trending_test
