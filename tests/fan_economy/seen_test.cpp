// What was shown is not shown again while the feed may hold it, and what was not is not taken for it.
#include "models/fan_economy/feed/seen.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "tests/fan_economy/live_world.h"

namespace fanfare::fan_economy::seen_test {
namespace {

using testing::LiveWorld;

PostKey key_of(std::uint32_t i) { return {i * 7919 % 100'003, 24 + i % 48, i % 6}; }

TEST(Seen, takes_hardly_any_unseen_post_for_a_seen_one_however_full) {
  std::vector<SeenBucket> row(17);
  for (std::uint32_t i = 0; i < 5000; ++i) remember_seen(row, SeenMark(key_of(i)));
  int wrong = 0;
  for (std::uint32_t i = 5000; i < 105'000; ++i) wrong += was_seen(row, SeenMark(key_of(i)));
  EXPECT_LT(wrong, 60);  // of 100,000; sixteen of 65,536 are expected
}

TEST(Seen, remembers_the_newest_posts_of_every_bucket) {
  std::vector<SeenBucket> row(2);
  for (std::uint32_t i = 0; i < 5; ++i) remember_seen(row, SeenMark(key_of(i)));
  for (std::uint32_t i = 0; i < 5; ++i) EXPECT_TRUE(was_seen(row, SeenMark(key_of(i)))) << i;
}

// Counts what readers are shown again.
class Watch : public Trace {
 public:
  void retrieved(AccountId, const Candidates&) override {}
  void reacted(const ReactionRecord& r) override {
    ++all;
    const std::uint64_t post = std::uint64_t{r.post.author} << 24 | (r.post.tick * 16 + r.post.k);
    again += !met[r.reader.value].insert(post).second;
  }
  std::uint64_t all = 0, again = 0;
  std::vector<std::set<std::uint64_t>> met = std::vector<std::set<std::uint64_t>>(3000);
};

// At most one impression in a thousand, under feeds of either kind, of a week in which the heaviest readers see
// thousands.
TEST(Seen, shows_a_post_twice_in_at_most_one_of_a_thousand_impressions) {
  for (const char* feed : {"douyin", "chronological"}) {
    Watch watch;
    LiveWorld world("schema: 1\nkind: scenario\nname: again\nquestion: Again?\n"
                    "run: {until: 5d, tick: 1h, start: 2026-03-02, seed: 3}\n"
                    "population: {accounts: 3_000, scale: 40}\n"
                    "platforms:\n  - {id: app, feed: {preset: " + std::string(feed) + "}}\n");
    world->trace = &watch;
    world.step(5 * 24);
    world->trace = nullptr;
    ASSERT_GT(watch.all, 50'000U) << feed;
    EXPECT_LE(static_cast<double>(watch.again), 0.001 * static_cast<double>(watch.all)) << feed;
  }
}

}  // namespace
}  // namespace fanfare::fan_economy::seen_test
