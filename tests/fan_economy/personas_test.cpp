// Personas and the staff that talks to them: for whom a talk pays, and whom too many offend.
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "models/fan_economy/keys/words.h"
#include "models/fan_economy/measure/kpis.h"
#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/on_ranks.h"
#include "tests/fan_economy/paired.h"
#include "tests/fan_economy/refused.h"

namespace fanfare::fan_economy::personas_test {
namespace {

using testing::LiveWorld;
using testing::told;
using testing::Outcome;
using testing::run_on;

// People click often on what creators of a campaign show, and seldom buy at once.
std::string market(const std::string& personas, int seed = 7, const std::string& price = "400 CNY",
                   const std::string& accounts = "1_100") {
  return R"(schema: 1
kind: scenario
name: personas
question: Whom should a brand talk to?
run: {until: 12d, tick: 4h, start: 2026-03-02, seed: )" +
         std::to_string(seed) + R"(}
population: {accounts: )" +
         accounts + R"(, scale: 10, income: 20_000, graph: {mean_follows: 10}}
creators:
  - {id: koc, kind: koc, select: {followers: [150, 10_000]}}
platforms: [{id: app, feed: {preset: douyin}}]
attention: {click: {rate: 10%}}
brands:
  - {id: aurora, topic: beauty, rate: 0.002, awareness: 60%, returns: 0, price: )" +
         price + R"(}
campaigns:
  - {id: launch, brand: aurora, budget: 60_000 CNY, least_spendable: 0, flight: [0d, 8d], lines: [{hire: {by: random}, posts: 4, contract: flat}]}
)" + personas;
}

const std::string kNone = "personas: {hesitant_at: 1}\n";
std::string service(const std::string& more = "") {
  return "personas: {hesitant_at: 1, services: [{id: desk, brand: aurora, staff: 4, talks: 60, wage: 300 "
         "CNY" +
         more + "}]}\n";
}

double count(LiveWorld& world, const char* name) {
  return static_cast<double>(world->measures[world->measures.named(name)]);
}
double contribution(const World& world) {
  for (const Kpi& kpi : brand_kpis())
    if (kpi.name == "contribution") return kpi.value(world, 0);
  return -1;
}

TEST(PersonasFacts, service_pays_where_the_margin_is_high_and_not_for_cheap_goods) {
  std::array<double, 4> orders{}, dear{}, cheap{};
  for (std::size_t run = 0; run < 4; ++run) {
    const int seed = 3 + static_cast<int>(run);
    LiveWorld without(market(kNone, seed)), with(market(service(), seed));
    LiveWorld cheap_without(market(kNone, seed, "10 CNY")), cheap_with(market(service(), seed, "10 CNY"));
    for (LiveWorld* world : {&without, &with, &cheap_without, &cheap_with}) world->step(72);
    ASSERT_EQ(with.economy().breach(), "");
    EXPECT_GT(count(with, "service_talks"), 50);
    EXPECT_EQ(count(with, "service_cost"), 12 * 4 * 30'000);
    orders[run] = with.total(BrandCell::orders) - without.total(BrandCell::orders);
    dear[run] = contribution(*with) - contribution(*without);
    cheap[run] = contribution(*cheap_with) - contribution(*cheap_without);
  }
  EXPECT_GT(t_interval(orders).low, 0) << told(t_interval(orders));
  EXPECT_GT(t_interval(dear).low, 0) << told(t_interval(dear));
  EXPECT_LT(t_interval(cheap).high, 0) << told(t_interval(cheap));
}

TEST(PersonasFacts, being_followed_too_closely_offends_some) {
  const auto offended = [](const std::string& patience) {
    LiveWorld world(
        market("personas: {hesitant_at: 1, patience: " + patience +
               ", services: [{id: desk, brand: aurora, to: [new, hesitant], staff: 40, talks: 300}]}\n"));
    world.step(72);
    return std::array{count(world, "service_offended"), count(world, "service_talks"),
                      static_cast<double>(world->measures[world->measures.attitude(0)])};
  };
  const auto soon = offended("0.5"), late = offended("1000");
  EXPECT_GT(soon[0], 0.3 * 1'100 * 0.5);
  EXPECT_LT(soon[0], 1'100) << "not all";
  EXPECT_LT(late[0], 0.1 * soon[0]);
  EXPECT_LT(soon[1], late[1]) << "who was offended is left alone";
  EXPECT_LT(soon[2], late[2]) << "and thinks worse of the brand";
}

TEST(Personas, follow_from_what_people_did) {
  LiveWorld world(market(R"(segments:
  - {id: ditherers, where: persona(aurora) == hesitant, measured: true}
personas: {hesitant_at: 1, lapsed_after: 20}
)"));
  world.step(72);
  std::array<std::int64_t, 7> found{};
  for (std::uint32_t a = 0; a < world->part.accounts; ++a) {
    const std::uint8_t persona = world->accounts.persona.row(AccountId(a))[0];
    ++found[persona];
    const BrandBond& bond = world->accounts.bond.row(AccountId(a))[0];
    const bool bought = (bond.stage & BrandBond::kBought) != 0;
    if (persona == 5) {
      EXPECT_TRUE(bought) << a;
    }
    if (persona == 1) {
      EXPECT_FALSE(bought) << a;
    }
  }
  EXPECT_GT(found[1], 0);
  EXPECT_GT(found[2], 0);
  EXPECT_GT(found[5], 0);
  EXPECT_GT(world->segments.totals[world->segments.cells.size(0)], 0) << "segments ask for it";
}

TEST(Personas, service_is_exact_over_threads_and_ranks) {
  const std::string text = market(service(", to: [new, hesitant, lapsed]"), 7, "90 CNY", "2_100");
  const Outcome alone = run_on(text, 1, 1);
  EXPECT_EQ(alone, run_on(text, 1, 3));
  EXPECT_EQ(alone, run_on(text, 3, 1));
}

TEST(Personas, staff_never_talks_more_than_it_can) {
  LiveWorld world(market(service(", to: [new, hesitant, lapsed]")));
  for (int day = 1; day <= 5; ++day) {
    world.step(6);
    EXPECT_LE(count(world, "service_talks"), day * 24) << "accounts of ten people each";
  }
  EXPECT_GT(count(world, "service_talks"), 4 * 24);
}

TEST(Personas, refuse_what_cannot_be) {
  const auto says = [](const std::string& personas, const std::string& what) {
    testing::expect_refused(market(personas), what);
  };
  says(service(", to: [none]"), "no persona to talk to");
  says("personas: {services: [{id: desk, brand: nobody}]}\n", "no brand 'nobody'");
  says("personas: {services: [{id: desk, brand: aurora, staff: 1, talks: 5}]}\n", "reach nobody");
  says("segments: [{id: x, where: persona(aurora) == loyal, measured: true}]\n", "personas: {}");
}

}  // namespace
}  // namespace fanfare::fan_economy::personas_test
