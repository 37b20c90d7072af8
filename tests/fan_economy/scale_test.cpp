// A market must not depend on how many people an account stands for: what is counted in accounts and should
// be counted in people, or in authors, shows here. Small worlds of 60,000 people, a person in forty of whom
// publishes; studies at full size: scenarios/studies/scale.yaml.
#include <gtest/gtest.h>

#include <string>

#include "models/fan_economy/mechanisms/pools.h"
#include "models/fan_economy/people/population.h"
#include "tests/fan_economy/live_world.h"

namespace fanfare::fan_economy::scale_test {
namespace {

using testing::LiveWorld;

// Audiences and posting differ little, so that a small world has little luck.
std::string people(int count, int scale, const std::string& feed = "{preset: douyin}") {
  return "schema: 1\nkind: scenario\nname: scale\nquestion: Is it the same market?\n"
         "run: {until: 10d, tick: 1h, seed: 5}\n"
         "population: {accounts: " +
         std::to_string(count / scale) + ", scale: " + std::to_string(scale) +
         ", authors: 2.5%, graph: {mean_follows: 20, followers_sigma: 0.5, follower_exponent: 4, "
         "follows_sigma: 0.5}}\n"
         "publishing: {median_per_day: 0.6, sigma: 0.5}\n"
         "creators: [{id: koc, kind: koc, select: {followers: [1_000, 10_000]}}]\n"
         "platforms:\n  - {id: app, feed: " +
         feed + "}\n";
}

// What a market looks like after some days, in people.
struct Look {
  double posts = 0, creators = 0, followers_of_creators = 0, impressions = 0, pool_share = 0,
         trending_share = 0;
  double climbed = 0, like_rate = 0;

  explicit Look(int scale) {
    LiveWorld live(people(60'000, scale));
    live.step(4 * 24);
    const World& w = *live;
    posts = static_cast<double>(w.posts.first + w.posts.score.size());
    creators = static_cast<double>(w.creators.size());
    for (const Creator& c : w.creators) followers_of_creators += w.people(w.followers[c.account]);
    const double pools = live.total(RunCell::impressions_discovery),
                 hot = live.total(RunCell::impressions_trending);
    const double all = pools + hot + live.total(RunCell::impressions_following);
    impressions = w.people(all), pool_share = pools / all, trending_share = hot / all;
    climbed = static_cast<double>(w.index.promotions[0]) / posts;
    double seen = 0;  // of the posts that are kept
    for (const PostCounts& counts : w.posts.counts) {
      like_rate += counts[static_cast<std::size_t>(Counter::likes)];
      seen += counts[static_cast<std::size_t>(Counter::impressions)];
    }
    like_rate /= seen;
  }
};

// Tolerances: 1,500 authors at scale 40, about as many by lot at scale 10 (2.3 %), 150 climbs.
TEST(Scale, of_a_market_changes_neither_its_posts_nor_its_creators_nor_its_feeds) {
  const Look coarse(40), fine(10);
  EXPECT_NEAR(fine.posts / coarse.posts, 1, 0.1);
  EXPECT_NEAR(fine.creators / coarse.creators, 1, 0.15);
  EXPECT_NEAR(fine.followers_of_creators / coarse.followers_of_creators, 1, 0.15);
  EXPECT_NEAR(fine.impressions / coarse.impressions, 1, 0.1);
  EXPECT_NEAR(fine.pool_share / coarse.pool_share, 1, 0.1);
  EXPECT_NEAR(fine.trending_share / coarse.trending_share, 1, 0.15);
  EXPECT_NEAR(fine.climbed / coarse.climbed, 1, 0.3);
  EXPECT_NEAR(fine.like_rate / coarse.like_rate, 1, 0.15);
}

TEST(Scale, leaves_those_who_only_read_without_posts_and_followers) {
  LiveWorld live(people(20'000, 10));
  live.step(3 * 24);
  const World& world = *live;
  double authors = 0;
  for (std::uint32_t a = 0; a < world.part.accounts; ++a) {
    authors += is_author(world, AccountId(a)) ? 1 : 0;
    if (is_author(world, AccountId(a))) continue;
    EXPECT_EQ(world.followers[a], 0U) << a;
    EXPECT_EQ(world.scoresheet.posts[a], 0U) << a;
  }
  EXPECT_NEAR(authors / world.part.accounts, 0.25, 0.03);
}

TEST(Pools, owe_a_rung_to_the_account_on_average) {
  LiveWorld live(people(20'000, 40, "{preset: douyin, pools: {ladder: [300]}}"));
  live.step(24);
  double owed_now = 0, posts = 0;
  for (PostScore post : live->posts.score) {
    post.rung = 0, post.rung_impressions = 0;
    owed_now += owed(*live, post), ++posts;
  }
  ASSERT_GT(posts, 100);
  EXPECT_NEAR(owed_now / posts, 7.5, 0.2);
}

// One like more of ten impressions weighs as one of ten times as many people, whatever an account stands for.
TEST(PoolValue, scatters_as_that_of_the_people_an_account_stands_for) {
  const auto luck = [](int scale) {
    LiveWorld live(people(20'000, scale, "{preset: douyin, pools: {shrinkage: 0}}"));
    PostScore post;
    PostCounts none{};
    none[static_cast<std::size_t>(Counter::discovery)] = 10;
    none[static_cast<std::size_t>(Counter::pool_appeal)] = 10 * 128;
    PostCounts one = none;
    one[in_pool(Counter::likes)] = 1;
    return shrunk_value(*live, post, one) - shrunk_value(*live, post, none);
  };
  EXPECT_NEAR(luck(1), 0.4, 1e-4);  // a like is worth 4
  EXPECT_NEAR(luck(100), 0.04, 1e-4);
}

}  // namespace
}  // namespace fanfare::fan_economy::scale_test
