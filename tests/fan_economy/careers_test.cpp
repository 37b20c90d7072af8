// How creators start, earn, rise and stop.
#include <gtest/gtest.h>

#include <numeric>

#include "tests/fan_economy/world_builder.h"

namespace fanfare::fan_economy::careers_test {
namespace {

using testing::live;
using testing::Recipe;
using testing::TestWorld;

Recipe stage() {
  Recipe r;
  r.accounts = 1000;
  r.brand().rate = 0;
  r.role("kol", CreatorKind::kol, 0, 5, 600);
  r.role("koc", CreatorKind::koc, 10, 40, 20);
  r.p.careers.stop_rate = 0;
  return r;
}

TEST(Creator, of_any_kind_starts_with_the_same_trust_and_a_niche_that_sums_to_255) {
  TestWorld world(stage());
  for (const Creator& creator : world->creators) {
    EXPECT_EQ(creator.trust, 0.55F);
    EXPECT_EQ(std::accumulate(creator.niche.begin(), creator.niche.end(), 0), 255);
    EXPECT_GT(creator.niche[0], 120);
  }
}

TEST(Price, follows_the_law_of_the_audience) {
  Recipe r = stage();
  r.p.careers.price_sigma = 0.5;
  r.role("many", CreatorKind::koc, 100, 300, 10);
  TestWorld world(r);
  double log_sum = 0, count = 0;
  for (const Creator& creator : world->creators) {
    if (creator.account < 100) continue;
    log_sum += std::log(static_cast<double>(creator.price) / (100 * 0.3 * std::pow(100.0, 0.85)));
    count += 1;
  }
  EXPECT_NEAR(log_sum / count, 0, 0.1);
}

TEST(Koc, becomes_a_kol_when_its_followers_pass_the_tier) {
  Recipe r = stage();
  r.p.careers.kol_from = 250;  // people: 25 accounts
  TestWorld world(r);
  const auto gain = [&](std::uint32_t author, std::uint32_t followers) {
    world.tick([&] { world->follow_tally.add(0, author, 0, followers); });
  };
  gain(10, 4);
  const std::uint32_t index = world->creator_index(AccountId(10));
  EXPECT_EQ(world->creators[index].kind, CreatorKind::koc);
  gain(10, 1);
  EXPECT_EQ(world->creators[index].kind, CreatorKind::kol);
  EXPECT_EQ(world->creators[index].careers, 1);
  EXPECT_EQ(world.total(RunCell::promotions), 1);
}

TEST(Account, that_passes_the_tier_may_become_a_creator_with_its_own_interests) {
  Recipe r = stage();
  r.p.careers.koc_from = 100;
  r.p.careers.debut_share = 1;
  TestWorld world(r);
  world.accounts().interest[AccountId(500)] = {0, 0, 255, 0, 0, 0, 0, 0};
  world.tick([&] { world->follow_tally.add(0, 500, 0, 9); });
  EXPECT_EQ(world->creator_index(AccountId(500)), kNobody);
  world.tick([&] { world->follow_tally.add(0, 500, 0, 1); });
  world.tick();
  const std::uint32_t index = world->creator_index(AccountId(500));
  ASSERT_NE(index, kNobody);
  EXPECT_EQ(world->creators[index].niche[2], 255);
  EXPECT_EQ(world->creators[index].role, kNoRole);
  EXPECT_EQ(world->creator_index(AccountId(10)), 5U);
  EXPECT_EQ(world.total(RunCell::debuts), 1);
  live(world, 3);
  EXPECT_EQ(world->creators.size(), 46U);
}

TEST(Trust, falls_with_too_many_sponsored_posts_and_comes_back) {
  TestWorld world(stage());
  Creator& creator = world->creators[5];
  for (int i = 0; i < 10; ++i) count_new_post(*world, world.post(creator.account, 0));
  EXPECT_NEAR(creator.sponsored_share, 1, 1e-6);
  live(world, 60);
  const float low = creator.trust;
  EXPECT_LT(low, 0.3F);
  PostScore organic = world.post(creator.account, kNoBrand);
  organic.flags = 0;
  for (int i = 0; i < 100; ++i) count_new_post(*world, organic);
  live(world, 120);
  EXPECT_GT(creator.trust, 0.5F);
  EXPECT_EQ(world->creators[6].trust, 0.55F);
}

TEST(Effort, rises_with_income_and_engagement_and_stays_at_one_without_either) {
  TestWorld world(stage());
  live(world, 30);
  EXPECT_NEAR(world->creators[6].effort, 1, 1e-6);
  for (int day = 0; day < 40; ++day)
    world.tick([&] {
      world->ledger.transfer(world->market.outside, world->market.creators, 30'000);
      earn(*world, 6, 30'000);
    });
  EXPECT_GT(world->creators[6].effort, 1.2F);
}

TEST(Creator, without_income_stops_more_often) {
  Recipe r = stage();
  r.p.careers.stop_rate = 0.05;
  TestWorld world(r);
  for (int day = 0; day < 30; ++day)
    world.tick([&] {
      for (std::uint32_t c = 5; c < 25; ++c) {
        world->ledger.transfer(world->market.outside, world->market.creators, 1'000'000);
        earn(*world, c, 1'000'000);
      }
    });
  int rich = 0, poor = 0;
  for (std::uint32_t c = 5; c < 45; ++c) (c < 25 ? rich : poor) += world->creators[c].active == 0;
  EXPECT_EQ(rich, 0);
  EXPECT_GT(poor, 8);
  EXPECT_EQ(world.total(RunCell::stops), poor + [&] {
    int kols = 0;
    for (std::uint32_t c = 0; c < 5; ++c) kols += world->creators[c].active == 0;
    return kols;
  }());
}

TEST(Niche, drifts_to_what_pays) {
  TestWorld world(stage());
  const int before = world->creators[5].niche[3];
  for (int i = 0; i < 20; ++i) drift_niche(*world, 5, 3);
  EXPECT_EQ(world->creators[5].niche[3], before + 40);
  EXPECT_EQ(std::accumulate(world->creators[5].niche.begin(), world->creators[5].niche.end(), 0), 255);
  for (int i = 0; i < 500; ++i) drift_niche(*world, 5, 3);
  EXPECT_EQ(world->creators[5].niche[3], 255);
}

TEST(AdShare, is_paid_by_the_platform_for_impressions) {
  Recipe r = stage();
  r.p.careers.ad_share = 200;
  TestWorld world(r);
  const PostScore post = world.post(10, kNoBrand);
  PostCounts delta{};
  delta[static_cast<std::size_t>(Counter::impressions)] = 5000;
  count_attention(*world, post, delta);
  live(world, 1);
  EXPECT_EQ(world->creators[post.creator].income, 5000 * 10 / 1000 * 200);
  EXPECT_EQ(world->ledger.balance(world->market.creators), 10'000);
}

}  // namespace
}  // namespace fanfare::fan_economy::careers_test
