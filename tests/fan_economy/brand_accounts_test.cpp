// A brand's own account: what it wins without pay, in pairs of small runs that differ in one key.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "models/fan_economy/people/careers.h"
#include "tests/fan_economy/live_world.h"

namespace fanfare::fan_economy::brand_accounts_test {
namespace {

using testing::LiveWorld;

std::string street(const std::string& more, int seed = 7, const std::string& brand = "quality: 0.7",
                   int days = 8) {
  return R"(schema: 1
kind: scenario
name: street
question: What does an account of one's own bring?
run: {until: )" +
         std::to_string(days) + "d, tick: 2h, warmup: 1d, start: 2026-03-02, seed: " + std::to_string(seed) +
         R"(}
population:
  accounts: 1_200
  scale: 20
  graph: {kind: chung_lu, mean_follows: 20, follower_exponent: 2.3, reciprocity: 20%}
creators:
  - {id: kol, kind: kol, select: {top: 5}}
  - {id: staff, kind: employee, select: {by: random, top: 10}}
  - {id: koc, kind: koc, select: {top: 40}}
platforms: [{id: app, feed: {preset: douyin}}]
attention: {follow: {rate: 5%}, comment: {rate: 5%}}
purchase: {delivery_days: 1, need_days: 5, word_of_mouth: 0.8}
brands: [{id: aurora, topic: beauty, price: 129 CNY, margin: 60%, equity: 0.1, awareness: 0.6, rate: 0.05, )" +
         brand + R"(}]
)" + more;
}

struct Result {
  double followers = 0, views = 0, replies = 0, complaints = 0, neglected = 0,
         complaint_views = 0;  // accounts
  double attitude = 0;         // summed over accounts
  std::vector<double> by_day;  // followers
};

Result run(const std::string& keys, int seed = 7, const std::string& brand = "quality: 0.7", int days = 8) {
  LiveWorld world(street("brand_accounts: {" + keys + "}\n", seed, brand, days));
  Result r;
  for (int day = 0; day < days; ++day) {
    world.step(12);
    r.by_day.push_back(world->followers[world->brand_accounts.at(0)]);
  }
  const auto cell = [&](const char* name) {
    return static_cast<double>(world->measures[world->measures.named(name)]);
  };
  r.followers = r.by_day.back();
  r.views = cell("brand_views"), r.replies = cell("brand_replies"), r.complaints = cell("complaints");
  r.neglected = cell("complaints_neglected"), r.complaint_views = cell("complaint_views");
  for (std::uint32_t a = 0; a < world->part.accounts; ++a)
    r.attitude += world->accounts.bond.row(AccountId(a))[0].attitude / kAttitudeUnit;
  EXPECT_EQ(world.economy().breach(), "");
  return r;
}

// It is followed as anybody is; those who would are followers already.
TEST(BrandAccountsFacts, grow_without_pay_and_ever_more_slowly) {
  const Result posting = run("posts: 24, followers: 0", 7, "quality: 0.7", 20);
  const double early = posting.by_day[6] - posting.by_day[0], late = posting.by_day[19] - posting.by_day[13];
  EXPECT_GT(early, 60);
  EXPECT_LT(late, 0.75 * early);
  const Result silent = run("posts: 0, followers: 0");
  EXPECT_EQ(silent.views, 0) << "by plan, not by the habit of whose account it was";
  EXPECT_LT(silent.followers, 0.2 * early);
}

TEST(BrandAccountsFacts, answers_move_those_who_are_answered) {
  const std::string usual = "posts: 12, followers: 4_000, care: 0%";
  const Result none = run(usual + ", replies: 0"), mute = run(usual + ", reply_gain: 0"),
               warm = run(usual + ", reply_gain: 0.3"), canned = run(usual + ", reply_gain: -0.3");
  EXPECT_EQ(none.replies, 0);
  EXPECT_GT(mute.replies, 10);
  const double answered = mute.replies;
  EXPECT_GT(warm.attitude, mute.attitude + 0.1 * answered);
  EXPECT_LT(canned.attitude, mute.attitude - 0.1 * answered);
}

TEST(BrandAccountsFacts, neglected_complaints_spread) {
  double neglected = 0, answered = 0, forgiven = 0, sulking = 0;
  for (const int seed : {7, 8}) {
    const std::string usual = "posts: 0, patience: 2 h, anger: 20, care_gain: 0.5, ";
    const Result worse = run(usual + "care: 0%", seed, "quality: 0.1"),
                 better = run(usual + "care: 100%", seed, "quality: 0.1");
    EXPECT_GT(worse.complaints, 20);
    EXPECT_GT(worse.neglected, 0.5 * worse.complaints);
    EXPECT_EQ(better.neglected, 0);
    neglected += worse.complaint_views, answered += better.complaint_views;
    sulking += worse.attitude, forgiven += better.attitude;
  }
  EXPECT_GT(neglected, 1.1 * answered);
  EXPECT_GT(forgiven, sulking);
}

TEST(BrandAccountsFacts, are_seen_by_more_where_employees_and_creators_pass_it_on) {
  const std::string usual = "posts: 6, followers: 200, ";
  const Result alone = run(usual + "collabs: 0%, passed_on: 0%"),
               voices = run(usual + "collabs: 0%, passed_on: 100%"),
               partners = run(usual + "collabs: 100%, passed_on: 0%, collab_fee: 100 CNY");
  EXPECT_GT(voices.views, 1.05 * alone.views);
  EXPECT_GT(partners.views, 1.02 * alone.views);
}

TEST(BrandAccounts, begin_with_the_audience_asked_for_and_take_no_offers) {
  LiveWorld world(street(
      "brand_accounts: {followers: 500}\n"
      "campaigns: [{id: launch, brand: aurora, budget: 900_000 CNY, flight: [1d, 8d], least_spendable: 0, "
      "lines: [{hire: {by: fit}}]}]\n"));
  const std::uint32_t account = world->brand_accounts.at(0);
  EXPECT_NEAR(world->people(world->followers[account]), 500, 200);
  EXPECT_EQ(strongest(world->creators[world->creator_index(AccountId(account))].niche),
            world->market.brands[0].topic);
  world.step(13);
  EXPECT_GT(world->market.contracts.size(), 0U);
  for (const Contract& contract : world->market.contracts)
    EXPECT_NE(world->creators[contract.creator].account, account);
}

TEST(BrandAccounts, show_the_clips_of_users) {
  std::string text = street(
      "brand_accounts: {}\ncreator_kinds: {}\n"
      "campaigns: [{id: launch, brand: aurora, budget: 100_000 CNY, flight: [1d, 8d], least_spendable: 0, "
      "lines: [{hire: {kind: ugc}}]}]\n");
  text.replace(text.find("kind: koc"), 9, "kind: ugc");
  LiveWorld world(text);
  world.step(13);
  ASSERT_GT(world->market.scheduled.size(), 0U);
  for (const ScheduledPost& post : world->market.scheduled) {
    EXPECT_EQ(post.account, world->brand_accounts[0]);
    EXPECT_EQ(world->creators[post.creator].kind, CreatorKind::ugc) << "who is paid";
  }
}

TEST(BrandAccounts, name_what_is_not_there) {
  EXPECT_THROW(LiveWorld(street("brand_accounts: {brands: [nobody]}\n")), ScenarioError);
}

}  // namespace
}  // namespace fanfare::fan_economy::brand_accounts_test
