// Rosters that mirror, stances that win and lose, a simple feed for the old.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/paired.h"

namespace fanfare::fan_economy::inclusion_test {
namespace {

using testing::LiveWorld;
using testing::half;
using testing::told;

std::string market(const std::string& lines, const std::string& keys, int seed = 1) {
  return R"(schema: 1
kind: scenario
name: inclusion
question: Whom does a roster speak for?
run: {until: 40d, tick: 12h, start: 2026-03-02, seed: )" +
         std::to_string(seed) + R"(}
population: {accounts: 1_000, scale: 100, authors: 10%, graph: {mean_follows: 10}}
attributes:
  - {id: origin, levels: [most, few], shares: [70%, 30%]}
  - {id: issue, levels: [for, neither, against], shares: [50%, 30%, 20%]}
segments: [{id: of_most, where: origin == most}, {id: of_few, where: origin == few}]
creators: [{id: koc, kind: koc, select: {followers: [100, 100_000]}}]
platforms: [{id: app, feed: {preset: douyin}}]
purchase: {need_days: 15, start: fresh}
brands: [{id: aurora, topic: beauty, price: 20 CNY, rate: 0.02, awareness: 60%}]
campaigns:
  - {id: faces, brand: aurora, budget: 30_000 CNY, least_spendable: 0, flight: [2d, 8d],
     lines: [)" +
         lines + "]}\ninclusion: {attribute: origin, opinion: issue, in_favour: [for], against: [against]" +
         (keys.empty() ? "" : ", " + keys) + "}\n";
}
std::string line(const std::string& segment, const std::string& share) {
  return "{hire: {kind: koc, segment: " + segment + ", by: random}, contract: flat, share: " + share + "}";
}
const std::string kOneKind = line("of_most", "70%") + ", " + line("of_most", "30%");
const std::string kMirrored = line("of_most", "70%") + ", " + line("of_few", "30%");

// The second less the first, in each seed, at the end: an interval for each measure.
struct Arm {
  std::string lines, keys;
};
std::vector<Interval> differences(const Arm& from, const Arm& to, const std::vector<std::string>& measures,
                                  std::uint32_t ticks) {
  std::vector<std::vector<double>> values(measures.size());
  for (int seed = 1; seed <= 4; ++seed) {
    LiveWorld a(market(from.lines, from.keys, seed)), b(market(to.lines, to.keys, seed));
    a.step(ticks), b.step(ticks);
    for (std::size_t m = 0; m < measures.size(); ++m)
      values[m].push_back(b.recorded(measures[m])[0] - a.recorded(measures[m])[0]);
    EXPECT_EQ(b.economy().breach(), "");
  }
  std::vector<Interval> intervals;
  for (const auto& of : values) intervals.push_back(t_interval(of));
  return intervals;
}

TEST(InclusionFacts, a_mirrored_roster_widens_trust_at_equal_cost) {
  const auto wide =
      differences({kOneKind, ""}, {kMirrored, ""}, {"roster_trust", "roster_mirrored", "spend"}, 18);
  EXPECT_GT(wide[0].low, 0) << wide[0].mean;
  EXPECT_GT(wide[1].low, 0.2) << wide[1].mean;
  EXPECT_LT(std::fabs(wide[2].mean), 6'000) << "of 30,000 CNY";
  // Where heads are counted, what the few gain the many lose, and more.
  const auto counted = differences({kOneKind, "enough: 50"}, {kMirrored, "enough: 50"}, {"roster_trust"}, 6);
  EXPECT_LT(counted[0].high, 0) << counted[0].mean;
}

TEST(Inclusion, a_reader_believes_a_roster_with_its_like) {
  LiveWorld world(market(kOneKind, "mirror: 1"));
  world.step(12);
  PostScore post;
  post.brand = 0, post.campaign = 0;
  double most = 0, few = 0;
  for (std::uint32_t a = 0; a < 200; ++a)
    (world->accounts.attribute.row(AccountId(a))[0] == 0 ? most : few) =
        world->factors.believed(*world, AccountId(a), post);
  EXPECT_NEAR(most, 1 + 1 / 1.1, 1e-9);
  EXPECT_EQ(few, 1);
  post.campaign = kNoCampaign;
  EXPECT_EQ(world->factors.believed(*world, AccountId(0), post), 1) << "customers' own posts";
}

const std::string kSays = "heard: 1, stances: [{id: say, brand: aurora, at: 4d}]";

// Shares of those who know the brand: of deeds, acting · for and acting · against; of words, all against.
TEST(InclusionFacts, a_stance_wins_and_loses_by_shares_and_sincerity) {
  std::vector<double> won, lost, washed;
  for (int seed = 1; seed <= 4; ++seed) {
    LiveWorld sincere(market(kOneKind, kSays + ", history: [{brand: aurora, deeds: 1e3}], acting: 1", seed)),
        hollow(market(kOneKind, kSays + ", acting: 1", seed));
    sincere.step(12), hollow.step(12);
    const double aware = sincere.recorded("awareness")[0] * 1'000 * 100;
    won.push_back(sincere.recorded("stance_gained")[0] / aware);
    lost.push_back(sincere.recorded("stance_lost")[0] / aware);
    washed.push_back(hollow.recorded("stance_lost")[0] / (hollow.recorded("awareness")[0] * 1'000 * 100));
    EXPECT_EQ(hollow.recorded("stance_gained")[0], 0) << "no deed stands behind it";
  }
  const Interval gain = t_interval(won), loss = t_interval(lost), hollow = t_interval(washed);
  EXPECT_NEAR(gain.mean, 0.5, 0.03 + half(gain));
  EXPECT_NEAR(loss.mean, 0.2, 0.03 + half(loss));
  EXPECT_NEAR(hollow.mean, 0.2 + 0.5 * 0.5, 0.04 + half(hollow));
}

TEST(InclusionFacts, sincerity_decides_what_a_stance_does_to_sales) {
  const Arm none{kOneKind, ""}, words{kOneKind, kSays},
      deeds{kOneKind, kSays + ", history: [{brand: aurora, deeds: 1e3}]"};
  const Interval hollow = differences(none, words, {"sales"}, 50)[0],
                 sincere = differences(words, deeds, {"sales"}, 50)[0];
  EXPECT_LT(hollow.high, 0) << told(hollow);
  EXPECT_GT(sincere.low, 0) << told(sincere);
}

// Slips that annoy much drive people off; items that are left out shorten sessions.
TEST(InclusionFacts, a_simple_feed_has_fewer_slips_at_a_price_that_may_be_either) {
  const std::string old = "old_share: 1, slips: 0.05, annoyance: ";
  const auto larger = differences({kOneKind, old + "4"},
                                  {kOneKind, old + "4, simple_mode: true, simple_items: 1, simple_slips: 0"},
                                  {"slips", "sessions"}, 12);
  EXPECT_LT(larger[0].high, 0);
  EXPECT_GT(larger[1].low, 0) << told(larger[1]);
  const auto fewer =
      differences({kOneKind, old + "0"}, {kOneKind, old + "0, simple_mode: true, simple_items: 0.02"},
                  {"slips", "time_in_app"}, 12);
  EXPECT_LT(fewer[0].high, 0);
  EXPECT_LT(fewer[1].high, 0) << told(fewer[1]);
}

std::string refusal(const std::string& keys) {
  try {
    LiveWorld world(market(kOneKind, keys));
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "";
}

TEST(Inclusion, refuses_what_is_not_there) {
  const auto says = [](const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << text;
  };
  says(refusal("groups: [50%, 40%]"), "inclusion.groups");
  says(refusal("in_favour_share: 60%, against_share: 60%"), "against_share");
  says(refusal("stances: [{id: say, brand: nobody}]"), "inclusion.stances.say.brand");
  says(refusal("history: [{brand: nobody}]"), "inclusion.history");
  says(refusal("old_people: them"), "inclusion.old_people");
}

}  // namespace
}  // namespace fanfare::fan_economy::inclusion_test
