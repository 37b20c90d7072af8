// What feeds do to people: down or up, by what they watch and for how long; and what remedies cost.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/paired.h"

namespace fanfare::fan_economy::welfare_test {
namespace {

using testing::LiveWorld;

std::string world_of(const std::string& welfare, const std::string& feed = "douyin", int seed = 7) {
  return R"(schema: 1
kind: scenario
name: welfare
question: What does it do to people?
run: {until: 6d, tick: 1h, warmup: 1d, start: 2026-03-02, seed: )" +
         std::to_string(seed) + R"(}
population: {accounts: 400, scale: 100, graph: {mean_follows: 20, follower_exponent: 2.3}}
attributes: [{id: sex, levels: [female, male], shares: [50%, 50%]}]
segments: [{id: women, where: sex == female}, {id: rich, where: wallet > 10}]
platforms: [{id: app, feed: {preset: )" +
         feed + R"(}}]
attention: {active_share: 1, items: 150}
publishing: {median_per_day: 1}
)" + (welfare.empty() ? "" : "welfare: {" + welfare + "}\n");
}

struct Felt {
  double time = 0, regard = 0, lowest = 0, regretted = 0, sleep = 0, compared = 0, breaks = 0;
};

Felt felt(const std::string& welfare, const std::string& feed = "douyin", int seed = 7) {
  LiveWorld world(world_of(welfare, feed, seed));
  DatasetRecorder recorder{RunParameters{}};
  world.economy().declare(recorder);
  for (Tick t = 0; t < 6 * 24; ++t) {
    world.step();
    recorder.begin_row(t);
    world.economy().record(recorder, t);
    recorder.end_row();
  }
  const auto last = [&](const char* name) {
    const Variable* variable = recorder.data().variable(name);
    return variable == nullptr ? std::nan("") : variable->data.back();
  };
  return {last("time_in_app"), last("self_regard"), last("self_regard_lowest"), last("regretted_time"),
          last("sleep_lost"),  last("comparisons"), last("breaks_taken")};
}

TEST(WelfareFacts, has_both_signs) {
  const Felt harmed = felt("lifted: 0%"), lifted = felt("lifted: 100%"), mixed = felt("lifted: 50%"),
             none = felt("harm: 0");
  EXPECT_LT(harmed.regard, -0.02);
  EXPECT_NEAR(lifted.regard, -harmed.regard, 0.01) << "the same posts, the other way";
  EXPECT_LT(std::abs(mixed.regard), 0.3 * lifted.regard);
  EXPECT_LT(harmed.lowest, 1.3 * harmed.regard) << "the susceptible are moved more";
  EXPECT_EQ(none.regard, 0);
  EXPECT_EQ(none.time, harmed.time) << "engagement and welfare part";
}

TEST(Welfare, moves_those_who_are_susceptible) {
  const auto of_women = [](const std::string& keys) {
    LiveWorld world(world_of(keys));
    world.step(96);
    return world.recorded("self_regard").back();
  };
  EXPECT_LT(of_women("lifted: 0%, susceptible: [{segment: women, times: 3}]"), 1.5 * of_women("lifted: 0%"));
}

// Pairs of worlds that differ in one key alone.
template <class Of>
Interval difference(const std::string& a, const std::string& b, const Of& of,
                    const std::string& feed = "douyin") {
  return testing::over_seeds(
      [&](int seed) { return of(felt(b, feed, seed)) / of(felt(a, "douyin", seed)) - 1; }, 4, 0);
}

TEST(WelfareFacts, breaks_spare_regret_and_cost_time) {
  const auto time = difference("", "break_after: 3, heeded: 50%", [](const Felt& f) { return f.time; });
  EXPECT_LT(time.high, 0) << "a remedy has its price";
  EXPECT_GT(time.low, -0.6);
  const Felt without = felt("harm: 0"), with = felt("break_after: 3, heeded: 50%");
  EXPECT_LT(with.regretted, 0.9 * without.regretted);
  EXPECT_LT(with.sleep, without.sleep);
  EXPECT_GT(with.breaks, 0);
  EXPECT_EQ(felt("break_after: 3, heeded: 0%").time, without.time) << "unheeded";
}

TEST(WelfareFacts, other_remedies_do_what_they_say) {
  const Felt edited = felt("lifted: 0%"), bare = felt("lifted: 0%, unfiltered: [app]"),
             labelled = felt("lifted: 0%, labels: 100%, label_effect: 0.5"),
             adding = felt("lifted: 0%, labels: 100%, label_effect: -0.5"), sleepless = felt("asleep: 100%"),
             awake = felt("asleep: 0%");
  EXPECT_GT(edited.compared, 1000);
  EXPECT_EQ(bare.compared, 0);
  EXPECT_EQ(bare.regard, 0);
  EXPECT_LT(bare.time, edited.time) << "what editing adds to a post keeps people";
  EXPECT_NEAR(labelled.regard, 0.5 * edited.regard, 0.15 * std::abs(edited.regard));
  EXPECT_NEAR(adding.regard, 1.5 * edited.regard, 0.15 * std::abs(edited.regard)) << "contested";
  EXPECT_GT(sleepless.sleep, 0);
  EXPECT_EQ(awake.sleep, 0);
}

TEST(WelfareFacts, who_feels_worse_may_come_less) {
  const Felt stays = felt("lifted: 0%, harm: 0.02"), avoids = felt("lifted: 0%, harm: 0.02, avoidance: 2");
  EXPECT_LT(avoids.time, 0.9 * stays.time);
  EXPECT_GT(avoids.regard, stays.regard);
}

TEST(Welfare, refuses_what_is_not_there) {
  const auto said = [](const std::string& keys) -> std::string {
    try {
      LiveWorld world(world_of(keys));
    } catch (const ScenarioError& error) {
      return error.what();
    }
    return "";
  };
  const std::string all =
      said("unfiltered: [bereal], polished_topics: [chess], susceptible: [{segment: boys}, {segment: rich}]");
  for (const char* part :
       {"no platform 'bereal'", "no topic 'chess'", "no segment 'boys'", "not known of an account"})
    EXPECT_NE(all.find(part), std::string::npos) << part << "\n" << all;
  EXPECT_NE(said("lifted: 120%"), "");
}

}  // namespace
}  // namespace fanfare::fan_economy::welfare_test
