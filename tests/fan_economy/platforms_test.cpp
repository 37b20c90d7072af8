// Several platforms: each with members, follows, posts and a feed of its own; people, their time and the
// market are shared. That one platform costs and changes nothing is said by every other test.
#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <numeric>
#include <set>
#include <string>
#include <vector>

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

// Ads, audits and moderation on another platform than the first.
namespace fanfare::fan_economy::elsewhere_test {
namespace {

using testing::LiveWorld;

constexpr std::uint32_t kBlog = 1;

std::string market(const std::string& more) {
  return R"(schema: 1
kind: scenario
name: elsewhere
question: What happens where?
run: {until: 2d, tick: 2h, start: 2026-03-02, seed: 7}
population:
  accounts: 1_100
  scale: 400
  graph: {kind: chung_lu, mean_follows: 30, follower_exponent: 2.3, reciprocity: 20%}
creators:
  - {id: koc, kind: koc, select: {followers: [4_000, 1_000_000]}}
platforms:
  - {id: app, feed: {preset: douyin}, cross_post: 100%}
  - {id: blog, feed: {preset: chronological}, members: 50%, cross_post: 100%}
attention: {click: {rate: 10%}}
brands: [{id: aurora, topic: beauty, rate: 0, price: 20 CNY}]
)" + more;
}

double counted(LiveWorld& world, const char* name) {
  return static_cast<double>(world->measures[world->measures.named(name)]);
}

// Accounts that are not on the blog and were exposed to the brand, of which nothing but ads tells.
int strangers_exposed(LiveWorld& world) {
  int count = 0;
  for (std::uint32_t a = 0; a < world->part.accounts; ++a)
    if (!world->is_member(AccountId(a), kBlog) && world->accounts.bond.row(AccountId(a))[0].exposures > 0)
      ++count;
  return count;
}

TEST(AdsElsewhere, are_shown_on_the_platform_that_their_line_names) {
  const auto line = [](const std::string& platform) {
    return market("ads: {every: 4, lines: [{id: a, brand: aurora, " + platform +
                  "budget: 20_000 CNY, flight: [0, 2], cap: 9}]}\n");
  };
  LiveWorld there(line("platform: blog, ")), first(line(""));
  there.step(12), first.step(12);
  EXPECT_GT(counted(there, "ad_impressions"), 50);
  EXPECT_GT(counted(there, "ad_spend"), 0);
  EXPECT_EQ(strangers_exposed(there), 0);
  EXPECT_GT(strangers_exposed(first), 20);
}

TEST(AdsElsewhere, boost_a_post_where_their_line_says) {
  LiveWorld world(market(R"(campaigns:
  - {id: launch, brand: aurora, budget: 60_000 CNY, least_spendable: 0, flight: [0d, 1d], lines: [{hire: {by: random}, contract: flat}]}
ads: {lines: [{id: push, brand: aurora, platform: blog, placement: boost, campaign: launch, bid: 40 CNY, budget: 20_000 CNY, flight: [0, 2]}]}
)"));
  world.step(20);
  EXPECT_GT(counted(world, "ad_impressions"), 0);
}

std::string refusal(const std::string& more) {
  try {
    LiveWorld world(market(more));
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "";
}

TEST(Elsewhere, is_refused_where_there_is_no_such_platform_or_place) {
  const auto ads = [](const std::string& line) { return "ads: {lines: [{brand: aurora, " + line + "}]}\n"; };
  EXPECT_NE(refusal(ads("platform: blogg")).find("did you mean 'blog'"), std::string::npos);
  EXPECT_NE(refusal("search: {}\n" + ads("platform: blog, placement: search"))
                .find("comes up on the first platform alone"),
            std::string::npos);
  EXPECT_NE(refusal("algorithm_audit: {platforms: [blogg]}\n").find("did you mean 'blog'"),
            std::string::npos);
  EXPECT_NE(refusal("moderation: {rules: [{platform: blogg}]}\n").find("did you mean 'blog'"),
            std::string::npos);
}

TEST(AuditElsewhere, finds_one_on_the_platform_of_a_timeline_and_not_on_the_other) {
  LiveWorld world(
      market("algorithm_audit: {held_back: 30%, puppets: [{id: p, topic: beauty, accounts: 5}]}\n"));
  DatasetRecorder recorder{RunParameters{}};
  world.economy().declare(recorder);
  world.step(20);
  recorder.begin_row(0);
  world.economy().record(recorder, 0);
  recorder.end_row();
  world.economy().finish(recorder, 0);
  const Dataset& data = recorder.data();
  const auto& groups = data.dimension("audit_group")->labels;
  const auto& ratios = data.variable("amplification_paired")->data;
  int ones = 0, others = 0;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    if (std::isnan(ratios[g])) continue;
    if (groups[g].starts_with("blog: ")) {
      EXPECT_EQ(ratios[g], 1) << groups[g];
      ++ones;
    } else if (ratios[g] != 1)
      ++others;
  }
  EXPECT_GT(ones, 8);
  EXPECT_GT(others, 4);
  const auto& puppets = data.variable("puppet_own_topic")->data;
  ASSERT_EQ(data.dimension("puppet")->labels, (std::vector<std::string>{"app: p", "blog: p"}));
  EXPECT_GT(puppets[0], 0);
  EXPECT_TRUE(std::isnan(puppets[1])) << "a puppet follows nobody, so a timeline is empty";
  std::array<int, 2> lines{};
  for (const double platform : data.variable("audit/platform")->data) ++lines[platform == 0 ? 0 : 1];
  EXPECT_GT(lines[0], 0);
  EXPECT_GT(lines[1], 0);
}

// Who follows someone there.
int readers_of(LiveWorld& world, std::uint32_t platform) {
  int count = 0;
  for (std::uint32_t a = 0; a < world->part.accounts; ++a)
    count += world->on(platform).graph.follows(AccountId(a)).empty() ? 0 : 1;
  return count;
}

TEST(ModerationElsewhere, bans_from_the_platform_whose_rule_it_is) {
  const std::string bans =
      "moderation: {hostile: 60%, attack: 60%, filter: 0, filter_error: 0, report: 100%, error: 0, strikes: "
      "1, "
      "block: 0, evade: 0, rules: [{platform: app, filter: 100%, filter_error: 0, report: 0, error: 0, "
      "block: "
      "0}]}\n";
  LiveWorld world(market(bans));
  const int app = readers_of(world, 0), blog = readers_of(world, kBlog);
  world.step(24);
  EXPECT_GT(counted(world, "abuse_filtered"), 10) << "on the app";
  EXPECT_GT(counted(world, "abuse"), 10) << "on the blog";
  EXPECT_GT(counted(world, "bans"), 10);
  EXPECT_EQ(readers_of(world, 0), app);
  EXPECT_LT(readers_of(world, kBlog), blog - 5);
}

TEST(Elsewhere, is_exact_over_threads_and_ranks_and_a_checkpoint) {
  const std::string text = market(R"(campaigns:
  - {id: launch, brand: aurora, budget: 60_000 CNY, least_spendable: 0, flight: [0d, 1d], lines: [{hire: {by: random}, contract: flat}]}
ads:
  lines:
    - {id: a, brand: aurora, platform: blog, placement: splash, budget: 5_000 CNY, flight: [0, 2]}
    - {id: b, brand: aurora, platform: blog, placement: boost, campaign: launch, bid: 40 CNY, budget: 5_000 CNY, flight: [0, 2]}
algorithm_audit: {held_back: 30%, puppets: [{id: p, topic: beauty, accounts: 5}]}
moderation: {hostile: 60%, attack: 60%, filter: 0, report: 100%, strikes: 1, evade: 50%, evade_after: 0.5d, rules: [{platform: app, strikes: 2}]}
)");
  const testing::CheckpointFolder folder;
  const testing::Outcome alone = testing::run_on(text, 1, 1);
  EXPECT_EQ(alone, testing::run_on(text, 2, 2));
  testing::run_on(text, 1, 1, folder.path(), 13);
  EXPECT_EQ(alone, testing::run_on(text, 2, 1, folder.path()));
}

}  // namespace
}  // namespace fanfare::fan_economy::elsewhere_test
