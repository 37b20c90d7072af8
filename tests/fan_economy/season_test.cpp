// Sales: people wait for them, stock up, and buy less afterwards.
#include <gtest/gtest.h>

#include "tests/fan_economy/live_world.h"

namespace fanfare::fan_economy {
namespace {

using testing::LiveWorld;

std::string market(const std::string& more) {
  return R"(schema: 1
kind: scenario
name: season
question: What does a sale move?
run: {until: 60d, tick: 12h, start: 2026-04-01, seed: 11}
population: {accounts: 3_000, scale: 10, graph: {mean_follows: 5}}
purchase: {need_days: 15, start: stationary}
brands:
  - {id: aurora, topic: beauty, rate: 0.05, awareness: 80%}
  - {id: rival, topic: beauty, rate: 0.05, awareness: 80%}
)" + more;
}

struct Orders {
  double before, during, after;  // the week before, three days of it, two weeks after
};

Orders orders_of(LiveWorld& world, std::size_t brand = 0) {
  const auto until = [&](int day) {
    world.step(static_cast<std::uint32_t>(2 * day) - world.simulation().tick());
    return world.total(BrandCell::orders, brand);
  };
  const double a = until(13), b = until(20), c = until(23), d = until(37);
  return {b - a, c - b, d - c};
}

const std::string kSale = "season: {festivals: [], sales: [{id: may, from: 20d, lasts: 3d, discount: 30%}]";

TEST(Season, sale_pulls_orders_forward_and_leaves_a_dip) {
  LiveWorld without(market("")), with(market(kSale + "}\n"));
  const Orders none = orders_of(without), sale = orders_of(with);
  EXPECT_LT(sale.before, 0.95 * none.before) << "nobody waited";
  EXPECT_GT(sale.during, 1.5 * none.during);
  EXPECT_LT(sale.after, 0.97 * none.after) << "need is as it was";
  EXPECT_GT(with->measures[with->measures.named("sale_orders")], 0);
  EXPECT_GT(with->measures[with->measures.named("sale_discount")], 0);
  EXPECT_EQ(with.economy().breach(), "");
}

TEST(Season, dip_is_of_need_and_not_of_the_rule) {
  LiveWorld without(market("")), with(market(kSale + ", waiting: 0}\n"));
  const Orders none = orders_of(without), sale = orders_of(with);
  EXPECT_EQ(sale.before, none.before) << "those who do not wait buy as ever";
  EXPECT_LT(sale.after, 0.97 * none.after);
}

TEST(Season, sale_of_one_brand_takes_from_the_other) {
  LiveWorld without(market("")), with(market("season: {festivals: [], waiting: 0, sales: [{id: may, from: "
                                             "20d, lasts: 3d, discount: 30%, brands: [aurora]}]}\n"));
  const Orders none = orders_of(without, 1), sale = orders_of(with, 1);
  EXPECT_LT(sale.during, none.during);
}

// A newcomer's launch of two days, on the same days whatever the others do: three known brands may sell below
// their list price, and may have creators tell of it.
std::string launch(int seed, bool sale, bool posts) {
  std::string text = R"(schema: 1
kind: scenario
name: launch
question: What does noise cost?
run: {until: 7d, tick: 4h, start: 2026-05-04, seed: )" +
                     std::to_string(seed) + R"(}
population: {accounts: 1_200, scale: 300, authors: 0.33%, graph: {mean_follows: 20}}
creators: [{id: koc, kind: koc, select: {followers: [6_000, 1_000_000]}}]
platforms: [{id: app, feed: {preset: douyin}}]
purchase: {need_days: 15}
brands:
  - {id: aurora, topic: beauty, price: 125 CNY, usual_price: 125 CNY, rate: 0.01, awareness: 10%}
)";
  for (const char* rival : {"one", "two", "three"})
    text += std::string("  - {id: ") + rival +
            ", topic: beauty, price: 125 CNY, usual_price: 125 CNY, rate: 0.01, awareness: 70%}\n";
  const auto campaign = [](const std::string& brand, const char* budget) {
    return "  - {id: of_" + brand + ", brand: " + brand + ", budget: " + budget +
           " CNY, least_spendable: 0, flight: [3d, 5d], "
           "lines: [{hire: {by: fit}, posts: 2, contract: flat}]}\n";
  };
  text += "campaigns:\n" + campaign("aurora", "100_000");
  for (const char* rival : {"one", "two", "three"})
    if (posts) text += campaign(rival, "300_000");
  return text + "season: {festivals: [], waiting: 0, sales: [" +
         (sale ? "{id: may, from: 3d, lasts: 2d, discount: 25%, brands: [one, two, three]}" : "") + "]}\n";
}

struct Launch {
  double impressions = 0, sales = 0, spent = 0;  // of two worlds
  double per_thousand() const { return spent / impressions; }
};
Launch launched(bool sale, bool posts) {
  Launch all;
  for (int seed = 1; seed <= 2; ++seed) {
    LiveWorld world(launch(seed, sale, posts));
    world.step(42);
    EXPECT_EQ(world.economy().breach(), "");
    const Measures& m = world->measures;
    all.impressions += static_cast<double>(m[m.cell(CampaignCell::impressions, 0)]);
    all.spent += static_cast<double>(m[m.cell(CampaignCell::fees, 0)]);
    all.sales += world.total(BrandCell::orders, 0);
  }
  return all;
}

// Nothing says so: creators' posts for others take the readers' time, and what others sell for less their
// orders.
TEST(SeasonFacts, launch_in_the_noise_costs_more) {
  const Launch quiet = launched(false, false), sale = launched(true, false), noise = launched(true, true);
  EXPECT_GT(noise.per_thousand(), 1.5 * quiet.per_thousand())
      << noise.impressions << " and " << quiet.impressions;
  EXPECT_NEAR(sale.per_thousand(), quiet.per_thousand(), 0.05 * quiet.per_thousand())
      << "a discount takes no place";
  EXPECT_LT(sale.sales, 0.97 * quiet.sales) << "it takes orders";
  RecordProperty("per_thousand", std::to_string(noise.per_thousand() / quiet.per_thousand()));
  RecordProperty("sales", std::to_string(sale.sales / quiet.sales));
}

TEST(Season, festivals_fall_on_their_dates) {
  LiveWorld world(market("season: {festivals: ['618', double11]}\n"));
  ASSERT_EQ(world->market.offers.size(), 4U);
  EXPECT_EQ(world->market.offers[0].from_day, 76);   // 1 April to 16 June
  EXPECT_EQ(world->market.offers[2].from_day, 223);  // to 10 November
}

TEST(Season, names_what_is_not_there) {
  EXPECT_THROW(LiveWorld(market("season: {festivals: [easter]}\n")), ScenarioError);
  EXPECT_THROW(LiveWorld(market("season: {sales: [{id: x, from: 3d, brands: [nobody]}]}\n")), ScenarioError);
}

}  // namespace
}  // namespace fanfare::fan_economy
