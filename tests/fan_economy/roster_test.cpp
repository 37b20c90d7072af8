// Creators with names: the world holds what their cards say, plans hire them, and cards that can't be held
// are refused with all their mistakes at once.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <string>

#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/people/selector.h"
#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/refused.h"
#include "tests/fan_economy/on_ranks.h"

namespace fanfare::fan_economy::roster_test {
namespace {

using testing::LiveWorld;

std::string market(const std::string& roster, const std::string& hire = "names: [Lena, Tao]",
                   const std::string& accounts = "2_100") {
  return R"(schema: 1
kind: scenario
name: roster
question: Whom does a plan hire by name?
run: {until: 6d, tick: 8h, start: 2026-03-02, seed: 5}
population:
  accounts: )" +
         accounts + R"(
  scale: 100
  authors: 5%
  graph: {kind: chung_lu, mean_follows: 20, follower_exponent: 2.3, reciprocity: 20%}
attributes:
  - {id: sex, levels: [women, men], shares: [50%, 50%]}
segments:
  - {id: women, where: sex == women}
creators: [{id: koc, kind: koc, select: {followers: [2_000, 1_000_000]}}]
platforms: [{id: app, feed: {preset: douyin}}]
attention: {items: {dist: lognormal, median: 20, sigma: 0.8}}
brands: [{id: aurora, topic: beauty, price: 129 CNY, rate: 0.01, returns: 10%}]
campaigns:
  - {id: launch, brand: aurora, budget: 60_000 CNY, least_spendable: 0, flight: [1d, 5d], lines: [{hire: {)" +
         hire + "}}]}\n" + roster;
}

const std::string kLena =
    "{name: Lena, followers: 60_000, engagement: 8%, video: 9_000 CNY, image: 4_000 CNY, niche: food, "
    "audience: [women 80%]}";
const std::string kTao = "{name: Tao, followers: 3_000, engagement: 1%, video: 700 CNY, niche: sport}";
const std::string kTwo = "roster: {creators: [" + kLena + ", " + kTao + "]}\n";

TEST(Roster, world_holds_what_its_cards_say) {
  LiveWorld world(market(kTwo));
  ASSERT_EQ(world->named.size(), 2U);
  const AccountId lena(world->named[0].account), tao(world->named[1].account);
  EXPECT_EQ(world->people(world->followers[lena.value]), 60'000);
  EXPECT_EQ(world->people(world->followers[tao.value]), 3'000);
  const InSegment women(*world, "women");
  std::uint32_t following = 0, of_women = 0;
  for (std::uint32_t a = 0; a < world->part.accounts; ++a) {
    const bool is = world->graph.is_following(AccountId(a), lena);
    following += is ? 1U : 0U;
    of_women += is && women.holds(AccountId(a)) ? 1U : 0U;
  }
  EXPECT_EQ(following, 600U);
  EXPECT_EQ(of_women, 480U);
  const Creator& creator = world->creators[world->creator_index(lena)];
  EXPECT_NEAR(engagement_rate(*world, creator.engagements, creator.impressions), 0.08, 0.001);
  EXPECT_EQ(world->p.topics[strongest(creator.niche)], "food");
  EXPECT_LT(world.recorded("roster_misfit").at(0), 0.02);
  EXPECT_NEAR(world.recorded("roster_price").at(0), 9'000, 0.02);
}

TEST(Roster, plans_hire_by_name_at_the_price_of_the_card) {
  for (const bool pictures : {false, true}) {
    LiveWorld world(market(kTwo.substr(0, kTwo.size() - 2) + (pictures ? ", pictures: [launch]}\n" : "}\n")));
    world.step(4);
    ASSERT_EQ(world->market.contracts.size(), 2U);
    Cents dearest = 0;
    for (const Contract& contract : world->market.contracts) dearest = std::max(dearest, contract.fee);
    // Followers of the first day move the price a little.
    EXPECT_NEAR(static_cast<double>(dearest), pictures ? 400'000 : 900'000, pictures ? 20'000 : 45'000);
    world.step(15);
    EXPECT_EQ(world.economy().breach(), "");
  }
}

TEST(Roster, past_returns_are_those_of_the_run) {
  const auto returned = [](const std::string& rate) {
    LiveWorld world(market(
        "purchase: {returns_by_satisfaction: 1}\nroster: {creators: [{name: Lena, followers: 100_000, video: "
        "1_000 CNY, returns: " +
            rate + "}]}\n",
        "names: [Lena]"));
    const auto check = [&](double more) {
      TradedOrder order;
      order.contract = 0;
      order.expectation = static_cast<std::int8_t>(more);
      world->at.ordered(*world, order);
      return order.expectation;
    };
    world.step(6);
    return check(0);
  };
  EXPECT_GT(returned("18%"), returned("2%")) << "who promises more gets more back";
}

// Of what comes of each, all that can be held against what the campaign's own measures say of both.
TEST(Roster, records_what_came_of_each_under_its_name) {
  std::string text = market(kTwo + "fakes: {bots: 0, buyers: 100%, pods: 0, farms: 0}\nleft_out: {units: 3}\n");
  const auto instead = [&](const std::string& of, const std::string& put) {
    text.replace(text.find(of), of.size(), put);
  };
  instead("where: sex == women", "where: sex == women, measured: true");
  instead("60_000 CNY", "200_000 CNY");
  instead("lines: [{", "lines: [{posts: 8, ");
  LiveWorld world(text);
  world.step(17);
  DatasetRecorder recorder{RunParameters{}};
  world.economy().declare(recorder);
  recorder.begin_row(17);
  world.economy().record(recorder, 17);
  recorder.end_row();
  world.economy().finish(recorder, 17);
  const auto of = [&](const char* name) { return recorder.data().variable(name)->data; };
  const auto reach = of("roster_reach"), alone = of("roster_alone"), overlap = of("roster_overlap");
  const auto sum = [&](const char* name) { return of(name).at(0) + of(name).at(1); };
  ASSERT_GT(reach[0], reach[1]);
  const double both = reach[0] * overlap[1];
  EXPECT_GT(both, 100);
  EXPECT_NEAR(both, reach[1] * overlap[2], 1e-6) << "the same people, seen from either";
  EXPECT_NEAR(alone[0] + both, reach[0], 1e-6);
  EXPECT_NEAR(alone[0] + alone[1] + both, of("reach").at(0), 1e-6) << "all that the campaign reached";
  EXPECT_EQ(sum("roster_impressions"), of("impressions").at(0));
  EXPECT_NEAR(sum("roster_cost"), of("campaign_spend").at(0), 1e-6);
  EXPECT_EQ(sum("roster_orders"), of("last_touch_orders").at(0));
  EXPECT_NEAR(sum("roster_revenue"), of("last_touch_revenue").at(0), 1e-6);
  const auto audience = of("roster_audience");
  EXPECT_GT(audience[0], audience[1] + 0.05) << "four in five of Lena's followers are women";
  EXPECT_LE(audience[0], 1);
  EXPECT_GT(sum("roster_fakes"), 0);
  EXPECT_EQ(of("roster_unit"), (std::vector<double>{1, 2})) << "by what they are paid";
}

// Missing, and not nothing, of whoever is not hired; the same world with the records of those who are.
TEST(Roster, says_nothing_of_what_came_of_those_that_are_not_hired) {
  LiveWorld world(market(kTwo, "names: [Lena]"));
  world.step(14);
  EXPECT_GT(world.recorded("roster_reach").at(0), 0);
  for (const char* name : {"roster_reach", "roster_cost", "roster_posts", "roster_fit", "roster_orders"})
    EXPECT_TRUE(std::isnan(world.recorded(name).at(1))) << name;
  EXPECT_EQ(world.recorded("roster_fakes").size(), 0U);
  EXPECT_EQ(world.recorded("roster_unit").size(), 0U);
}

TEST(Roster, names_what_is_wrong_with_all_of_a_file_at_its_place) {
  const std::string path = ::testing::TempDir() + "fanfare_roster.csv";
  std::ofstream(path) << "name,platform,followers,video,niche,audience\n"
                         "Lena,app,60000,9000 CNY,food,women 80%\n"
                         "Tao,nowhere,3000,,sport,\n"
                         "Mei,app,900000000,500,astrology,men 40%\n"
                         "Lena,app,many,700,,women 80%; women 50%\n";
  try {
    LiveWorld world(market("roster: {file: " + path + "}\n"));
    ADD_FAILURE() << "all of that is taken";
  } catch (const ScenarioError& error) {
    const std::string said = error.what();
    for (const char* what : {"3:5", "'nowhere' is no platform", "3:18", "price is missing", "4:9",
                             "more than this world holds", "4:23", "'astrology' is no topic", "4:33",
                             "'men' is no segment", "5:1:", "there twice", "5:10", "more than 100 %"})
      EXPECT_NE(said.find(what), std::string::npos) << what << "\n" << said;
  }
  std::remove(path.c_str());
}

TEST(Roster, refuses_what_cannot_be) {
  const auto says = [](const std::string& roster, const std::string& what,
                       const std::string& hire = "by: fit") {
    testing::expect_refused(market(roster, hire), what);
  };
  says("roster: {creators: [{name: Lena, followers: 60_000}]}\n", "video");
  says("roster: {creators: [{name: Lena, followers: 160, video: 9 CNY}]}\n",
       "an account stands for 100 people");
  says(kTwo, "no creator of the roster is called 'Lea'", "names: [Lea]");
  says("events: [{id: end, at: 2d, do: drop, target: {names: [Lea]}}]\n" + kTwo, "events.end.target.names");
  says("", "there is no roster", "names: [Lena]");
  says("roster: {creators: [{name: Lena, followers: 200_000, video: 9 CNY, audience: [women 90%]}]}\n",
       "more people than there are");
}

TEST(Roster, is_exact_over_ranks_and_checkpoints) {
  const std::string text = market(kTwo);
  testing::expect_exact(text, 8);
}

}  // namespace
}  // namespace fanfare::fan_economy::roster_test
