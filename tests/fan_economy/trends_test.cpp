// Memes: who imitates early gains, who is late does not; posts grow alike while one lives, faster where the
// feed shows what is most liked; and without one nothing happens.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/paired.h"

namespace fanfare::fan_economy::trends_test {
namespace {

using testing::LiveWorld;

std::string memes(const std::string& keys, const std::string& feed = "douyin", int seed = 7) {
  return R"(schema: 1
kind: scenario
name: trends
question: Who gains?
run: {until: 9d, tick: 4h, warmup: 3d, start: 2026-03-02, seed: )" +
         std::to_string(seed) + R"(}
population:
  accounts: 1_000
  scale: 400
  graph: {kind: chung_lu, mean_follows: 20, follower_exponent: 2.3, reciprocity: 20%}
creators: [{id: koc, kind: koc, select: {followers: [4_000, 1_000_000]}}]
platforms: [{id: app, feed: {preset: )" +
         feed + "}}]\n" + (keys.empty() ? "" : "trends: {births: 0, " + keys + "}\n");
}

struct Lived {
  double lowest = 1;  // diversity
  double early = 0, late = 0, posts = 0, age = 0;
};

Lived lived(const std::string& text, std::uint32_t ticks = 54) {
  LiveWorld world(text);
  DatasetRecorder recorder{RunParameters{}};
  world.economy().declare(recorder);
  Lived of;
  const auto last = [&](const char* name) { return recorder.data().variable(name)->data.back(); };
  for (Tick t = 0; t < ticks; ++t) {
    world.step();
    recorder.begin_row(t);
    world.economy().record(recorder, t);
    recorder.end_row();
    of.lowest = std::min(of.lowest, last("post_diversity"));
  }
  EXPECT_EQ(world.economy().breach(), "");
  of.early = last("meme_gain_early"), of.late = last("meme_gain_late");
  of.posts = last("meme_posts") / 400, of.age = last("meme_age");
  return of;
}

// Pairs of worlds under two feeds, with three templates on the third day.
struct Pair {
  Lived newest, liked;
};
const std::vector<Pair>& pairs() {
  static const std::vector<Pair> kPairs = [] {
    std::vector<Pair> made;
    for (const int seed : {1, 2, 3, 4, 5, 6, 7, 8})
      made.push_back({lived(memes("starts: [3, 3, 3]", "chronological", seed)),
                      lived(memes("starts: [3, 3, 3]", "popularity", seed))});
    return made;
  }();
  return kPairs;
}
template <class Of>
Interval over_pairs(const Of& of) {
  std::vector<double> values;
  for (const Pair& pair : pairs()) values.push_back(of(pair));
  return t_interval(values);
}

TEST(TrendsFacts, pay_those_who_are_early_and_not_those_who_are_late) {
  const Interval early = over_pairs([](const Pair& p) { return p.newest.early; });
  const Interval apart =
      over_pairs([](const Pair& p) { return p.newest.early - p.newest.late + p.liked.early - p.liked.late; });
  const Interval late = over_pairs([](const Pair& p) { return p.liked.late; });
  EXPECT_GT(early.low, 0);
  EXPECT_GT(apart.low, 0);
  EXPECT_LT(late.high, 0.2);
}

TEST(TrendsFacts, make_posts_alike_and_sooner_where_the_most_liked_is_shown) {
  const Interval alike = over_pairs([](const Pair& p) { return p.newest.lowest; });
  const Interval sooner = over_pairs([](const Pair& p) { return p.newest.age - p.liked.age; });
  EXPECT_LT(alike.high, 1);
  EXPECT_GT(sooner.low, 0) << "days";
}

TEST(TrendsFacts, die_when_people_have_had_enough) {
  const Lived soon = lived(memes("starts: [1], tire: 0.5, memory: 1 d"), 48),
              never = lived(memes("starts: [1], tire: 1000, sameness: 0"), 48);
  EXPECT_LT(soon.posts, 0.6 * never.posts);
}

TEST(Trends, are_not_there_without_a_template_or_without_eagerness) {
  const Lived none = lived(memes("starts: []"), 24), idle = lived(memes("starts: [1], eager: 0"), 24);
  EXPECT_EQ(none.lowest, 1);
  EXPECT_EQ(idle.posts, 0);
  EXPECT_EQ(none.posts, 0);
}

TEST(Trends, begin_within_the_run) { EXPECT_THROW(LiveWorld(memes("starts: [99]")), ScenarioError); }

}  // namespace
}  // namespace fanfare::fan_economy::trends_test
