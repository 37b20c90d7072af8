// A brand from elsewhere: what misfit costs, what local voices and a partner take of it, and what has to be
// understood before it is bought.
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/paired.h"
#include "tests/fan_economy/refused.h"

namespace fanfare::fan_economy::localisation_test {
namespace {

using testing::LiveWorld;
using testing::over_seeds;
using testing::told;

std::string abroad(const std::string& more, int seed = 7, const std::string& rate = "0.002") {
  return R"(schema: 1
kind: scenario
name: localisation
question: Does it fit?
run: {until: 16d, tick: 4h, start: 2026-03-02, seed: )" +
         std::to_string(seed) + R"(}
population: {accounts: 1_100, scale: 10, income: 20_000, graph: {mean_follows: 10}}
attributes: [{id: tongue, levels: [ours, theirs], shares: [50%, 50%]}]
creators:
  - {id: koc, kind: koc, select: {followers: [150, 10_000]}}
platforms: [{id: app, feed: {preset: douyin}}]
attention: {click: {rate: 10%}}
brands:
  - {id: aurora, topic: beauty, awareness: 30%, returns: 0, price: 100 CNY, rate: )" +
         rate + R"(}
campaigns:
  - {id: launch, brand: aurora, budget: 60_000 CNY, least_spendable: 0, flight: [0d, 8d], lines: [{hire: {by: random}, posts: 4, contract: flat}]}
)" + more;
}
std::string foreign(const std::string& keys) { return "localisation: {" + keys + "}\n"; }

double counted(LiveWorld& world, const char* name) {
  return static_cast<double>(world->measures[world->measures.named(name)]);
}

// Five days of pairs of worlds: what the other gains or loses of values.
template <class... Of>
std::array<Interval, sizeof...(Of)> differences(const std::string& one, const std::string& other,
                                                const Of&... of) {
  std::array<std::vector<double>, sizeof...(Of)> values;
  for (int seed = 1; seed <= 4; ++seed) {
    LiveWorld a(abroad(foreign(one), seed)), b(abroad(foreign(other), seed));
    a.step(30), b.step(30);
    EXPECT_EQ(b.economy().breach(), "");
    const std::array<double, sizeof...(Of)> gains{of(b) - of(a)...};
    for (std::size_t i = 0; i < gains.size(); ++i) values[i].push_back(gains[i]);
  }
  std::array<Interval, sizeof...(Of)> intervals;
  for (std::size_t i = 0; i < intervals.size(); ++i) intervals[i] = t_interval(values[i]);
  return intervals;
}
const auto clicks = [](LiveWorld& world) { return world.recorded("misfit_click_rate")[0]; };
const auto misfit = [](LiveWorld& world) { return world.recorded("misfit")[0]; };
const auto attitude = [](LiveWorld& world) {
  return static_cast<double>(world->measures[world->measures.attitude(0)]) / kAttitudeUnit;
};

TEST(LocalisationFacts, misfit_lowers_credibility_and_clicks) {
  const auto [clicked, fonder] =
      differences("misfit: 0, local_kinds: []", "misfit: 80%, local_kinds: []", clicks, attitude);
  EXPECT_LT(clicked.high, 0) << told(clicked);
  EXPECT_LT(fonder.high, 0) << told(fonder);
}

TEST(LocalisationFacts, origin_is_admired_or_resented) {
  const auto [fonder] = differences("misfit: 0, origin: -0.5", "misfit: 0, origin: 0.5", attitude);
  EXPECT_GT(fonder.low, 0) << told(fonder);
}

TEST(LocalisationFacts, local_koc_lowers_misfit) {
  const std::string none = "misfit: 80%, local_kinds: []";
  const auto [fits, clicked] = differences(none, "misfit: 80%, familiarity: 0", misfit, clicks);
  EXPECT_LT(fits.high, -0.4) << told(fits);
  EXPECT_GT(clicked.low, 0) << told(clicked);
  // Beside its own voice: its readers come to know the brand.
  const auto [later, known] = differences(none, "misfit: 80%, local_voice: 0", misfit, [](LiveWorld& world) {
    return world.recorded("brand_familiarity")[0];
  });
  EXPECT_LT(later.high, 0) << told(later);
  EXPECT_GT(known.low, 0) << told(known);
}

TEST(Localisation, partner_adapts_for_a_fee) {
  const std::string none = "misfit: 80%, local_kinds: []";
  LiveWorld without(abroad(foreign(none))),
      with(abroad(foreign(none + ", partner: [0d, 6d], partner_fee: 1_000 CNY, partner_half: 1d")));
  without.step(40), with.step(40);
  EXPECT_LT(misfit(with), 0.9 * misfit(without));
  EXPECT_EQ(counted(with, "partner_cost"), 6 * 100'000);
}

TEST(Localisation, levels_differ) {
  const auto all = [](const std::string& levels) {
    LiveWorld world(
        abroad(foreign("local_kinds: [], familiarity: 0, attribute: tongue, by_level: [" + levels + "]")));
    world.step(30);
    return misfit(world);
  };
  EXPECT_EQ(all("{level: ours, misfit: 0}, {level: theirs, misfit: 0}"), 0);
  const double half = all("{level: ours, misfit: 0}, {level: theirs, misfit: 100%}");
  EXPECT_GT(half, 0.3);
  EXPECT_LT(half, 0.7);
}

// Day by which half of all was there.
double half_day(const std::vector<double>& all) {
  std::size_t day = 0;
  while (day < all.size() && all[day] < all.back() / 2) ++day;
  return static_cast<double>(day);
}

TEST(LocalisationFacts, education_raises_understanding_before_sales) {
  const auto later = over_seeds([&](int seed) {
    const std::string fresh = "misfit: 0, new_categories: [{topic: beauty, known: 5%}]";
    LiveWorld without(abroad(foreign(fresh), seed, "0.03")),
        with(abroad(foreign(fresh + ", teaching: [launch]"), seed, "0.03"));
    std::vector<double> understood, orders;
    for (int day = 0; day < 16; ++day) {
      without.step(6), with.step(6);
      understood.push_back(counted(with, "category_understood"));
      orders.push_back(with.total(BrandCell::orders) - without.total(BrandCell::orders));
    }
    EXPECT_EQ(counted(without, "category_understood"), 0);
    EXPECT_GT(orders.back(), 0);
    return half_day(orders) - half_day(understood);
  });
  EXPECT_GT(later.low, 0) << told(later) << " days";
}

TEST(Localisation, refuses_what_cannot_be) {
  const auto says = [](const std::string& more, const std::string& what) {
    testing::expect_refused(abroad(more), what);
  };
  says(foreign("brand: nobody"), "no brand 'nobody'");
  says(foreign("attribute: height"), "height");
  says(foreign("attribute: tongue, by_level: [{level: mine}]"), "no level of attributes.tongue");
  says(foreign("by_level: [{level: ours}]"), "there is no attribute");
  says(foreign("local_kinds: [neighbour]"), "no kind of creator");
  says(foreign("teaching: [launch]"), "nothing is to be taught");
  says(foreign("new_categories: [{topic: beauty}], teaching: [lunch]"), "did you mean 'launch'");
  says(foreign("new_categories: [{topic: beauty}]") + "search: {new_categories: [{topic: beauty}]}\n",
       "already");
}

}  // namespace
}  // namespace fanfare::fan_economy::localisation_test
