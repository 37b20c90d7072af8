// What a day allows: minutes of minors, answers of creators; and how what is recent fades.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "models/fan_economy/people/selector.h"
#include "models/fan_economy/mechanisms/pools.h"
#include "tests/fan_economy/live_world.h"

namespace fanfare::fan_economy::day_test {
namespace {

using testing::LiveWorld;

std::string minors_with(const std::string& minutes, const std::string& attention) {
  return "schema: 1\nkind: scenario\nname: minors\nquestion: When does the day end?\n"
         "run: {until: 10d, tick: 1h, seed: 3}\n"
         "population: {accounts: 300, scale: 10, minors: 100%, graph: {mean_follows: 40}}\n"
         "platforms:\n  - {id: app, feed: {preset: douyin, policies: {minor_minutes: " + minutes + "}}}\n"
         "attention: {" + attention + "}\npublishing: {median_per_day: 2}\n";
}

// Items of each account since midnight, and the most of any day.
struct Days final : Trace {
  void reacted(const ReactionRecord& r) override { most = std::max(most, ++today[r.reader.value]); }
  std::map<std::uint32_t, std::uint32_t> today;
  std::uint32_t most = 0;
};

std::uint32_t most_items_of_a_day(LiveWorld& world, Days& trace, int days) {
  world->trace = &trace;
  for (int day = 0; day < days; ++day) {
    world.step(24);
    trace.today.clear();
  }
  return trace.most;
}

TEST(Minors, day_ends_at_midnight_and_a_session_ends_at_the_cap) {
  Days trace;
  LiveWorld world(minors_with("40", "active_share: 1, items: 300"));
  EXPECT_EQ(most_items_of_a_day(world, trace, 4), 134U) << "40 minutes are 133 items of 18 s and a part of one";
  for (std::uint32_t a = 0; a < 300; ++a) EXPECT_EQ(world->accounts.time_today[AccountId(a)], 0U);
}

TEST(Minors, cap_of_more_than_255_minutes_binds) {
  Days trace;
  LiveWorld world(minors_with("300", "active_share: 1, sessions: 60, items: 1200, seconds_per_item: 60"));
  EXPECT_EQ(most_items_of_a_day(world, trace, 3), 300U);
}

constexpr const char* kCreators = R"(schema: 1
kind: scenario
name: creators
question: What fades?
run: {until: 60d, tick: 1d}
population: {accounts: 2000, scale: 100, graph: {mean_follows: 15}}
creators:
  - {id: koc, kind: koc, select: {by: followers, top: 1000}}
platforms:
  - {id: app, feed: {preset: douyin}}
attention: {active_share: 0}
)";

TEST(RecentCounts, of_small_creators_fade_like_those_of_large_ones) {
  LiveWorld world(kCreators);
  world.step();
  for (Creator& c : world->creators) c.engagements = 10, c.impressions = 500, c.effort = 1;
  world.step(30);
  double engagements = 0, impressions = 0;
  for (const Creator& c : world->creators) engagements += c.engagements, impressions += c.impressions;
  EXPECT_NEAR(engagements / impressions * 50, 1, 0.05);
  EXPECT_NEAR(impressions / 500 / static_cast<double>(world->creators.size()), 0.362, 0.02);  // (29/30)^30
}

TEST(Replies, of_a_day_are_people_not_accounts) {
  LiveWorld world(kCreators);  // 30 people a day, an account stands for 100
  world.step();
  double answers = 0;
  for (const Creator& c : world->creators) answers += c.replies_left;
  EXPECT_NEAR(answers / static_cast<double>(world->creators.size()), 0.3, 0.06);
}

TEST(PoolValue, is_of_what_the_pool_showed_alone) {
  LiveWorld world(kCreators);
  PostScore post;
  PostCounts loved{};  // by followers
  loved[static_cast<std::size_t>(Counter::impressions)] = 1000;
  loved[static_cast<std::size_t>(Counter::views)] = 1000;
  loved[static_cast<std::size_t>(Counter::likes)] = 1000;
  EXPECT_EQ(shrunk_value(*world, post, loved), shrunk_value(*world, post, {}));
  loved[in_pool(Counter::impressions)] = 1000;
  loved[static_cast<std::size_t>(Counter::pool_appeal)] = 1000 * 128;  // appeal 0
  loved[in_pool(Counter::likes)] = 500;
  EXPECT_GT(shrunk_value(*world, post, loved), shrunk_value(*world, post, {}));
}

TEST(Selector, by_random_draws_anew_for_each_who_asks) {
  LiveWorld world(kCreators);
  Selector one;
  one.by = RankBy::random;
  one.top = 1;
  std::map<std::uint32_t, int> chosen;
  const auto ask = [&](Asking::Who who, std::uint32_t number, std::uint32_t part) {
    ++chosen[select_creators(*world, one, std::nullopt, {who, number, part}).front()];
  };
  for (std::uint32_t n = 0; n < 5; ++n) {
    ask(Asking::Who::line, n, 0), ask(Asking::Who::line, 0, n + 1), ask(Asking::Who::event, n, 0);
    ask(Asking::Who::event, 0, n + 1);
  }
  EXPECT_GE(chosen.size(), 18U);  // of 20 draws among 1,000
}

TEST(Limits, of_brands_are_the_same_when_a_file_is_read) {
  std::string text = std::string(kCreators) + "brands:\n";
  for (int b = 0; b < 33; ++b) text += "  - {id: b" + std::to_string(b) + ", topic: beauty}\n";
  try {
    LiveWorld world(text);
    FAIL() << "33 brands were accepted";
  } catch (const ScenarioError& error) {
    EXPECT_NE(std::string(error.what()).find("33 brands, at most 32"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace fanfare::fan_economy::day_test
