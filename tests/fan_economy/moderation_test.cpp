// Moderation: abuse falls at a cost in reach, evasion brings a part of the audience back, a fake of a creator
// costs it trust until it is labelled.
#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

#include "tests/fan_economy/live_world.h"

namespace fanfare::fan_economy::moderation_test {
namespace {

using testing::LiveWorld;

constexpr std::uint32_t kDays = 6;

// What a test does not say is off.
std::string with_the_others_off(const std::string& keys, std::initializer_list<std::string> off) {
  std::string all = keys;
  for (const std::string& key : off)
    if ((" " + keys).find(" " + key + ":") == std::string::npos) all += ", " + key + ": 0";
  return all;
}

std::string market(const std::string& said, const std::string& more = "", int seed = 7) {
  const std::string keys = said.starts_with("attack") ? said : "attack: 20%, " + said;
  return R"(schema: 1
kind: scenario
name: moderation
question: What does it cost?
run: {until: 6d, tick: 2h, warmup: 1d, start: 2026-03-02, seed: )" +
         std::to_string(seed) + R"(}
population:
  accounts: 1_200
  scale: 400
  graph: {kind: chung_lu, mean_follows: 20, follower_exponent: 2.3, reciprocity: 20%}
creators:
  - {id: kol, kind: kol, select: {followers: [40_000, 1_000_000]}}
  - {id: koc, kind: koc, select: {followers: [4_000, 40_000]}}
platforms: [{id: app, feed: {preset: douyin}}]
brands: [{id: aurora, topic: beauty, price: 129 CNY, margin: 60%, equity: 0.1}]
moderation: {hostile: 20%, )" +
         with_the_others_off(keys, {"chill", "filter", "filter_error", "report", "error", "block", "evade"}) +
         "}\n" + more;
}

struct Seen {
  double abuse = 0, filtered = 0, bans = 0, wrong = 0, lost = 0, regained = 0, believers = 0, trust = 0;
  double impressions = 0, sessions = 0, followers = 0, fandom = 0, posts = 0;
};

Seen seen_in(const std::string& text, std::uint32_t days = kDays) {
  LiveWorld world(text);
  DatasetRecorder recorder{RunParameters{}};
  world.economy().declare(recorder);
  world.step(days * 12);
  recorder.begin_row(0);
  world.economy().record(recorder, 0);
  recorder.end_row();
  const auto of = [&](const char* name) { return recorder.data().variable(name)->data.back() / 400; };
  Seen seen{of("abuse"),
            of("abuse_filtered"),
            of("bans"),
            of("wrong_bans"),
            of("audience_lost"),
            of("audience_regained"),
            of("forgery_believers"),
            400 * of("faked_trust")};
  for (std::size_t s = 0; s < world->sources.size(); ++s)
    seen.impressions += static_cast<double>(world->measures[world->measures.source(static_cast<Source>(s))]);
  seen.sessions = world.total(RunCell::sessions);
  for (const Creator& creator : world->creators) seen.followers += world->followers[creator.account];
  for (std::uint32_t a = 0; a < world->part.accounts; ++a)
    for (const FandomSlot& slot : world->accounts.fandom.row(AccountId(a)))
      if (!slot.empty()) seen.fandom += slot.level() / 1023.0;
  for (const PostScore& post : world->posts.score) seen.posts += post.creator != kNobody ? 1 : 0;
  return seen;
}

TEST(ModerationFacts, keeps_abuse_from_creators_at_a_cost_in_reach) {
  const Seen none = seen_in(market("attack: 20%, strikes: 3")), filter = seen_in(market("filter: 80%")),
             bans = seen_in(market("report: 80%, strikes: 1")), blocks = seen_in(market("block: 100%"));
  ASSERT_GT(none.abuse, 200);
  EXPECT_NEAR(filter.abuse + filter.filtered, none.abuse, 0.02 * none.abuse);
  EXPECT_LT(filter.abuse, 0.3 * none.abuse);
  EXPECT_GE(filter.impressions, none.impressions) << "a filter alone takes no reader";
  EXPECT_LT(bans.abuse, 0.5 * none.abuse);
  EXPECT_GT(bans.bans, 50);
  EXPECT_EQ(bans.wrong, 0);
  EXPECT_LT(bans.impressions, 0.97 * none.impressions);
  EXPECT_LT(blocks.abuse, 0.9 * none.abuse);
  EXPECT_LT(blocks.followers, none.followers);
}

TEST(ModerationFacts, errors_fall_on_the_harmless) {
  const Seen exact = seen_in(market("filter: 80%")),
             rough = seen_in(market("filter: 80%, filter_error: 100%, error: 20%, strikes: 1"));
  EXPECT_GT(rough.wrong, 20);
  EXPECT_LT(rough.fandom, 0.98 * exact.fandom);
}

TEST(ModerationFacts, abuse_takes_heart_and_a_filter_gives_it_back) {
  const Seen calm = seen_in(market("attack: 0, chill: 0.3")), hurt = seen_in(market("chill: 0.3")),
             shielded = seen_in(market("chill: 0.3, filter: 100%"));
  EXPECT_LT(hurt.posts, 0.9 * calm.posts);
  EXPECT_GT(shielded.posts, 0.97 * calm.posts);
}

TEST(ModerationFacts, evasion_rebuilds_a_part_of_the_audience) {
  const std::string ban = "events: [{id: out, at: 2d, do: ban, target: {kind: kol}}]\n";
  const Seen gone = seen_in(market("evade: 0", ban)),
             back = seen_in(market("evade: 100%, evade_after: 1d, finds: 50%", ban)),
             free = seen_in(market("evade: 0"));
  EXPECT_EQ(free.lost, 0);
  EXPECT_GT(gone.lost, 100);
  EXPECT_EQ(gone.regained, 0);
  EXPECT_NEAR(back.regained / back.lost, 0.5, 0.15);
  EXPECT_LT(gone.followers, 0.9 * free.followers);
  EXPECT_GT(back.followers, gone.followers + 0.8 * back.regained);
  EXPECT_LT(back.followers, free.followers);
}

TEST(ModerationFacts, fake_costs_its_model_trust_until_it_is_labelled) {
  const std::string fake =
      "events: [{id: fake, at: 2d, do: deepfake, severity: 1, target: {by: followers, top: 3}}]\n";
  const std::string slow =
      "forgery: {meets: 50%, half_life: 30, believed: 80%, label_fails: 0, label_after: ";
  const Seen none = seen_in(market("evade: 0")), unlabelled = seen_in(market(slow + "-1}", fake)),
             early = seen_in(market(slow + "0}", fake)), late = seen_in(market(slow + "2}", fake));
  EXPECT_EQ(none.believers, 0);
  EXPECT_EQ(early.believers, 0) << "a label that never fails";
  EXPECT_LT(unlabelled.trust, early.trust - 0.05);
  EXPECT_GT(late.believers, 0);
  EXPECT_LT(late.believers, unlabelled.believers);
  EXPECT_GT(late.trust, unlabelled.trust + 0.02) << "it heals once it is labelled";
  EXPECT_LT(late.trust, early.trust);
}

TEST(Moderation, needs_its_own_key_for_its_events) {
  std::string text = market("evade: 0", "events: [{id: fake, at: 2d, do: deepfake, target: {top: 1}}]\n");
  const std::size_t at = text.find("moderation: {");
  text.erase(at, text.find('\n', at) - at);
  try {
    LiveWorld world(text);
    FAIL() << "an event of a mechanism that is off";
  } catch (const ScenarioError& error) {
    EXPECT_NE(std::string(error.what()).find("moderation: {}"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace fanfare::fan_economy::moderation_test
