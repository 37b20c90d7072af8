// What the phases of the model's own tick hand on: worlds with feed and browsing, which the other small
// worlds lack.
#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "tests/fan_economy/live_world.h"

namespace fanfare::fan_economy::whole_tick_test {
namespace {

using testing::LiveWorld;

std::string scenario(const std::string& more) {
  return R"(schema: 1
kind: scenario
name: tick
question: What does a tick leave behind?
run: {until: 10d, tick: 1h, start: 2026-03-02, seed: 7}
population:
  accounts: 1_000
  scale: 500
  graph: {kind: chung_lu, mean_follows: 20}
platforms:
  - {id: short_video, feed: {preset: douyin}}
)" + more;
}

// What each reader did in a tick. One worker only.
class Reactions final : public Trace {
 public:
  void reacted(const ReactionRecord& r) override { by_reader[r.reader.value].push_back(r); }
  std::map<std::uint32_t, std::vector<ReactionRecord>> by_reader;
};

const PostScore& post_of(const World& world, const PostKey& key) {
  for (const PostScore& post : world.posts.score)
    if (post.key() == key) return post;
  throw LogicError("a post that was shown is in the window");
}

// Two days in, so that feeds are full; then an evening, hour by hour.
template <class Check>
void watch_an_evening(LiveWorld& world, const Check& check) {
  world.step(2 * 24 + 18);
  for (int hour = 0; hour < 4; ++hour) {
    const auto interest = std::vector(world->accounts.interest.data(),
                                      world->accounts.interest.data() + world->accounts.interest.size());
    Reactions seen;
    world->trace = &seen;
    world.step();
    world->trace = nullptr;
    check(seen, interest);
  }
}

TEST(Session, moves_interest_by_what_was_liked_or_hidden_and_by_nothing_else) {
  LiveWorld world(scenario("relations: {interest_drift: 5}\n"));
  std::uint32_t liked = 0, idle = 0;
  watch_an_evening(world, [&](const Reactions& seen, const std::vector<TopicRow>& before) {
    for (std::uint32_t reader = 0; reader < 1000; ++reader) {
      std::vector<const ReactionRecord*> telling;
      if (const auto at = seen.by_reader.find(reader); at != seen.by_reader.end())
        for (const ReactionRecord& r : at->second)
          if (r.likes != r.hides) telling.push_back(&r);
      const TopicRow& after = world->accounts.interest[AccountId(reader)];
      idle += telling.empty() ? 1 : 0;
      if (telling.empty()) {
        EXPECT_EQ(after, before[reader]) << reader;
      }
      if (telling.size() != 1 || !telling[0]->likes) continue;
      const std::uint8_t topic = post_of(*world, telling[0]->post).topic;
      if (before[reader][topic] >= 200) continue;  // little else to move
      EXPECT_GT(after[topic], before[reader][topic]) << reader;
      ++liked;
    }
  });
  EXPECT_GT(liked, 20U);
  EXPECT_GT(idle, 1000U);
}

TEST(Session, ends_the_follow_of_a_hidden_author_with_the_given_chance) {
  for (const bool always : {true, false}) {
    LiveWorld world(scenario(std::string("attention: {hide: {rate: 10%}}\nrelations: {unfollow_hide: ") +
                             (always ? "1" : "0") + "}\n"));
    std::uint32_t hidden = 0, followed = 0;
    watch_an_evening(world, [&](const Reactions& seen, const std::vector<TopicRow>&) {
      for (const auto& [reader, reactions] : seen.by_reader)
        for (const ReactionRecord& r : reactions) {
          const bool follows = world->graph.is_following(r.reader, AccountId(r.post.author));
          hidden += r.hides ? 1 : 0;
          followed += r.hides && follows ? 1 : 0;
        }
    });
    EXPECT_GT(hidden, 10U);
    EXPECT_EQ(followed == 0, always) << followed;
  }
}

// Orders of 2 to 4 March.
double sold_in(const std::string& season) {
  LiveWorld world(scenario("brands:\n  - {id: aurora, topic: beauty, rate: 0.05, season: " + season + "}\n"));
  world.step(3 * 24);
  return world.total(BrandCell::orders);
}

TEST(Season, is_the_factor_of_the_month_that_it_is) {
  EXPECT_EQ(sold_in("[1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1]"), 0);
  EXPECT_GT(sold_in("[0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]"), 10);
}

}  // namespace
}  // namespace fanfare::fan_economy::whole_tick_test
