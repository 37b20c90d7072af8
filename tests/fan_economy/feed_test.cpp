// What no feed may do, whatever its preset and its keys: show a post twice in a session, or readers their own
// posts.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>

#include "models/fan_economy/keys/feed.h"
#include "tests/fan_economy/census.h"
#include "tests/fan_economy/live_world.h"

namespace fanfare::fan_economy::feed_test {
namespace {

using testing::Census;
using testing::LiveWorld;

std::string world_with(const std::string& feed, int seed) {
  return "schema: 1\nkind: scenario\nname: feed\nquestion: Is the feed fit to be seen?\n"
         "run: {until: 10d, tick: 1h, seed: " + std::to_string(seed) + "}\n"
         "population: {accounts: 300, scale: 10, graph: {mean_follows: 15}}\n"
         "platforms:\n  - {id: app, feed: " + feed + "}\n"
         "attention: {share: {rate: 5%}}\n"  // so that a post comes by many ways
         "publishing: {median_per_day: 0.5}\n";
}

Census watch(const std::string& text, std::uint32_t ticks) {
  LiveWorld world(text);
  Census census;
  world->trace = &census;
  world.step(ticks);
  return census;
}

TEST(Feed, of_each_preset_shows_no_post_twice_in_a_session_and_nobody_their_own) {
  for (const auto& preset : feed_presets()) {
    const Census census = watch(world_with("{preset: " + std::string(preset.name) + "}", 1), 96);
    EXPECT_GT(census.items, 1000U) << preset.name;  // of friends alone there is less to see
    EXPECT_EQ(census.repeated, 0U) << preset.name;
    EXPECT_EQ(census.own_posts, 0U) << preset.name;
  }
}

RC_GTEST_PROP(Feed, of_any_quotas_shows_no_post_twice_in_a_session_and_nobody_their_own, ()) {
  const auto quota = [](int most) { return std::to_string(*rc::gen::inRange(1, most)); };
  const std::string feed = "{preset: douyin, window: " + quota(72) + "h, length: " + quota(160) +
                           ", sources: {following: " + quota(160) + ", discovery: " + quota(96) +
                           ", trending: " + quota(32) + "}, policies: {per_author: " + quota(20) + "}}";
  const Census census = watch(world_with(feed, *rc::gen::inRange(1, 1000)), 30);
  RC_ASSERT(census.items > 0U);
  RC_ASSERT(census.repeated == 0U);
  RC_ASSERT(census.own_posts == 0U);
}

// "Newest first" is by when an item came into the timeline: what was shared now stands above yesterday's
// posts.
TEST(Feed, that_is_chronological_shows_what_was_shared_when_it_was_shared) {
  struct Order final : Trace {
    void retrieved(AccountId, const Candidates& candidates) override {
      found = &candidates, before = 0xffffffffU;
    }
    void reacted(const ReactionRecord& r) override {
      for (std::uint32_t i = 0; i < found->count; ++i) {
        const PostScore& post = world->posts.score[found->row[i]];
        if (post.key() != r.post) continue;
        const Tick since = world->index.entry(found->entry[i]).tick;
        later += since > before ? 1 : 0, shares += since > post.tick ? 1 : 0;
        before = since;
      }
    }
    const World* world = nullptr;
    const Candidates* found = nullptr;
    Tick before = 0;
    int later = 0, shares = 0;
  } trace;
  LiveWorld world(world_with("{preset: chronological}", 3));
  trace.world = &*world;
  world->trace = &trace;
  world.step(72);
  EXPECT_GT(trace.shares, 100);
  EXPECT_EQ(trace.later, 0);
}

TEST(Feed, of_one_author_shows_no_more_than_the_cap) {
  struct PerAuthor final : Trace {
    void retrieved(AccountId, const Candidates&) override { shown.clear(); }
    void reacted(const ReactionRecord& r) override { most = std::max(most, ++shown[r.post.author]); }
    std::map<std::uint32_t, std::uint32_t> shown;
    std::uint32_t most = 0;
  } trace;
  LiveWorld world(world_with("{preset: douyin, policies: {per_author: 2}}", 2));
  world->trace = &trace;
  world.step(72);
  EXPECT_EQ(trace.most, 2U);
}

}  // namespace
}  // namespace fanfare::fan_economy::feed_test
