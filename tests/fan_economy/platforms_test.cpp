// Several platforms: each with members, follows, posts and a feed of its own; people, their time and the
// market are shared. That one platform costs and changes nothing is said by every other test.
#include <gtest/gtest.h>

#include <bit>
#include <numeric>
#include <set>

#include "fanfare/catalogue.h"
#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/on_ranks.h"

namespace fanfare::fan_economy::platforms_test {
namespace {

using testing::LiveWorld;

std::string market(const std::string& platforms, const std::string& more = "", const std::string& line = "") {
  return R"(schema: 1
kind: scenario
name: platforms
question: Who is where?
run: {until: 6d, tick: 2h, warmup: 1d, start: 2026-03-02, seed: 7}
population:
  accounts: 2_300
  scale: 400
  graph: {kind: chung_lu, mean_follows: 20, follower_exponent: 2.3, reciprocity: 20%}
creators:
  - {id: kol, kind: kol, select: {followers: [40_000, 1_000_000]}}
  - {id: koc, kind: koc, select: {followers: [2_000, 40_000]}}
platforms:
)" + platforms +
         R"(
brands: [{id: aurora, topic: beauty, price: 129 CNY, margin: 60%, equity: 0.1, awareness: 0.4}]
campaigns:
  - {id: launch, brand: aurora, budget: 90_000 CNY, flight: [1d, 5d], lines: [{hire: {by: fit}, contract: both)" +
         line + R"(}]}
)" + more;
}

std::string two(const std::string& first = "80%", const std::string& second = "60%",
                const std::string& more = "") {
  return "  - {id: douyin, feed: {preset: douyin}, members: " + first + "}\n" +
         "  - {id: weibo, feed: {preset: chronological}, members: " + second + more + "}\n";
}

std::int64_t cell(LiveWorld& world, std::size_t first, std::size_t platform) {
  return world->measures[first + platform];
}

TEST(Platforms, have_members_follows_and_posts_of_their_own) {
  LiveWorld world(market(two()));
  world.step(36);
  std::array<std::set<std::uint32_t>, 2> authors;
  for (std::uint32_t p = 0; p < 2; ++p) {
    world->enter(p);
    const std::uint32_t accounts = world->part.accounts;
    std::uint64_t follows = 0, followers = 0;
    for (std::uint32_t a = 0; a < accounts; ++a) {
      follows += world->graph.follows(AccountId(a)).size();
      followers += world->followers[a];
      if (world->is_member(AccountId(a), p)) continue;
      EXPECT_TRUE(world->graph.follows(AccountId(a)).empty()) << a << " is not on " << p;
      EXPECT_EQ(world->followers[a], 0U) << a;
    }
    EXPECT_GT(follows, 10'000U);
    EXPECT_NEAR(static_cast<double>(followers), static_cast<double>(follows),
                0.02 * static_cast<double>(follows));
    for (const PostScore& post : world->posts.score) {
      EXPECT_TRUE(world->is_member(AccountId(post.author), p));
      authors[p].insert(post.author);
    }
  }
  world->enter(0);
  EXPECT_GT(authors[0].size(), 100U);
  EXPECT_GT(authors[1].size(), 100U);
  std::vector<std::uint32_t> both;
  std::set_intersection(authors[0].begin(), authors[0].end(), authors[1].begin(), authors[1].end(),
                        std::back_inserter(both));
  EXPECT_GT(both.size(), 10U) << "nobody posts across";
  EXPECT_LT(both.size(), authors[1].size());
  EXPECT_EQ(world.economy().breach(), "");
}

TEST(Platforms, share_one_budget_of_time) {
  LiveWorld one(market("  - {id: douyin, feed: {preset: douyin}}\n")), several(market(two("100%", "100%")));
  one.step(72);
  several.step(72);
  const World::PlatformCells& cells = several->platform_cells;
  const double apart =
      static_cast<double>(cell(several, cells.sessions, 0) + cell(several, cells.sessions, 1));
  EXPECT_EQ(apart, several.total(RunCell::sessions));
  EXPECT_NEAR(apart, one.total(RunCell::sessions), 0.1 * apart);
  EXPECT_GT(cell(several, cells.sessions, 1), 0.2 * apart);
}

TEST(Platforms, take_sessions_by_their_appeal) {
  LiveWorld even(market(two("100%", "100%"))), less(market(two("100%", "100%", ", appeal: 0.25")));
  even.step(36);
  less.step(36);
  EXPECT_LT(cell(less, less->platform_cells.sessions, 1),
            0.7 * static_cast<double>(cell(even, even->platform_cells.sessions, 1)));
}

// De-duplicated reach: between the largest and the sum, and the largest where the audiences are nested in
// time.
TEST(Platforms, count_nobody_twice) {
  LiveWorld world(market(two("80%", "80%", ", cross_post: 100%")));
  world.step(72);
  const auto reach = [&](std::size_t p) { return cell(world, world->platform_cells.reach, p); };
  const std::int64_t all = world->measures[world->measures.reach_at_least(0, 1)];
  EXPECT_GT(reach(0), 0);
  EXPECT_GT(reach(1), 0);
  EXPECT_LT(all, reach(0) + reach(1));
  EXPECT_GE(all, std::max(reach(0), reach(1)));
  std::int64_t counted = 0;
  std::array<std::int64_t, 2> here{};
  for (std::uint32_t a = 0; a < world->part.accounts; ++a) {
    const std::uint8_t on = world->accounts.reached_on.row(AccountId(a))[0];
    counted += on != 0 ? 1 : 0;
    for (std::size_t p = 0; p < 2; ++p) here[p] += (on >> p) & 1;
  }
  EXPECT_EQ(all, counted);
  EXPECT_EQ(reach(0), here[0]);
  EXPECT_EQ(reach(1), here[1]);
}

TEST(Platforms, show_a_lines_posts_where_it_says) {
  LiveWorld world(market(two("100%", "100%", ", cross_post: 100%"), "", ", platform: weibo"));
  world.step(72);
  EXPECT_EQ(cell(world, world->platform_cells.reach, 0), 0);
  EXPECT_GT(cell(world, world->platform_cells.reach, 1), 0);
}

TEST(Platforms, are_posted_on_by_members_alone_where_a_line_names_one) {
  LiveWorld world(market(two("100%", "40%"), "", ", platform: weibo"));
  world.step(72);
  ASSERT_FALSE(world->market.contracts.empty());
  for (const Contract& contract : world->market.contracts)
    EXPECT_TRUE(world->is_member(AccountId(world->creators[contract.creator].account), 1))
        << contract.creator;
}

// Draws are keyed by a platform's name, so that one more moves no member and no follow of the others.
TEST(Platforms, move_nobody_by_one_more) {
  LiveWorld without(market(two())),
      with(market("  - {id: douyin, feed: {preset: douyin}, members: 80%}\n"
                  "  - {id: bilibili, feed: {preset: douyin}, members: 30%}\n"
                  "  - {id: weibo, feed: {preset: chronological}, members: 60%}\n"));
  without->enter(1);
  with->enter(2);
  EXPECT_EQ(without->followers, with->followers);
  for (std::uint32_t a = 0; a < without->part.accounts; ++a)
    EXPECT_EQ(without->is_member(AccountId(a), 1), with->is_member(AccountId(a), 2)) << a;
}

TEST(Platforms, are_exact_over_threads_and_ranks_and_checkpoints) {
  const std::string text =
      market(two() + "  - {id: bilibili, feed: {preset: twitter-2023}, members: 30%}\n", "tips: {}\n");
  const testing::CheckpointFolder folder;
  const testing::Outcome alone = testing::run_on(text, 1, 1);
  EXPECT_EQ(alone, testing::run_on(text, 1, 3)) << "threads";
  EXPECT_EQ(alone, testing::run_on(text, 3, 1)) << "ranks";
  testing::run_on(text, 1, 1, folder.path(), 31);
  EXPECT_EQ(alone, testing::run_on(text, 2, 1, folder.path())) << "after a checkpoint";
}

std::string problems_of(const std::string& text) {
  Problems problems;
  load_scenario_text("test", text, {}, problems);
  return problems.render();
}

TEST(Platforms, are_refused_where_nobody_is_and_where_none_is_named) {
  EXPECT_NE(problems_of(market(two("80%", "0%"))).find("nobody is on 'weibo'"), std::string::npos);
  EXPECT_NE(problems_of(market(two(), "", ", platform: twitter")).find("'twitter' is no platform"),
            std::string::npos);
  EXPECT_NE(problems_of(market("  - {id: douyin, members: 50%}\n")).find("has no others beside it"),
            std::string::npos);
  std::string many;
  for (int i = 0; i < 9; ++i) many += "  - {id: p" + std::to_string(i) + "}\n";
  EXPECT_NE(problems_of(market(many)).find("9 platforms, at most 8"), std::string::npos);
}

}  // namespace
}  // namespace fanfare::fan_economy::platforms_test
