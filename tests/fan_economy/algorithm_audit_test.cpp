// An audit of the feed: no feed amplifies anything against itself, a feed by popularity does, puppets are
// shown what they are after, and the log says what was seen where.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>

#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/paired.h"

namespace fanfare::fan_economy::algorithm_audit_test {
namespace {

using testing::LiveWorld;

std::string market(const std::string& preset, const std::string& audit, int seed = 7) {
  return R"(schema: 1
kind: scenario
name: audit
question: Whom does the feed favour?
run: {until: 4d, tick: 2h, warmup: 1d, start: 2026-03-02, seed: )" +
         std::to_string(seed) + R"(}
population:
  accounts: 1_200
  scale: 400
  graph: {kind: chung_lu, mean_follows: 30, follower_exponent: 2.3, reciprocity: 20%}
attributes: [{id: city, levels: [big, small], shares: [30%, 70%]}]
segments:
  - {id: big, where: city == big}
  - {id: fans, where: fandom > 0.2}
creators:
  - {id: kol, kind: kol, select: {followers: [30_000, 1_000_000]}}
platforms: [{id: app, feed: {preset: )" +
         preset + R"(}}]
algorithm_audit: {)" +
         audit + "}\n";
}

struct Audited {
  std::map<std::string, double> between, within;  // by group
  std::map<std::string, std::vector<double>> tables;
  std::vector<double> own_topic;
  double impressions = 0, held_back = 0;
};

Audited audited(const std::string& text) {
  LiveWorld world(text);
  DatasetRecorder recorder{RunParameters{}};
  world.economy().declare(recorder);
  world.step(4 * 12);
  recorder.begin_row(0);
  world.economy().record(recorder, 0);
  recorder.end_row();
  world.economy().finish(recorder, 0);
  const Dataset& data = recorder.data();
  Audited seen;
  const auto& groups = data.dimension("audit_group")->labels;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    seen.between[groups[g]] = data.variable("amplification")->data[g];
    seen.within[groups[g]] = data.variable("amplification_paired")->data[g];
  }
  for (const Variable& v : data.variables)
    if (v.name.starts_with("audit/")) seen.tables[v.name.substr(6)] = v.data;
  if (const Variable* own = data.variable("puppet_own_topic")) seen.own_topic = own->data;
  for (std::size_t s = 0; s < world->sources.size(); ++s)
    seen.impressions += static_cast<double>(world->measures[world->measures.source(static_cast<Source>(s))]);
  seen.held_back = static_cast<double>(world->measures[world->measures.named("audit_impressions")]);
  return seen;
}

TEST(AlgorithmAuditFacts, a_timeline_amplifies_nothing) {
  const Audited some = audited(market("chronological", "held_back: 30%, segments: [big], logged: 50"));
  const Audited none = audited(market("chronological", "held_back: 0"));
  int counted = 0;
  for (const auto& [group, ratio] : some.within) {
    if (std::isnan(ratio)) continue;
    EXPECT_EQ(ratio, 1) << group;
    ++counted;
  }
  EXPECT_GT(counted, 10);
  EXPECT_EQ(some.impressions, none.impressions) << "who is held back sees something else";
  EXPECT_NEAR(some.between.at("all"), 1, 0.25);
  EXPECT_TRUE(std::isnan(none.between.at("all")));
  EXPECT_EQ(some.tables.at("place"), some.tables.at("chronological_place"));
}

TEST(AlgorithmAuditFacts, is_one_between_accounts_too_over_replicates) {
  const Interval found = testing::over_seeds(
      [](int seed) {
        return std::log(audited(market("chronological", "held_back: 50%", seed)).between.at("tier micro"));
      },
      5);
  EXPECT_FALSE(found.excludes(0)) << testing::told(found);
  EXPECT_LT(found.sd, 0.3) << "says nothing";
}

// Pools show strangers, and most of them have small audiences; a trending list shows whom many follow. Both
// ways of asking find both.
TEST(AlgorithmAuditFacts, finds_what_a_feed_favours_between_accounts_and_within_sessions) {
  const Audited pools = audited(market("popularity", "held_back: 50%")),
                trends = audited(market("popularity, sources: {discovery: 0}", "held_back: 50%"));
  for (const auto& ratio : {pools.within, pools.between})
    EXPECT_GT(ratio.at("tier lowest"), 2 * ratio.at("tier mid"));
  for (const auto& ratio : {trends.within, trends.between})
    EXPECT_LT(ratio.at("tier lowest"), ratio.at("tier mid"));
}

TEST(AlgorithmAuditFacts, who_is_held_back_is_shown_whom_it_follows_and_nobody_else) {
  const Audited strangers = audited(market("douyin, sources: {following: 0}", "held_back: 50%")),
                followed = audited(market("douyin", "held_back: 50%"));
  EXPECT_GT(strangers.impressions, 1000);
  EXPECT_EQ(strangers.held_back, 0);
  EXPECT_GT(followed.held_back, 1000);
}

TEST(AlgorithmAuditFacts, puppets_are_shown_what_they_are_after) {
  const std::string puppets =
      "puppets: [{id: beauty, topic: beauty, accounts: 30, focus: 80%}, {id: plain, topic: beauty, accounts: "
      "30, "
      "focus: 12.5%}]";
  const Audited seen = audited(market("douyin", puppets));
  ASSERT_EQ(seen.own_topic.size(), 2U);
  EXPECT_GT(seen.own_topic[0], 1.5 * seen.own_topic[1]);
  const Audited followers = audited(market("chronological", puppets));
  EXPECT_TRUE(std::isnan(followers.own_topic[0])) << "a puppet follows nobody, so a timeline is empty";
}

TEST(AlgorithmAudit, log_holds_what_was_shown_up_to_its_length) {
  const Audited seen = audited(market("douyin", "logged: 40, lines: 100"));
  ASSERT_EQ(seen.tables.at("place").size(), 100U);
  int moved = 0;
  for (std::size_t i = 0; i < 100; ++i) {
    EXPECT_GE(seen.tables.at("place")[i], 1);
    EXPECT_GE(seen.tables.at("tick")[i], 12) << "within the warm-up";
    moved += seen.tables.at("place")[i] != seen.tables.at("chronological_place")[i] ? 1 : 0;
  }
  EXPECT_GT(moved, 20) << "a feed that shows a timeline";
}

std::string problems_of(const std::string& audit) {
  Problems problems;
  load_scenario_text("test", market("douyin", audit), {}, problems);
  return problems.render();
}
std::string refusal(const std::string& audit) {
  try {
    LiveWorld world(market("douyin", audit));
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "";
}

TEST(AlgorithmAudit, refuses_what_cannot_be_audited) {
  EXPECT_NE(problems_of("held_back: 100%").find("held_back"), std::string::npos);
  EXPECT_NE(problems_of("segments: [big, big]").find("stands there twice"), std::string::npos);
  EXPECT_NE(refusal("segments: [bigg]").find("did you mean 'big'"), std::string::npos);
  EXPECT_NE(refusal("segments: [fans]").find("asks what accounts do"), std::string::npos);
  EXPECT_NE(refusal("puppets: [{id: p, topic: beuty}]").find("did you mean 'beauty'"), std::string::npos);
  EXPECT_NE(refusal("puppets: [{id: p, topic: beauty, accounts: 9_999}]").find("are left"),
            std::string::npos);
}

}  // namespace
}  // namespace fanfare::fan_economy::algorithm_audit_test
