// Fandom, fading, unfollowing, the daily chores.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "tests/fan_economy/world_builder.h"

namespace fanfare::fan_economy::relations_test {
namespace {

using testing::live;
using testing::Recipe;
using testing::TestWorld;

Recipe fans(std::uint32_t accounts = 100) {
  Recipe r;
  r.accounts = accounts;
  r.brand().awareness = 0;
  r.p.brands[0].equity = 0;
  r.p.brands[0].rate = 0;
  r.role("koc", CreatorKind::koc, 0, 3, 10);
  r.p.careers.stop_rate = 0;
  return r;
}

std::uint32_t sum_of(const TopicRow& row) { return std::accumulate(row.begin(), row.end(), 0U); }

void take_in(TestWorld& world, AccountId reader, const PostScore& post, Taste taste) {
  learn_taste(*world, reader, post.topic, taste, world->words(draw::reaction(post.key().seen_by(reader), 3)));
}

TEST(Interest, moves_toward_what_is_liked_and_away_from_what_is_hidden) {
  TestWorld world(fans());
  const AccountId reader(50);
  TopicRow& interest = world.accounts().interest[reader];
  PostScore post = world.post(1, kNoBrand);
  post.topic = 2;
  const auto before = interest;
  for (std::uint32_t i = 0; i < 40; ++i) post.tick = i, take_in(world, reader, post, Taste::liked);
  EXPECT_NEAR(interest[2], before[2] + 20, 4 * 3.2);  // half a step of 255 each
  EXPECT_EQ(sum_of(interest), 255U);
  const auto liked = interest[2];
  for (std::uint32_t i = 40; i < 80; ++i) post.tick = i, take_in(world, reader, post, Taste::hid);
  EXPECT_NEAR(interest[2], liked - 20, 4 * 3.2);
  EXPECT_EQ(sum_of(interest), 255U);
}

TEST(Interest, of_one_topic_alone_has_nothing_to_move) {
  TestWorld world(fans());
  TopicRow& interest = world.accounts().interest[AccountId(50)];
  interest = {0, 0, 255, 0, 0, 0, 0, 0};
  PostScore post = world.post(1, kNoBrand);
  post.topic = 2;
  for (std::uint32_t i = 0; i < 20; ++i)
    post.tick = i, take_in(world, AccountId(50), post, Taste::liked);
  EXPECT_EQ(interest[2], 255);
  post.topic = 3;
  for (std::uint32_t i = 0; i < 20; ++i) post.tick = i, take_in(world, AccountId(50), post, Taste::hid);
  EXPECT_EQ(interest[2], 255);
}

TEST(Fandom, goes_to_slots_and_a_newcomer_takes_the_weakest_only_where_it_gains_no_less) {
  Recipe r = fans();
  r.role("more", CreatorKind::koc, 3, 3, 10);
  TestWorld world(r);
  const AccountId reader(50);
  const auto level = [&](std::uint32_t creator) {
    return std::lround(1023 * fandom_of(*world, reader, creator));
  };
  deepen_fandom(*world, world.block(), reader, 0, 300);
  deepen_fandom(*world, world.block(), reader, 1, 100);
  deepen_fandom(*world, world.block(), reader, 1, 20);
  deepen_fandom(*world, world.block(), reader, 2, 200);
  deepen_fandom(*world, world.block(), reader, 3, 60);
  EXPECT_EQ(level(0), 300);
  EXPECT_EQ(level(1), 120);
  for (int i = 0; i < 100; ++i) deepen_fandom(*world, world.block(), reader, 4, 50);  // no slot, and none is so low
  EXPECT_EQ(level(3), 60);
  EXPECT_EQ(level(4), 0);
  deepen_fandom(*world, world.block(), reader, 4, 70);
  EXPECT_EQ(level(3), 0);
  EXPECT_EQ(level(4), 70);
  EXPECT_EQ(level(1), 120);
  EXPECT_EQ(level(0), 300);
  deepen_fandom(*world, world.block(), reader, 0, 5000);
  EXPECT_EQ(level(0), 1023);
}

// Small levels too: an integer that only ever rounds down or to nearest would not do this.
TEST(Fandom, halves_in_its_half_life_on_average_however_small) {
  for (const std::uint32_t start : {1000U, 12U}) {
    TestWorld world(fans(4000));
    for (std::uint32_t a = 0; a < 4000; ++a)
      deepen_fandom(*world, world.block_of(AccountId(a)), AccountId(a), 0, start);
    live(world, 30);
    double sum = 0;
    for (std::uint32_t a = 0; a < 4000; ++a) sum += 1023 * fandom_of(*world, AccountId(a), 0);
    EXPECT_NEAR(sum / 4000 / start, 0.5, 0.02) << start;
  }
}

TEST(Attitude, returns_half_way_to_the_equity_in_21_days) {
  Recipe r = fans(2000);
  r.p.brands[0].equity = 0.2;
  TestWorld world(r);
  for (std::uint32_t a = 0; a < 2000; ++a) world.accounts().bond.row(AccountId(a))[0].attitude = 32767;
  live(world, 21);
  double sum = 0;
  for (std::uint32_t a = 0; a < 2000; ++a)
    sum += world.accounts().bond.row(AccountId(a))[0].attitude / kAttitudeUnit;
  EXPECT_NEAR(sum / 2000, 0.6, 0.001);
}

TEST(Exposures, fade_by_half_in_14_days) {
  TestWorld world(fans(2000));
  for (std::uint32_t a = 0; a < 2000; ++a) world.accounts().bond.row(AccountId(a))[0].exposures = 16;
  live(world, 14);
  double sum = 0;
  for (std::uint32_t a = 0; a < 2000; ++a) sum += world.accounts().bond.row(AccountId(a))[0].exposures;
  EXPECT_NEAR(sum / 2000, 8, 0.3);
}

TEST(Chores, come_once_a_day_for_each_account_whatever_the_tick) {
  Recipe r = fans();
  r.ticks_per_day = 24;
  TestWorld world(r);
  for (std::uint32_t a = 0; a < 100; ++a) world.accounts().category_days.row(AccountId(a))[0] = 3;
  live(world, 24);
  for (std::uint32_t a = 0; a < 100; ++a)
    EXPECT_EQ(world.accounts().category_days.row(AccountId(a))[0], 4) << a;
}

TEST(Wallet, is_refilled_to_the_income_once_in_30_days) {
  TestWorld world(fans());
  for (std::uint32_t a = 0; a < 100; ++a) world.accounts().wallet[AccountId(a)] = 100;
  world->ledger.transfer(world->market.consumers, world->market.outside, Cents{100} * (500'000 - 100) * 10);
  live(world, 15);
  int full = 0;
  for (std::uint32_t a = 0; a < 100; ++a) full += world.accounts().wallet[AccountId(a)] == 500'000;
  EXPECT_NEAR(full, 50, 5);
  live(world, 15);
  for (std::uint32_t a = 0; a < 100; ++a) EXPECT_EQ(world.accounts().wallet[AccountId(a)], 500'000);
  EXPECT_EQ(world.broken(), "");
}

// Follows left of `authors` after some days, all else off.
std::size_t follows_after(const std::function<void(Recipe&)>& change,
                          const std::function<void(TestWorld&)>& start, int days) {
  Recipe r = fans(2000);
  r.follows.clear();
  for (std::uint32_t a = 10; a < 2000; ++a) r.follows.emplace_back(a, 0);
  change(r);
  TestWorld world(r);
  start(world);
  live(world, days);
  EXPECT_EQ(world.total(RunCell::unfollows), 1990 - static_cast<std::int64_t>(world->followers[0]));
  std::size_t left = 0;
  for (std::uint32_t a = 10; a < 2000; ++a) left += world->graph.is_following(AccountId(a), AccountId(0));
  EXPECT_EQ(left, world->followers[0]);
  return left;
}

TEST(Unfollow, happens_at_its_rate) {
  const auto left =
      follows_after([](Recipe& r) { r.p.relations.unfollow_rate = 0.01; }, [](TestWorld&) {}, 70);
  EXPECT_NEAR(static_cast<double>(left) / 1990, std::pow(1 - 0.07, 10), 0.05);
}

TEST(Unfollow, comes_from_ads_and_fandom_holds_it_off) {
  const auto ads = [](TestWorld& world) {
    for (int day = 0; day < 1; ++day) world->creators[0].sponsored_share = 1;
  };
  const auto plain = follows_after([](Recipe&) {}, [](TestWorld&) {}, 28);
  const auto sponsored = follows_after([](Recipe&) {}, ads, 28);
  const auto loved =
      follows_after([](Recipe& r) { r.p.relations.fandom_half_life = 1e4; },
                    [&](TestWorld& world) {
                      ads(world);
                      for (std::uint32_t a = 10; a < 2000; ++a)
                        deepen_fandom(*world, world.block_of(AccountId(a)), AccountId(a), 0, 1023);
                    },
                    28);
  EXPECT_LT(sponsored, plain);
  EXPECT_GT(loved, plain);
}

TEST(Reply, comes_to_as_many_as_the_creator_can_answer_in_an_order_of_no_ones_making) {
  Recipe r = fans();
  r.p.relations.reply_capacity = 300;  // people, ten an account
  TestWorld world(r);
  const PostScore post = world.post(0, kNoBrand);
  const auto comments = [&] {
    for (std::uint32_t a = 10; a < 60; ++a) comment(*world, world.block(), AccountId(a), post);
  };
  world.tick(comments);
  std::uint32_t lowest = 0, answered = 0;
  for (std::uint32_t a = 10; a < 60; ++a) {
    const bool closer = fandom_of(*world, AccountId(a), post.creator) > 0;
    answered += closer;
    lowest += closer && a < 40;
  }
  EXPECT_EQ(answered, 30U);
  EXPECT_LT(lowest, 28U);
  EXPECT_EQ(world->creators[post.creator].replies_left, 30U);  // a new day
}

TEST(Census, counts_every_account_once_and_the_stages_add_up) {
  TestWorld world(fans(1500));
  live(world, 3);
  std::int64_t accounts = 0;
  for (std::size_t s = 0; s < kStages; ++s)
    accounts += world->measures[world->measures.stage_count(0, static_cast<Stage>(s))];
  EXPECT_EQ(accounts, 1500);
  EXPECT_EQ(world->measures[world->measures.present()], 1500);
  EXPECT_EQ(awareness(*world, 0), 0);
}

}  // namespace
}  // namespace fanfare::fan_economy::relations_test
