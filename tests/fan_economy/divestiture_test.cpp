// A platform that changes hands or closes: engagement falls at once and comes back as data do, faster where
// there are more users; data and ranking apart.
#include <gtest/gtest.h>


#include "fanfare/catalogue.h"
#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/on_ranks.h"
#include "tests/fan_economy/paired.h"

namespace fanfare::fan_economy::divestiture_test {
namespace {

using testing::LiveWorld;
using testing::told;

constexpr std::uint32_t kPerDay = 6;

std::string world_of(const std::string& keys, int seed = 7, const std::string& accounts = "1_000",
                     const std::string& platforms =
                         "  - {id: clips, feed: {preset: tiktok, personalisation: "
                         "{noise: 1.5, half_data: 100}}}\n") {
  return R"(schema: 1
kind: scenario
name: divestiture
question: What is lost?
run: {until: 20d, tick: 4h, start: 2026-03-02, seed: )" +
         std::to_string(seed) + R"(}
population: {accounts: )" +
         accounts + R"(, scale: 100, graph: {mean_follows: 20}}
attention: {interest_weight: 4, appeal_centre: 3.3}
attributes: [{id: country, levels: [here, there], shares: [40%, 60%]}]
segments: [{id: here, where: country == here}]
platforms:
)" + platforms +
         "divestiture: {" + keys + "}\n";
}

// Engagements an impression on the platform, from one day to another.
double rate(LiveWorld& world, std::uint32_t until) {
  const auto cell = [&](const char* name) { return double(world->measures[world->measures.named(name)]); };
  const double engaged = cell("handed_engagements"), shown = cell("handed_impressions");
  world.step(until * kPerDay - world.simulation().tick());
  return (cell("handed_engagements") - engaged) / (cell("handed_impressions") - shown);
}

struct Course {
  double before, at_once, later;
};
Course course(const std::string& keys, int seed, const std::string& accounts = "1_000") {
  LiveWorld world(world_of(keys, seed, accounts));
  world.step(3 * kPerDay);
  const double before = rate(world, 8), at_once = rate(world, 9);
  world.step(6 * kPerDay);
  return {before, at_once, rate(world, 20)};
}

const std::string kNeither = "at: 8d, model_noise: 4, half_model: 1_000_000, ";

// Each run against the whole platform of the same seed, which differs in nothing before the day.
TEST(DivestitureFacts, costs_engagement_at_once_and_less_later) {
  std::array<double, 4> lost{}, made_good{};
  for (int seed = 1; seed <= 4; ++seed) {
    const Course whole = course("at: 8d, keeps_data: true, keeps_algorithm: true", seed),
                 neither = course(kNeither, seed);
    EXPECT_EQ(whole.before, neither.before) << "something was lost before the day";
    const auto at = static_cast<std::size_t>(seed - 1);
    lost[at] = 1 - neither.at_once / whole.at_once;
    made_good[at] = lost[at] - (1 - neither.later / whole.later);
  }
  const Interval at_once = t_interval(lost), back = t_interval(made_good);
  EXPECT_GT(at_once.low, 0.05) << told(at_once);
  EXPECT_GT(back.low, 0) << told(back);
}

double error_on_day(const std::string& keys, std::uint32_t day, const std::string& accounts = "1_000") {
  LiveWorld world(world_of(keys, 7, accounts));
  world.step(day * kPerDay + 1);
  return world->rank_constants.model_noise;
}

TEST(DivestitureFacts, is_made_good_faster_by_more_users) {
  EXPECT_EQ(error_on_day(kNeither, 7), 0);
  EXPECT_EQ(error_on_day(kNeither, 8), 4);
  const double few = error_on_day(kNeither, 14), many = error_on_day(kNeither, 14, "4_000");
  EXPECT_LT(few, 2);
  EXPECT_LT(many, 0.75 * few);
}

TEST(DivestitureFacts, with_data_learns_from_them_and_with_the_ranking_has_no_error) {
  EXPECT_LT(error_on_day(kNeither + "keeps_data: true, rebuild: 1d", 12), 0.8 * error_on_day(kNeither, 12));
  EXPECT_EQ(error_on_day(kNeither + "keeps_algorithm: true", 12), 0);
}

// What is known of each account is forgotten without data, and only then.
TEST(DivestitureFacts, forgets_accounts_without_data_alone) {
  LiveWorld without(world_of(kNeither)), with(world_of(kNeither + "keeps_data: true"));
  EXPECT_EQ(with->forgotten, nullptr);
  ASSERT_NE(without->forgotten, nullptr);
  without.step(8 * kPerDay);
  EXPECT_EQ((*without->forgotten)[AccountId(3)], 0);
  const std::uint16_t known = without->accounts.observed[AccountId(3)];
  without.step(1);
  EXPECT_EQ((*without->forgotten)[AccountId(3)], known);
}

TEST(Divestiture, of_a_closed_platform_leaves_nobody_there) {
  LiveWorld closed(world_of("at: -1, closes: 5d"));
  closed.step(5 * kPerDay);
  const double sessions = closed.total(RunCell::sessions);
  EXPECT_GT(sessions, 1'000);
  closed.step(2 * kPerDay);
  EXPECT_EQ(closed.total(RunCell::sessions), sessions);
}

TEST(Divestiture, for_one_country_sends_its_people_elsewhere) {
  LiveWorld closed(
      world_of("at: -1, closes: 5d, closed_for: here", 7, "1_000",
               "  - {id: clips, feed: {preset: tiktok}}\n  - {id: other, feed: {preset: douyin}}\n"));
  closed.step(6 * kPerDay);
  std::size_t here = 0, there = 0;
  for (std::uint32_t t = 0; t < 2 * kPerDay; ++t) {
    closed.step();
    for (std::uint32_t a = 0; a < closed->part.accounts; ++a) {
      if (closed->opens[AccountId(a)] != 1) continue;
      (closed->accounts.attribute.row(AccountId(a))[0] == 0 ? here : there) += 1;
    }
  }
  EXPECT_EQ(here, 0U);
  EXPECT_GT(there, 200U);
}

TEST(Divestiture, is_exact_on_several_platforms) {
  const std::string text = world_of("platform: other, at: 2d, closes: 4d, closed_for: here", 7, "2_300",
                                    "  - {id: clips, feed: {preset: tiktok}}\n  - {id: other}\n");
  std::string short_run = text;
  short_run.replace(short_run.find("until: 20d"), 10, "until: 5d");
  testing::expect_exact(short_run, 20);
}

TEST(Divestiture, refuses_what_makes_no_sense) {
  const auto says = [](const std::string& keys, const std::string& text) {
    Problems problems;
    load_scenario_text("test", world_of(keys), {}, problems);
    EXPECT_NE(problems.render().find(text), std::string::npos) << text << "\n" << problems.render();
  };
  says("opens: 9d, closes: 9d", "closes before it opens");
  says("at: 9d, closes: 5d", "changes hands when it is closed");
  EXPECT_THROW(LiveWorld(world_of("platform: nowhere")), ScenarioError);
  EXPECT_THROW(LiveWorld(world_of("closes: 5d, closed_for: nobody")), ScenarioError);
}

}  // namespace
}  // namespace fanfare::fan_economy::divestiture_test
