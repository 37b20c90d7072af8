// What a branded item does to a reader.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/fan_economy/world_builder.h"

namespace fanfare::fan_economy::persuasion_test {
namespace {

using testing::Recipe;
using testing::TestWorld;

Recipe market() {
  Recipe r;
  r.brand().awareness = 0;
  r.p.brands[0].equity = 0;
  r.role("koc", CreatorKind::koc, 0, 2, 20);
  r.campaign(1'000'000).lines.emplace_back();
  return r;
}

double attitude(TestWorld& world, std::uint32_t reader) {
  return world.accounts().bond.row(AccountId(reader))[0].attitude / kAttitudeUnit;
}

void watch(TestWorld& world, std::uint32_t reader, PostScore post, std::uint8_t k = 0) {
  post.k_and_format = k;
  expose(*world, world.block_of(AccountId(reader)), AccountId(reader), post, world.contract_of(post));
}

TEST(Wear, peaks_at_the_third_exposure_with_one) {
  EXPECT_DOUBLE_EQ(wear(3, 3), 1);
  for (const double n : {0.5, 1.0, 2.0, 2.9, 3.1, 4.0, 8.0}) EXPECT_LT(wear(n, 3), 1) << n;
  EXPECT_NEAR(wear(1, 3), 0.6492, 1e-4);
  EXPECT_NEAR(wear(6, 3), 0.7358, 1e-4);
}

TEST(Wear, of_many_voices_is_slower_than_of_one) {
  TestWorld world(market());
  for (std::uint8_t k = 0; k < 4; ++k) {
    watch(world, 50, world.post(0, 0, 0), k);
    watch(world, 51, world.post(k % 2, 0, 0), k);
  }
  EXPECT_EQ(world.accounts().bond.row(AccountId(50))[0].exposures, 4 * 16);
  EXPECT_EQ(world.accounts().bond.row(AccountId(51))[0].exposures, 16 + 3 * 8);
}

TEST(Persuasion, moves_toward_the_bound_and_never_past_it) {
  EXPECT_NEAR(persuade(0, 0.1, 2, 0.5), 0.1 * kAttitudeUnit, 1);
  EXPECT_NEAR(persuade(0, -0.1, 2, 0.5), -0.2 * kAttitudeUnit, 1);
  EXPECT_NEAR(persuade(16384, 0.1, 2, 0.5), (0.5 + 0.05) * kAttitudeUnit, 2);
  std::int16_t up = 0, down = 0;
  for (int i = 0; i < 1000; ++i) up = persuade(up, 0.9, 2, 0.999), down = persuade(down, -0.9, 2, 0.001);
  EXPECT_GE(up, 32766);  // the last step may be rounded away
  EXPECT_LE(down, -32766);
  EXPECT_GE(down, -32767);
}

TEST(Persuasion, rounds_without_bias) {
  double sum = 0;
  for (int i = 0; i < 1000; ++i) sum += persuade(0, 0.25 / kAttitudeUnit, 2, (i + 0.5) / 1000);
  EXPECT_NEAR(sum / 1000, 0.25, 0.002);
}

TEST(Persuasion, is_that_of_the_formula_for_one_exposure) {
  TestWorld world(market());
  world.accounts().ad_scepticism[AccountId(50)] = 0;
  watch(world, 50, world.post(0, 0, 0));
  const double expected = world->p.persuasion.strength * (0.5 + 0.5 * 0.55) * wear(1, 3);
  EXPECT_NEAR(attitude(world, 50), expected, 1.0 / kAttitudeUnit);
}

// Mean attitude after one exposure of each of many sceptics.
double mean_lift(std::uint8_t flags) {
  Recipe r = market();
  r.accounts = 4000;
  r.follows.clear();
  r.p.creators.clear();
  r.role("koc", CreatorKind::koc, 0, 1, 20);
  TestWorld world(r);
  PostScore post = world.post(0, 0, 0);
  post.flags = flags;
  double sum = 0;
  for (std::uint32_t a = 10; a < 4000; ++a) {
    world.accounts().ad_scepticism[AccountId(a)] = 128;
    watch(world, a, post);
    sum += attitude(world, a);
  }
  return sum / 3990;
}

TEST(Disclosure, costs_persuasion_at_most_three_percent_and_an_honest_voice_nothing) {
  const double organic = mean_lift(0);
  const double disclosed = mean_lift(PostFlags::kSponsored | PostFlags::kDisclosed);
  const double hidden = mean_lift(PostFlags::kSponsored);
  EXPECT_LT(disclosed, organic);
  EXPECT_GT(disclosed, organic * 0.97);
  EXPECT_LT(hidden, organic);
  // δ · E[scepticism] · P(perceived), halved by ½ + ½·cred
  const double expected = 1 - 0.5 * 0.55 * 0.2 * 0.502 * 0.6 / (0.5 + 0.5 * 0.55);
  EXPECT_NEAR(disclosed / organic, expected, 0.002);
}

TEST(Disclosure, found_out_costs_more_than_told) {
  TestWorld world(market());
  world->p.persuasion.notice_disclosed = world->p.persuasion.notice_hidden = 1;
  PostScore told = world.post(0, 0, 0), hidden = told;
  hidden.flags = PostFlags::kSponsored;
  EXPECT_LT(credibility(*world, AccountId(50), hidden), credibility(*world, AccountId(50), told));
}

TEST(Fandom, makes_an_author_more_credible_and_never_more_than_fully) {
  TestWorld world(market());
  const PostScore post = world.post(0, 0, 0);
  const double stranger = credibility(*world, AccountId(50), post);
  deepen_fandom(*world, world.block(), AccountId(50), post.creator, 1023);
  EXPECT_NEAR(credibility(*world, AccountId(50), post), stranger * 1.5, 1e-9);
  PostScore trusted = post;
  trusted.trust = 1;
  EXPECT_LE(credibility(*world, AccountId(50), trusted), 1);
}

TEST(Exposure, counts_reach_once_for_each_frequency) {
  TestWorld world(market());
  for (std::uint8_t k = 0; k < 3; ++k) watch(world, 50, world.post(0, 0, 0), k);
  watch(world, 51, world.post(0, 0, 0));
  world.deliver();
  close(*world, world.step());
  const Measures& m = world->measures;
  EXPECT_EQ(m[m.reach_at_least(0, 1)], 2);
  EXPECT_EQ(m[m.reach_at_least(0, 2)], 1);
  EXPECT_EQ(m[m.reach_at_least(0, 3)], 1);
  EXPECT_EQ(m[m.reach_at_least(0, 4)], 0);
}

TEST(Exposure, to_a_placebo_reaches_and_persuades_nobody) {
  TestWorld world(market());
  watch(world, 50, world.post(0, kNoBrand, 0));
  EXPECT_EQ(world.accounts().frequency.row(AccountId(50))[0], 1);
  EXPECT_EQ(attitude(world, 50), 0);
  EXPECT_EQ(world.accounts().bond.row(AccountId(50))[0].at(), Stage::unaware);
}

TEST(Exposure, makes_aware_and_much_of_it_interested) {
  Recipe r = market();
  r.p.persuasion.strength = 0.08;
  r.p.persuasion.recall = 1;
  TestWorld world(r);
  watch(world, 50, world.post(0, 0, 0));
  EXPECT_EQ(world.accounts().bond.row(AccountId(50))[0].at(), Stage::aware);
  for (std::uint8_t k = 1; k < 10; ++k) watch(world, 50, world.post(0, 0, 0), k);
  EXPECT_EQ(world.accounts().bond.row(AccountId(50))[0].at(), Stage::interested);
  world.deliver();
  close(*world, world.step());
  EXPECT_EQ(world->measures[world->measures.stage_flow(0, Stage::unaware, Stage::aware)], 1);
  EXPECT_EQ(world->measures[world->measures.stage_flow(0, Stage::aware, Stage::interested)], 1);
}

TEST(Exposure, makes_the_brand_known_with_the_chance_of_recall) {
  Recipe r = market();
  r.accounts = 4000;
  r.follows.clear();
  r.p.creators.clear();
  r.role("koc", CreatorKind::koc, 0, 1, 20);
  r.p.persuasion.recall = 0.25;
  TestWorld world(r);
  int aware = 0;
  for (std::uint32_t a = 100; a < 4000; ++a) {
    watch(world, a, world.post(0, 0, 0));
    aware += world.accounts().bond.row(AccountId(a))[0].at() != Stage::unaware;
  }
  EXPECT_NEAR(aware / 3900.0, 0.25, 4 * 0.007);
}

TEST(Exposure, to_bad_news_lowers_attitude_twice_as_far) {
  TestWorld good(market()), bad(market());  // the same reader, so the same credibility
  watch(good, 50, good.post(0, 0, 0));
  PostScore post = bad.post(0, 0, 0);
  post.tone = -100;
  watch(bad, 50, post);
  EXPECT_NEAR(attitude(bad, 50), -2 * attitude(good, 50), 0.002);
}

}  // namespace
}  // namespace fanfare::fan_economy::persuasion_test
