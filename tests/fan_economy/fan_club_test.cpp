// Fan clubs: what moves one, what they do for an idol, and where their money goes.
#include <gtest/gtest.h>

#include <string>

#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/on_ranks.h"
#include "tests/fan_economy/paired.h"
#include "tests/fan_economy/refused.h"

namespace fanfare::fan_economy::fan_club_test {
namespace {

using testing::LiveWorld;
using testing::over_seeds;
using testing::run_on;
using testing::told;

// One idol whom most follow; half of its followers love it.
std::string idol(const std::string& club, const std::string& more = "", int seed = 1,
                 const std::string& accounts = "600", const std::string& fans = "50%") {
  const std::string mechanism =
      club == "none" ? ""
                     : "fan_club: {clubs: 1, fans: " + fans + ", select: {by: followers}, " + club + "}\n";
  return R"(schema: 1
kind: scenario
name: idol
question: What moves a club?
run: {until: 40d, tick: 4h, start: 2026-03-02, seed: )" +
         std::to_string(seed) + R"(}
population: {accounts: )" +
         accounts + R"(, scale: 100, graph: {kind: chung_lu, mean_follows: 15, follower_exponent: 2.0}}
creators: [{id: star, kind: kol, select: {followers: [500, 1_000_000], by: followers, top: 1}}]
platforms: [{id: app, feed: {preset: douyin}}]
brands: [{id: aurora, topic: beauty, price: 60 CNY, awareness: 60%, equity: 0.2}]
)" + mechanism +
         more;
}

double now(LiveWorld& world, const char* name) { return world.recorded(name).back(); }
double count(LiveWorld& world, const char* name) {
  return static_cast<double>(world->measures[world->measures.named(name)]);
}

// Of the club, those who followed a call of three days when most did.
Interval most_in(const std::string& keys, const std::string& more = "") {
  return over_seeds(
      [&](int seed) {
        std::string text = idol("calls: [{id: rise, days: [1d, 4d], " + keys, more, seed, "1_500", "100%");
        text.replace(text.find("preset: douyin"), 14, "preset: douyin, length: 2");  // nobody need see much
        LiveWorld world(text);
        world.step(24);
        EXPECT_GT(now(world, "club_members"), 25'000) << "so that a twentieth is a dozen or more";
        return now(world, "club_most_in");
      },
      3);
}

TEST(FanClubFacts, winning_the_core_moves_it_at_middling_collectivism_alone) {
  const auto at = [](const char* collectivism, const char* won) {
    return most_in("win_core: " + std::string(won) + "}], collectivism: " + collectivism);
  };
  const Interval low = at("0.1", "0"), low_won = at("0.1", "1");
  const Interval middling = at("0.5", "0"), middling_won = at("0.5", "1");
  const Interval high = at("2", "0");
  EXPECT_LT(low_won.mean, low.mean + 0.15) << told(low_won) << " does nothing at low";
  EXPECT_LT(middling.high, 0.3) << told(middling);
  EXPECT_GT(middling_won.low, 0.7) << told(middling_won);
  EXPECT_GT(high.low, 0.7) << told(high) << " tips by itself";
}

TEST(FanClubFacts, bans_of_rankings_and_of_pooled_funds_cut_it) {
  const std::string law = "regulation: {rules: [], bans: [rankings, pooled_funds]}\n";
  const Interval ruled = most_in("}], collectivism: 2", law);
  EXPECT_LT(ruled.high, 0.3) << told(ruled) << ": nobody sees what the others do";
  const std::string fund = "calls: [{id: rise, do: fund, days: [1d, 3d], chance: 1}], collectivism: 1.2";
  LiveWorld free(idol(fund)), banned(idol(fund, law));
  free.step(20), banned.step(20);
  EXPECT_GT(count(free, "club_raised"), 0);
  EXPECT_EQ(count(banned, "club_raised"), 0);
}

// The labour of members: what it is shown to grows, as the feed counts likes.
TEST(FanClubFacts, boosting_feeds_the_ranking) {
  const Interval more = over_seeds([](int seed) {
    LiveWorld quiet(idol("calls: []", "", seed, "600", "100%"));
    LiveWorld loud(idol("collectivism: 2", "", seed, "600", "100%"));
    quiet.step(30), loud.step(30);
    EXPECT_GT(count(loud, "club_boosts"), 0);
    EXPECT_EQ(count(quiet, "club_boosts"), 0);
    return static_cast<double>(loud->creators[0].impressions) / quiet->creators[0].impressions;
  });
  EXPECT_GT(more.low, 1) << told(more);
}

// A scandal in the middle of a campaign with the idol.
const std::string kScandal = R"(campaigns:
  - {id: face, brand: aurora, budget: 90_000 CNY, least_spendable: 0, flight: [0d, 12d], lines: [{hire: {by: followers}, posts: 4, contract: flat}]}
events: [{id: fall, at: 3d, do: scandal, severity: 0.8, target: {by: followers, top: 1}}]
)";

TEST(FanClubFacts, loyal_fans_defend_in_a_scandal) {
  double defences = 0, attacks = 0;
  const auto kept = [&](const std::string& club, int seed) {
    LiveWorld world(idol(club, kScandal, seed));
    world.step(18);
    const double before = world->followers[world->creators[0].account];
    world.step(18);
    if (club != "none") defences += count(world, "club_defences"), attacks += count(world, "club_attacks");
    return world->followers[world->creators[0].account] / before;
  };
  const Interval followers = over_seeds(
      [&](int seed) { return kept("collectivism: 2, calls: [], anti_fans: 5%", seed) - kept("none", seed); });
  EXPECT_GT(followers.low, 0) << told(followers) << ": who loves it stays";
  EXPECT_GT(defences, 0);
  EXPECT_GT(attacks, 0) << "of those who hate it";
}

// A few per cent of the followers of a creator love it after a month, as clubs need.
TEST(FanClubFacts, there_are_fans_after_a_month) {
  LiveWorld world(R"(schema: 1
kind: scenario
name: fans
question: Are there fans?
run: {until: 30d, tick: 12h, start: 2026-03-02, seed: 3}
population: {accounts: 1_000, scale: 100, graph: {kind: chung_lu, mean_follows: 15, follower_exponent: 2.3}}
creators: [{id: star, kind: kol, select: {followers: [1_000, 1_000_000]}}]
platforms: [{id: app, feed: {preset: douyin}}]
fan_club: {}
)");
  world.step(60);
  double fans = 0, followers = 0;
  for (std::uint32_t a = 0; a < world->part.accounts; ++a)
    for (const FandomSlot& slot : world->accounts.fandom.row(AccountId(a)))
      fans += !slot.empty() && slot.level() >= 0.3 * FandomSlot::kMaxLevel ? 1 : 0;
  for (const Creator& creator : world->creators) followers += world->followers[creator.account];
  EXPECT_GT(fans / followers, 0.01) << fans << " of " << followers;
  EXPECT_GT(now(world, "club_members"), 1'000);
}

TEST(FanClub, treasury_loses_not_a_cent_but_to_its_keeper) {
  const auto funded = [](const std::string& more) {
    return idol("collectivism: 1.2, " + more +
                ", calls: [{id: birthday, do: fund, days: [1d, 3d], amount: 10 CNY, chance: 1}]");
  };
  LiveWorld honest(funded("fraud: 0, audit: 0")), stolen(funded("fraud: 1, taken: 30%, audit: 0")),
      found(funded("fraud: 1, audit: 1, audit_cost: 50 CNY, leave: 1"));
  for (LiveWorld* world : {&honest, &stolen, &found})
    for (int tick = 0; tick < 30; ++tick) {
      world->step();
      ASSERT_EQ(world->economy().breach(), "") << tick;
    }
  const double raised = count(honest, "club_raised");
  EXPECT_GT(raised, 0);
  EXPECT_EQ(count(honest, "club_given"), raised);
  EXPECT_EQ(count(honest, "club_embezzled"), 0);
  EXPECT_EQ(count(stolen, "club_given") + count(stolen, "club_embezzled"), raised);
  EXPECT_NEAR(count(stolen, "club_embezzled"), 0.3 * raised, 1);
  EXPECT_EQ(count(found, "club_given"), raised - 5'000) << "what was taken came back, less the audit";
  EXPECT_LT(now(found, "club_members"), 0.3 * now(honest, "club_members"))
      << "who was betrayed leaves; some come back";
  EXPECT_GT(honest->creators[0].income, stolen->creators[0].income);
}

TEST(FanClub, buys_together_gives_and_is_paid_for) {
  LiveWorld world(
      idol("collectivism: 1.2, calls: [{id: album, do: buy, brand: aurora, days: [1d, 4d], "
           "win_core: 1, core_cost: 30 CNY}, {id: rose, do: gift, days: [1d, 3d], amount: 5 CNY}]"));
  LiveWorld none(idol("calls: []"));
  world.step(30), none.step(30);
  EXPECT_EQ(world.economy().breach(), "");
  EXPECT_GT(count(world, "club_orders"), 10);
  EXPECT_GT(world.total(BrandCell::orders),
            none.total(BrandCell::orders) + 0.8 * count(world, "club_orders"));
  EXPECT_GT(count(world, "club_given"), 0);
  ASSERT_EQ(world->market.costs.size(), 1U);
  const std::int64_t paid = world->measures[world->market.costs[0].cell];
  EXPECT_GT(paid, 0);
  EXPECT_EQ(paid % (30'00 * 100), 0) << "so many of the core at 30 CNY, a hundred people each";
}

TEST(FanClub, limits_on_gifts_hold_for_it) {
  const std::string give =
      "collectivism: 1.2, calls: [{id: rose, do: gift, days: [1d, 9d], amount: 5 CNY, "
      "chance: 1}]";
  LiveWorld free(idol(give)), capped(idol(give, "regulation: {rules: [], gifts_a_month: 10 CNY}\n"));
  free.step(54), capped.step(54);
  EXPECT_LE(count(capped, "club_given"), 600 * 100 * 10'00);
  EXPECT_LT(count(capped, "club_given"), 0.5 * count(free, "club_given"));
}

TEST(FanClub, is_exact_over_threads_and_ranks_and_a_checkpoint) {
  std::string text = idol(
      "collectivism: 1.2, anti_fans: 5%, fraud: 1, audit: 50%, invite: 20%, calls: [{id: up, win_core: 50%, "
      "days: [1d, 3d]}, "
      "{id: buy, do: buy, brand: aurora, days: [1d, 3d]}, {id: fund, do: fund, days: [1d, 3d]}, "
      "{id: gift, do: gift, days: [0d, 3d]}]",
      kScandal, 7, "2_300");
  text.replace(text.find("until: 40d"), 10, "until: 5d");
  const auto alone = run_on(text, 1, 1);
  EXPECT_EQ(alone, run_on(text, 3, 2));
  const testing::CheckpointFolder folder;
  run_on(text, 1, 1, folder.path(), 9);
  EXPECT_EQ(alone, run_on(text, 2, 1, folder.path())) << "after a checkpoint";
}

TEST(FanClub, refuses_what_cannot_be) {
  const auto says = [](const std::string& club, const std::string& what) {
    testing::expect_refused(idol(club), what);
  };
  says("calls: [{id: x, days: [3d, 3d]}]", "ends before it begins");
  says("calls: [{id: x, do: buy}]", "names no brand");
  says("calls: [{id: x, do: buy, brand: nobody}]", "no brand 'nobody'");
  says("calls: [{id: x, core_cost: 5 CNY, days: [1d, 2d]}]", "nobody pays it");
  says("calls: [{id: x, win_core: 50%}]", "not known before its second day");
  says("calls: [{id: x, do: gift, amount: 0 CNY}]", "nothing is given");
  says("calls: [{id: x, brand: aurora}]", "buys nothing of it");
}

}  // namespace
}  // namespace fanfare::fan_economy::fan_club_test
