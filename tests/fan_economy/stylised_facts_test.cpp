// Facts of the field that must come out of the model with its defaults: each says its source, its replicates
// and why its tolerance is what it is. A run is keyed, so a fact holds always or never; there are several
// seeds so that none hangs on a lucky one.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>
#include <vector>

#include "models/fan_economy/hiring/campaign.h"
#include "sim/graph/graph_stats.h"
#include "tests/fan_economy/census.h"
#include "tests/fan_economy/live_world.h"

namespace fanfare::fan_economy::stylised_facts_test {
namespace {

using testing::Census;
using testing::LiveWorld;

std::string market(std::uint32_t accounts, int scale, const std::string& feed, int seed,
                   const std::string& more = "") {
  return "schema: 1\nkind: scenario\nname: facts\nquestion: What does the world look like?\n"
         "run: {until: 60d, tick: 1h, warmup: 2d, start: 2026-03-02, seed: " + std::to_string(seed) + "}\n"
         "population: {accounts: " + std::to_string(accounts) + ", scale: " + std::to_string(scale) + "}\n"
         "platforms:\n  - {id: app, feed: {preset: " + feed + "}}\n" + more;
}

// Share of the total that the top `share` of the values hold.
double top_share(std::vector<std::uint64_t> values, double share) {
  std::sort(values.begin(), values.end(), std::greater<>());
  const auto top = values.begin() + static_cast<std::ptrdiff_t>(static_cast<double>(values.size()) * share);
  return static_cast<double>(std::accumulate(values.begin(), top, std::uint64_t{0})) /
         static_cast<double>(std::accumulate(values.begin(), values.end(), std::uint64_t{0}));
}

// Steps a world, counting what its accounts write.
std::vector<std::uint64_t> posts_by_account(LiveWorld& world, std::uint32_t ticks) {
  std::vector<std::uint64_t> posts(world->followers.size());
  for (std::uint32_t t = 0; t < ticks; ++t) {
    world.step();
    const auto& score = world->posts.score;
    for (auto post = score.rbegin(); post != score.rend() && post->tick == world->tick; ++post)
      ++posts[post->author];
  }
  return posts;
}

template <std::size_t N>
double share_of(const std::array<std::uint64_t, N>& bins, std::size_t first_bins) {
  const auto middle = bins.begin() + static_cast<std::ptrdiff_t>(first_bins);
  return static_cast<double>(std::accumulate(bins.begin(), middle, std::uint64_t{0})) /
         static_cast<double>(std::accumulate(bins.begin(), bins.end(), std::uint64_t{0}));
}

// Of cascades by size, from the numbers of those of at least so many shares; sizes up to 64 have a bin each.
double exponent_between(const std::array<std::uint64_t, CascadeTotals::kSizeBins>& sizes, std::size_t from,
                        std::size_t to) {
  const auto at_least = [&](std::size_t size) {
    return static_cast<double>(std::accumulate(
        sizes.begin() +
            static_cast<std::ptrdiff_t>(CascadeTotals::size_bin(static_cast<std::uint32_t>(size))),
        sizes.end(), std::uint64_t{0}));
  };
  return 1 + std::log(at_least(from) / at_least(to)) /
                 std::log(static_cast<double>(to) / static_cast<double>(from));
}

// Validation E1. Three graphs. The fit takes the best 600 to 1,300 of 50,000 accounts for the tail: a
// standard error of .04 to .06, and a finite world's tail bends down a little; .15 is about two and a half
// errors.
TEST(Facts, the_tail_of_followers_has_the_asked_exponent) {
  for (int seed = 1; seed <= 3; ++seed) {
    LiveWorld world(market(50'000, 1, "douyin", seed));
    const TailFit fit = fit_tail(world->followers);
    RecordProperty("exponent_" + std::to_string(seed), std::to_string(fit.exponent));
    EXPECT_NEAR(fit.exponent, 2.3, 0.15)
        << "seed " << seed << ", " << fit.accounts << " accounts in the tail";
  }
}

// Validation E7 (Pew 2019: 80 %), E8 (Pew 2021: 97 %) and E5 (Goel et al. 2012: 95 % singletons, about 2 %
// deeper than one hop; sizes of URLs' cascades, autumn 2010). Two worlds of 20,000 accounts for a month:
// 300,000 posts, so shares are exact to .002, and some 1,400 cascades of 20 and more, so the exponent to
// .05. In a world half as large the largest cascades are missing.
TEST(Facts, few_accounts_write_most_posts_and_few_posts_spread_on_a_chronological_feed) {
  for (int seed = 1; seed <= 2; ++seed) {
    LiveWorld world(market(20'000, 1, "chronological", seed));
    const std::vector<std::uint64_t> posts = posts_by_account(world, 30 * 24);
    EXPECT_NEAR(top_share(posts, 0.10), 0.80, 0.08);
    EXPECT_NEAR(top_share(posts, 0.25), 0.955, 0.035);

    const CascadeTotals& cascades = world->index.cascades;
    EXPECT_NEAR(share_of(cascades.sizes, 1), 0.95, 0.015) << "singletons";
    EXPECT_NEAR(1 - share_of(cascades.depths, 2), 0.02, 0.006) << "past one hop";
    EXPECT_NEAR(exponent_between(cascades.sizes, 20, 65), 1.73, 0.25) << "twitter_urls, in this measure";
  }
}

// What was passed on is shared more readily, beyond the base rate; that is left out here.
// The base rates are those of items as they come, which a chronological feed shows; a feed that ranks by
// appeal meets with more (Facts.a_feed_that_ranks…). Two worlds, some 500,000 items each: the rarest rate is
// known to 4 %.
TEST(Facts, on_a_feed_that_does_not_select_the_base_rates_hold_within_half) {
  for (int seed = 1; seed <= 2; ++seed) {
    LiveWorld world(market(20'000, 1, "chronological", seed, "attention: {share_again: 1}\n"));
    Census census;
    world->trace = &census;
    world.step(8 * 24);
    const AttentionParameters& asked = world->p.attention;
    const std::array<std::pair<double, double>, 6> rates{{{census.rate(census.watches), asked.watch.rate},
                                                          {census.rate(census.likes), asked.like.rate},
                                                          {census.rate(census.comments), asked.comment.rate},
                                                          {census.rate(census.shares), asked.share.rate},
                                                          {census.rate(census.follows), asked.follow.rate},
                                                          {census.rate(census.hides), asked.hide.rate}}};
    for (std::size_t i = 0; i < rates.size(); ++i) {
      EXPECT_LT(rates[i].first, 1.5 * rates[i].second) << "action " << i << ", seed " << seed;
      EXPECT_GT(rates[i].first, rates[i].second / 1.5) << "action " << i << ", seed " << seed;
    }
  }
}

TEST(Facts, a_feed_that_ranks_by_appeal_meets_with_more_engagement) {
  Census plain, ranked;
  LiveWorld a(market(5'000, 1, "chronological", 1)), b(market(5'000, 1, "douyin", 1));
  a->trace = &plain, b->trace = &ranked;
  a.step(5 * 24), b.step(5 * 24);
  EXPECT_GT(ranked.rate(ranked.likes), 1.2 * plain.rate(plain.likes));
  EXPECT_LT(ranked.rate(ranked.hides), plain.rate(plain.hides));
}

// Sessions: active days × sessions, E11. Items: a session also ends when the feed has nothing new, so it is
// somewhat shorter than asked. One world, 130,000 sessions. Baseline sales: brands start out known to some.
TEST(Facts, accounts_come_and_stay_as_asked_and_buy_without_a_campaign) {
  constexpr std::uint32_t kAccounts = 10'000, kDays = 5;
  LiveWorld world(
      market(kAccounts, 1, "douyin", 1, "brands:\n  - {id: aurora, topic: beauty, price: 129 CNY}\n"));
  world.step(48);
  Census census;
  world->trace = &census;
  double active = 0, sessions = 0, items = 0;
  for (std::uint32_t day = 0; day < kDays; ++day) {
    census.new_day();
    world.step(24);
    active += static_cast<double>(census.readers_today()) / kAccounts / kDays;
  }
  for (std::uint32_t a = 0; a < kAccounts; ++a) {
    const double per_day = world->accounts.sessions_rate[AccountId(a)] / 16.0;
    sessions += per_day;
    items += per_day * world->accounts.items_rate[AccountId(a)] / 2.0;
  }
  EXPECT_NEAR(active, world->p.attention.active_share, 0.04);
  const double asked = sessions * world->p.attention.active_share;
  EXPECT_NEAR(static_cast<double>(census.sessions) / kDays / asked, 1, 0.15);
  EXPECT_NEAR(census.items_per_session() / (items / sessions), 1, 0.25);
  EXPECT_GT(world.total(BrandCell::orders), 2);  // .3 % of accounts a month: 7 in a week
}

// --- By audience: every creator of a market of two million people is hired once, whatever its size
// -------------

constexpr const char* kObservational = R"(creators:
  - {id: creators, kind: koc, select: {followers: [1_000, 100_000_000]}}
brands:
  - {id: aurora, topic: beauty, price: 129 CNY, margin: 60%, equity: 0.1}
  - {id: rival, topic: beauty, price: 119 CNY, margin: 55%, equity: 0.1}
campaigns:
  - {id: launch, brand: aurora, budget: 2_000_000_000 CNY, least_spendable: 0, flight: [5d, 19d], lines: [{hire: {by: random}, posts: 1}]}
)";

struct Tier {
  double from = 0, until = 0;
  double revenue = 0, followers = 0;   // of contracts: cents, people
  double engagement_rates = 0;         // of posts, summed: engagements over followers
  double posts = 0;
  double revenue_per_follower() const { return revenue / followers; }
  double engagement_rate() const { return engagement_rates / posts; }
};
using Tiers = std::array<Tier, 3>;  // nano, micro, macro

Tier* tier_of(Tiers& tiers, double followers) {
  const auto at = std::find_if(tiers.begin(), tiers.end(),
                               [&](const Tier& t) { return followers >= t.from && followers < t.until; });
  return at == tiers.end() ? nullptr : &*at;
}

// Revenue by last touch, as the analyst of the study would see it, per creator.
std::vector<double> revenue_by_creator(LiveWorld& world, std::uint32_t ticks) {
  std::vector<double> revenue;
  const auto scale = static_cast<double>(scale_of(*world));
  for (std::uint32_t t = 0; t < ticks; ++t) {
    world.step();
    revenue.resize(world->creators.size());
    for (const TradedOrder& order : world->market.orders)
      if (order.granted != 0 && order.contract != kNobody)
        revenue[world->market.contracts[order.contract].creator] += order.price * scale;
  }
  return revenue;
}

// Organic and paid posts that had a day to be seen.
void add_engagement(LiveWorld& world, Tiers& tiers) {
  for (std::size_t row = 0; row < world->posts.score.size(); ++row) {
    const PostScore& post = world->posts.score[row];
    const double followers = world->followers[post.author] * static_cast<double>(scale_of(*world));
    Tier* tier = tier_of(tiers, followers);
    if (tier == nullptr || post.creator == kNobody || world->tick - post.tick < 24) continue;
    const PostCounts& counts = world->posts.counts[row];
    const auto count = [&](Counter c) { return counts[static_cast<std::size_t>(c)]; };
    const double engaged = count(Counter::likes) + count(Counter::comments) + count(Counter::shares);
    tier->engagement_rates += engaged * static_cast<double>(scale_of(*world)) / followers;
    ++tier->posts;
  }
}

Tiers observe(int seed) {
  Tiers tiers{Tier{1e3, 1e4}, Tier{1e4, 1e5}, Tier{1e5, 1e12}};
  LiveWorld world(market(20'000, 100, "douyin", seed, kObservational));
  const std::vector<double> revenue = revenue_by_creator(world, 24 * 24);
  for (const Contract& contract : world->market.contracts) {
    Tier* tier = tier_of(tiers, contract.followers);
    if (tier == nullptr) continue;
    tier->revenue += revenue[contract.creator];
    tier->followers += contract.followers;
  }
  add_engagement(world, tiers);
  return tiers;
}

// Validation C4 (Beichert et al. 2024: 5.4 in secondary data; this asks for 2). No parameter knows of
// tiers: trust has one prior for all. One world: macro revenue is about 80 orders, known to 11 %, so a
// ratio of 2.8 is not 2 by luck. The row C4 of docs/validation.md holds it over replicates.
TEST(Facts, small_creators_earn_more_per_follower_than_large_ones) {
  const Tiers tiers = observe(1);
  for (const Tier& tier : tiers) ASSERT_GT(tier.followers, 1e5) << "followers from " << tier.from;
  const double ratio = tiers[0].revenue_per_follower() / tiers[2].revenue_per_follower();
  RecordProperty("nano_to_macro", std::to_string(ratio));
  EXPECT_GT(ratio, 2);
  EXPECT_LT(ratio, 46) << "beyond what the field study saw";
}

}  // namespace
}  // namespace fanfare::fan_economy::stylised_facts_test
