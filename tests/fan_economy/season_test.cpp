// Sales: people wait for them, stock up, and buy less afterwards.
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/on_ranks.h"
#include "tests/fan_economy/paired.h"

namespace fanfare::fan_economy::season_test {
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

TEST(SeasonFacts, sale_pulls_orders_forward_and_leaves_a_dip) {
  LiveWorld without(market("")), with(market(kSale + "}\n"));
  const Orders none = orders_of(without), sale = orders_of(with);
  EXPECT_LT(sale.before, 0.95 * none.before) << "nobody waited";
  EXPECT_GT(sale.during, 1.5 * none.during);
  EXPECT_LT(sale.after, 0.97 * none.after) << "need is as it was";
  EXPECT_GT(with->measures[with->measures.named("sale_orders")], 0);
  EXPECT_GT(with->measures[with->measures.named("sale_discount")], 0);
  EXPECT_EQ(with.economy().breach(), "");
}

TEST(SeasonFacts, dip_is_of_need_and_not_of_the_rule) {
  LiveWorld without(market("")), with(market(kSale + ", waiting: 0}\n"));
  const Orders none = orders_of(without), sale = orders_of(with);
  EXPECT_EQ(sale.before, none.before) << "those who do not wait buy as ever";
  EXPECT_LT(sale.after, 0.97 * none.after);
}

TEST(SeasonFacts, sale_of_one_brand_takes_from_the_other) {
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

double counted(LiveWorld& world, const char* name) {
  return static_cast<double>(world->measures[world->measures.named(name)]);
}

// Who trusts the promise buys before the sale, and who asks for it is paid to the cent.
TEST(SeasonFacts, promised_prices_leave_less_to_wait_for) {
  const std::string promise = ", promise: 15, promise_claimed: ";
  LiveWorld none(market(kSale + "}\n")), asked(market(kSale + promise + "1}\n")),
      unasked(market(kSale + promise + "0}\n"));
  const double waited = orders_of(none).before, bought = orders_of(asked).before;
  EXPECT_GT(bought, 1.05 * waited);
  EXPECT_EQ(orders_of(unasked).before, bought) << "nothing is paid before the sale";
  const double claims = counted(asked, "promise_claims"), paid = counted(asked, "promise_refunds");
  EXPECT_GT(claims, 0.6 * bought) << "of fifteen days, less what is sent back";
  EXPECT_EQ(paid, claims * 10 * 0.3 * static_cast<double>(asked->market.brands[0].price));
  EXPECT_EQ(counted(none, "promise_claims") + counted(unasked, "promise_claims"), 0);
  EXPECT_EQ(asked.economy().breach(), "");
}

TEST(Season, payday_moves_orders_within_the_month) {
  const std::string calm =
      "season: {festivals: [], payday: 10, payday_share: 1, payday_half: 3, payday_lift: ";
  const auto orders = [&](const char* lift) {
    LiveWorld world(market(calm + lift + "}\n"));
    world.step(18);  // to 10 April
    const double start = world.total(BrandCell::orders);
    world.step(8);
    const double after = world.total(BrandCell::orders);
    world.step(52);  // to 10 May
    const double end = world.total(BrandCell::orders);
    return std::array{after - start, end - start};
  };
  const auto flat = orders("0"), lifted = orders("1");
  EXPECT_GT(lifted[0], 1.2 * flat[0]) << "in the first four days";
  EXPECT_NEAR(lifted[1], flat[1], 0.06 * flat[1]) << "in the month";
}

TEST(SeasonFacts, holidays_add_orders_or_take_them) {
  const auto orders = [](const char* lift) {
    LiveWorld world(
        market(std::string("season: {festivals: [], holidays: [labour_day], holiday_lift: ") + lift + "}\n"));
    world.step(60);
    const double before = world.total(BrandCell::orders);
    world.step(10);
    return std::array{before, world.total(BrandCell::orders) - before};
  };
  const auto none = orders("0"), bought = orders("0.5"), travelled = orders("-0.5");
  EXPECT_EQ(none[0], bought[0]) << "before May nothing moves";
  EXPECT_GT(bought[1], 1.2 * none[1]);
  EXPECT_LT(travelled[1], 0.8 * none[1]);
}

const std::string kPackets =
    "season: {festivals: [], red_packets: [{id: luck, brand: aurora, from: 2d, lasts: "
    "3d, pot: 20_000 CNY, share: 20%, thanks: 0.1}]}\n";

TEST(Season, red_packets_are_never_more_than_there_are) {
  LiveWorld without(market("")), with(market(kPackets));
  for (int day = 0; day < 8; ++day) {
    with.step(2), without.step(2);
    EXPECT_EQ(with.economy().breach(), "");
    EXPECT_LE(counted(with, "season_packets"), 600);
  }
  EXPECT_GT(counted(with, "season_packets"), 500);
  EXPECT_GT(counted(with, "season_packet_money"), 0.5 * 2'000'000);
  EXPECT_LE(counted(with, "season_packet_money"), 2'000'000);
  EXPECT_GT(with->measures[with->measures.attitude(0)], without->measures[without->measures.attitude(0)]);
}

TEST(Season, promises_and_packets_are_exact_over_threads_and_ranks) {
  const std::string text = market(
      "season: {festivals: [], promise: 10, sales: [{id: may, from: 3d, lasts: 2d}], "
      "red_packets: [{id: luck, brand: rival, from: 1d, lasts: 2d}]}\n");
  const std::string brief = std::string(text).replace(text.find("until: 60d"), 10, "until: 6d");
  const testing::Outcome alone = testing::run_on(brief, 1, 1);
  EXPECT_EQ(alone, testing::run_on(brief, 1, 3));
  EXPECT_EQ(alone, testing::run_on(brief, 3, 1));
  const testing::CheckpointFolder folder;
  testing::run_on(brief, 1, 1, folder.path(), 5);
  EXPECT_EQ(alone, testing::run_on(brief, 2, 1, folder.path()));
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
  EXPECT_THROW(LiveWorld(market("season: {holidays: [easter]}\n")), ScenarioError);
  EXPECT_THROW(LiveWorld(market("season: {red_packets: [{id: x, brand: nobody}]}\n")), ScenarioError);
  EXPECT_THROW(LiveWorld(market("season: {red_packets: [{id: x, brand: aurora, pot: 1 CNY}]}\n")),
               ScenarioError);
}

}  // namespace
}  // namespace fanfare::fan_economy::season_test
