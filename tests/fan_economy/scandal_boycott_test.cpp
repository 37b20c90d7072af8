// A scandal and its sponsors: who loses, who gains, what an apology and a drop do, what comes back.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>

#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/on_ranks.h"
#include "tests/fan_economy/paired.h"
#include "tests/fan_economy/refused.h"

namespace fanfare::fan_economy::scandal_boycott_test {
namespace {

using testing::LiveWorld;
using testing::over_seeds;
using testing::run_on;
using testing::told;

// One idol, and two brands of different trades: it is the only face of `core`, and one of many of `side`. A
// rival of the first sells the same. The scandal breaks on day 6.
std::string fall(const std::string& boycott, int seed, double severity = 0.9, const std::string& more = "",
                 const std::string& accounts = "800") {
  return R"(schema: 1
kind: scenario
name: fall
question: What does an idol's fall cost?
run: {until: 60d, tick: 6h, start: 2026-03-02, seed: )" +
         std::to_string(seed) + R"(}
population: {accounts: )" +
         accounts +
         R"(, scale: 100, income: 20_000, graph: {kind: chung_lu, mean_follows: 15, follower_exponent: 2.0}}
creators:
  - {id: star, kind: kol, select: {by: followers, top: 1}}
  - {id: koc, kind: koc, select: {followers: [1_500, 1_000_000]}}
platforms: [{id: app, feed: {preset: douyin, length: 8}}]
purchase: {need_days: 15}
brands:
  - {id: core, topic: beauty, price: 20 CNY, rate: 0.04, awareness: 80%}
  - {id: rival, topic: beauty, price: 20 CNY, rate: 0.04, awareness: 80%}
  - {id: side, topic: food, price: 20 CNY, rate: 0.04, awareness: 80%}
campaigns:
  - {id: face, brand: core, budget: 90_000 CNY, least_spendable: 0, flight: [0d, 30d], lines: [{hire: {kind: kol}, posts: 8, contract: flat}]}
  - {id: faces, brand: side, budget: 90_000 CNY, least_spendable: 0, flight: [0d, 30d], lines: [{id: star, hire: {kind: kol}, posts: 4, contract: flat, share: 50%}, {id: many, hire: {kind: koc, by: followers}, posts: 4, contract: flat, share: 50%}]}
events: [{id: news, at: 6d, do: scandal, severity: )" +
         std::to_string(severity) + R"(, target: {kind: kol, by: followers, top: 1}}]
)" + (boycott == "off" ? "" : "scandal_boycott: {known: 60%, news: 50%, " + boycott + "}\n") +
         more;
}

constexpr std::size_t kCore = 0, kRival = 1, kSide = 2;
const char* const kKeeps = "cases: [{event: news, kind: crime}]";
const char* const kDropsAtOnce = "cases: [{event: news, kind: crime, drop_after: 0d}]";
const char* const kDropsLate = "cases: [{event: news, kind: crime, drop_after: 8d}]";

struct Sold {
  std::array<double, 3> soon{}, later{};  // orders in three weeks from the scandal; in two weeks after
};
Sold sold(const std::string& text) {
  LiveWorld world(text);
  const auto all = [&] {
    return std::array{world.total(BrandCell::orders, 0), world.total(BrandCell::orders, 1),
                      world.total(BrandCell::orders, 2)};
  };
  world.step(24);
  const auto before = all();
  world.step(84);
  const auto middle = all();
  world.step(60);
  const auto end = all();
  EXPECT_EQ(world.economy().breach(), "");
  Sold of;
  for (std::size_t b = 0; b < 3; ++b) of.soon[b] = middle[b] - before[b], of.later[b] = end[b] - middle[b];
  return of;
}

// Lost of what would have been sold without a scandal.
double lost(const std::array<double, 3>& without, const std::array<double, 3>& with, std::size_t brand) {
  return 1 - with[brand] / without[brand];
}

TEST(ScandalBoycottFacts, core_sponsors_lose_twice_and_rivals_gain_and_part_comes_back) {
  std::array<double, 4> core{}, side{}, rival{}, later{};
  for (std::size_t i = 0; i < core.size(); ++i) {
    const int seed = static_cast<int>(i) + 1;
    const Sold none = sold(fall(kKeeps, seed, 0)),
               fell = sold(fall(std::string("memory: 15d, ") + kKeeps, seed));
    core[i] = lost(none.soon, fell.soon, kCore);
    side[i] = lost(none.soon, fell.soon, kSide);
    rival[i] = -lost(none.soon, fell.soon, kRival);
    later[i] = core[i] - lost(none.later, fell.later, kCore);
  }
  const Interval of_core = t_interval(core), of_side = t_interval(side);
  EXPECT_GT(of_core.low, 0.05) << told(of_core);
  EXPECT_GT(of_core.mean, 1.4 * of_side.mean) << told(of_core) << " and " << told(of_side);
  EXPECT_LT(of_core.mean, 4 * std::max(0.02, of_side.mean)) << told(of_core) << " and " << told(of_side);
  EXPECT_GT(t_interval(rival).low, 0) << told(t_interval(rival));
  EXPECT_GT(t_interval(later).mean, 0) << told(t_interval(later)) << " comes back";
  RecordProperty("core", told(of_core));
  RecordProperty("side", told(of_side));
}

double begun(const std::string& keys, int seed, std::size_t brand = kCore, double severity = 0.9,
             const std::string& more = "") {
  LiveWorld world(fall(keys, seed, severity, more));
  world.step(24 + 44);
  return world.recorded("boycotts_begun")[brand];
}

TEST(ScandalBoycottFacts, early_drop_costs_next_to_nothing) {
  const Interval kept = over_seeds([](int seed) { return begun(kKeeps, seed); });
  const Interval soon = over_seeds([](int seed) { return begun(kDropsAtOnce, seed); });
  const Interval late = over_seeds([](int seed) { return begun(kDropsLate, seed); });
  EXPECT_GT(kept.low, 500) << told(kept) << " people of 80,000";
  EXPECT_LT(soon.high, 0.05 * kept.mean) << told(soon);
  EXPECT_GT(late.mean, 0.7 * kept.mean) << told(late) << ": by then all who hear of it have heard";
}

TEST(ScandalBoycottFacts, apology_helps_in_time_and_not_if_it_is_none) {
  const auto after = [](const std::string& how) {
    return over_seeds([&](int seed) { return begun("cases: [{event: news, kind: crime" + how + "}]", seed); },
                      3);
  };
  const double none = after("").mean, soon = after(", apology_after: 0d").mean,
               late = after(", apology_after: 5d").mean,
               false_one = after(", apology_after: 0d, sincere: false").mean;
  EXPECT_LT(soon, 0.7 * none);
  EXPECT_GT(late, soon);
  EXPECT_GT(false_one, 1.1 * none);
}

// Fans talk it away, or make it worse: contested, and both can be had.
TEST(ScandalBoycottFacts, fans_defend_and_punish_who_drops_for_nothing) {
  const std::string club = "fan_club: {clubs: 1, fans: 50%, collectivism: 1.5, calls: []}\n";
  const auto with = [&](const std::string& keys, double severity = 0.9) {
    return over_seeds([&](int seed) { return begun(keys, seed, kCore, severity, club); }, 3).mean;
  };
  const std::string keeps = std::string(", ") + kKeeps;
  const double silent = with("defence: 0" + keeps), heard = with("defence: 1" + keeps),
               loud = with("defence: -1" + keeps);
  EXPECT_LT(heard, 0.85 * silent);
  EXPECT_GT(loud, 1.1 * silent);
  const auto punished = [&](double severity) {
    LiveWorld world(
        fall("fans_punish: 1, cases: [{event: news, kind: love, drop_after: 1d}]", 2, severity, club));
    world.step(24 + 20);
    return world.recorded("drop_punished")[kCore];
  };
  EXPECT_GT(punished(0.3), 500) << "it was nothing";
}

TEST(ScandalBoycottFacts, groups_take_it_harder) {
  const std::string stance =
      "attributes: [{id: stance, levels: [proud, other], shares: [40%, 60%]}]\n"
      "segments: [{id: the_proud, where: stance == proud}]\n";
  const auto all = [&](const char* times) {
    return begun(std::string("groups: [{segment: the_proud, times: ") + times +
                     "}], cases: [{event: news, kind: words}]",
                 3, kCore, 0.5, stance);
  };
  EXPECT_GT(all("4"), 1.3 * all("1"));
  EXPECT_LT(all("0"), 0.8 * all("1"));
}

TEST(ScandalBoycott, scar_does_not_heal) {
  const auto stain = [](const char* scar) {
    LiveWorld world(fall(std::string("scar: ") + scar, 1, 0.9, "careers: {scandal_half_life: 2}\n"));
    world.step(24 + 40);
    return static_cast<double>(world->creators[world->market.scandals.at(0).creator].stain);
  };
  EXPECT_LT(stain("0%"), 0.03);
  EXPECT_NEAR(stain("50%"), 0.5 * 0.6 * 0.9, 0.01);
}

// Without a scandal nobody has anything to boycott; without the mechanism nobody can.
TEST(ScandalBoycott, does_nothing_without_a_scandal) {
  LiveWorld off(fall("off", 1, 0)), on(fall(kKeeps, 1, 0));
  off.step(60), on.step(60);
  for (std::size_t b = 0; b < 3; ++b)
    EXPECT_EQ(off.total(BrandCell::orders, b), on.total(BrandCell::orders, b)) << b;
}

TEST(ScandalBoycott, is_exact_over_threads_and_ranks_and_a_checkpoint) {
  std::string text = fall(
      "fans_punish: 1, cases: [{event: news, kind: crime, drop_after: 1d, drop_by: [side], apology_after: "
      "1d}]",
      5, 0.9, "fan_club: {fans: 30%, collectivism: 1.5}\n", "2_300");
  text.replace(text.find("at: 6d"), 6, "at: 1d");
  text.replace(text.find("until: 60d"), 10, "until: 5d");
  const auto alone = run_on(text, 1, 1);
  EXPECT_EQ(alone, run_on(text, 3, 2));
  const testing::CheckpointFolder folder;
  run_on(text, 1, 1, folder.path(), 9);
  EXPECT_EQ(alone, run_on(text, 2, 1, folder.path())) << "after a checkpoint";
}

TEST(ScandalBoycott, refuses_what_cannot_be) {
  const auto says = [](const std::string& keys, const std::string& what) {
    testing::expect_refused(fall(keys, 1), what);
  };
  says("cases: [{event: olds}]", "no event 'olds'");
  says("cases: [{event: news}, {event: news}]", "has a case already");
  says("cases: [{event: news, drop_by: [core]}]", "nobody does");
  says("cases: [{event: news, drop_after: 1d, drop_by: [nobody]}]", "no brand 'nobody'");
  says("groups: [{segment: nobody}]", "no segment 'nobody'");
}

}  // namespace
}  // namespace fanfare::fan_economy::scandal_boycott_test
