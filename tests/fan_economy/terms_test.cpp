// Orders and contracts keep the terms of the day they were made; the books say what a brand is left with.
#include <gtest/gtest.h>

#include <cmath>

#include "models/fan_economy/hiring/hiring.h"
#include "models/fan_economy/measure/kpis.h"
#include "tests/fan_economy/world_builder.h"

namespace fanfare::fan_economy::terms_test {
namespace {

using testing::live;
using testing::Recipe;
using testing::TestWorld;

constexpr std::uint32_t kPrice = 10'000;

// One brand that nobody buys by itself; what is delivered comes back as `returns` says.
Recipe shop_of(double returns) {
  Recipe r;
  r.accounts = 1000;
  BrandParameters& brand = r.brand();
  brand.rate = 0;
  brand.returns = returns;
  r.p.purchase.delivery_days = r.p.purchase.return_days = 1;
  r.p.purchase.start = MarketStart::fresh;
  r.p.purchase.platform_take = 0.05;
  r.p.careers.stop_rate = 0;
  r.p.relations.wallet_days = 100'000;
  return r;
}

Recipe with_koc(double returns, double commission, Cents budget = 1'000'000) {
  Recipe r = shop_of(returns);
  r.role("koc", CreatorKind::koc, 10, 60, 20);
  LineParameters line;
  line.hire.kind = KindFilter::koc;
  line.contract = ContractKind::commission;
  line.commission = commission;
  line.most = 1;
  r.campaign(budget).lines = {line};
  return r;
}

void buy(TestWorld& world, std::uint32_t first, std::uint32_t count, std::uint32_t contract = kNobody) {
  world.tick([&] {
    for (std::uint32_t a = first; a < first + count; ++a) world.buy(a, kPrice, contract);
  });
  EXPECT_EQ(world.broken(), "");
}

Cents balance(TestWorld& world, BookId book) { return world->ledger.balance(book); }
BookId brand_book(TestWorld& world) { return BookId(world->market.brands[0].book); }

double kpi(TestWorld& world, std::string_view name) {
  for (const Kpi& k : brand_kpis())
    if (k.name == name) return k.value(*world, 0);
  ADD_FAILURE() << "no KPI " << name;
  return 0;
}

void set_price(TestWorld& world, Cents price, double margin) {
  world->p.brands[0].price = price;
  world->p.brands[0].margin = margin;
  refresh_brands(*world);
}

TEST(Terms, of_a_contract_hold_when_the_product_becomes_dearer) {
  Recipe r = with_koc(0, 0, 2'000'000);
  r.p.campaigns[0].lines[0].contract = ContractKind::flat;
  r.p.campaigns[0].lines[0].most = 0;
  TestWorld world(r);
  live(world, 2);
  ASSERT_GT(world->market.contracts.size(), 10U);
  set_price(world, 100 * kPrice, 0.1);
  for (int day = 0; day < 12; ++day) {
    world.tick();
    ASSERT_EQ(world.broken(), "") << day;
  }
  EXPECT_EQ(world.total(CampaignCell::product), 4000 * world.total(CampaignCell::contracts));
}

TEST(Terms, of_an_order_hold_when_it_comes_back_at_another_price_margin_and_take) {
  TestWorld world(shop_of(1));
  const Cents brand = balance(world, brand_book(world)), platform = balance(world, world->market.platform);
  buy(world, 100, 10);
  EXPECT_EQ(balance(world, world->market.platform) - platform, 50'000);
  EXPECT_EQ(balance(world, brand_book(world)) - brand, 1'000'000 - 400'000 - 50'000);
  set_price(world, kPrice / 3, 0.9);
  world->p.purchase.platform_take = 0.4;
  live(world, 4);
  ASSERT_EQ(world.total(BrandCell::returned), 10);
  EXPECT_EQ(balance(world, brand_book(world)), brand);
  EXPECT_EQ(balance(world, world->market.platform), platform);
  EXPECT_EQ(kpi(world, "contribution"), 0);
}

TEST(Return, puts_the_unit_and_the_need_back) {
  Recipe r = shop_of(1);
  r.p.brands[0].stock = 150;  // fifteen accounts of ten people
  TestWorld world(r);
  world.accounts().category_days.row(AccountId(100))[0] = 40;
  buy(world, 100, 10);
  EXPECT_EQ(world->market.brands[0].stock, 50);
  live(world, 5);
  ASSERT_EQ(world.total(BrandCell::returned), 10);
  EXPECT_EQ(world->market.brands[0].stock, 150);
  EXPECT_NEAR(world.accounts().category_days.row(AccountId(100))[0], 46, 1);
  for (std::uint32_t a = 101; a < 110; ++a) EXPECT_EQ(world.accounts().category_days.row(AccountId(a))[0], 255);
}

TEST(Return, is_rarer_of_what_pleases) {
  std::int64_t returned[2];
  for (const int good : {0, 1}) {
    Recipe r = shop_of(0.4);
    r.p.brands[0].quality = good;
    TestWorld world(r);
    buy(world, 0, 1000);
    live(world, 4);
    returned[good] = world.total(BrandCell::returned);
  }
  EXPECT_NEAR(static_cast<double>(returned[0]), 600, 4 * 16);  // pleased −1: half as many more
  EXPECT_NEAR(static_cast<double>(returned[1]), 200, 4 * 13);
}

TEST(Commission, that_was_cut_comes_back_as_it_was_paid) {
  Recipe r = with_koc(1, 0.5, 30'000);
  r.p.campaigns[0].lines[0].commission_reserve = 0.5;
  TestWorld world(r);
  live(world, 3);
  ASSERT_EQ(world->market.contracts.size(), 1U);
  const Cents brand = balance(world, brand_book(world));
  const Cents escrow = balance(world, BookId(world->market.campaigns[0].book));
  const auto once = [&] { return world.total(CampaignCell::handling) + world.total(CampaignCell::product); };
  const Cents paid = once();
  buy(world, 100, 1, 0);
  ASSERT_GT(world.total(CampaignCell::commission), 0);
  ASSERT_LT(world.total(CampaignCell::commission), 50'000) << "the escrow was too short for half of the price";
  live(world, 4);
  ASSERT_EQ(world.total(BrandCell::returned), 1);
  EXPECT_EQ(world.total(CampaignCell::commission), 0);
  EXPECT_EQ(world->creators[world->market.contracts[0].creator].income, 0);
  EXPECT_EQ(balance(world, brand_book(world)) + balance(world, BookId(world->market.campaigns[0].book)),
            brand + escrow - (once() - paid));
}

// Of what comes back nothing is gained, and nothing is lost for a tick either.
TEST(Commission, comes_back_in_the_tick_of_the_refund) {
  TestWorld world(with_koc(1, 0.2));
  live(world, 2);
  const Cents before = balance(world, world->market.creators);
  const auto once = [&] { return world.total(CampaignCell::handling) + world.total(CampaignCell::product); };
  const double contribution = kpi(world, "contribution") + static_cast<double>(once()) / 100;
  buy(world, 100, 10, 0);
  ASSERT_GT(world.total(CampaignCell::commission), 0);
  for (int day = 0; day < 5 && world.total(BrandCell::returned) == 0; ++day) live(world, 1);
  ASSERT_EQ(world.total(BrandCell::returned), 10);
  EXPECT_EQ(world.total(CampaignCell::commission), 0);
  EXPECT_EQ(balance(world, world->market.creators), before);
  EXPECT_NEAR(kpi(world, "contribution") + static_cast<double>(once()) / 100, contribution, 1e-6);
}

TEST(Commission, is_that_of_the_campaign_whose_post_was_met) {
  Recipe r = with_koc(0, 0.1);
  r.p.creators[0].select.accounts.resize(1);  // both campaigns have one creator to hire
  CampaignParameters second = r.p.campaigns[0];
  second.id = "second";
  second.lines[0].commission = 0.5;
  r.p.campaigns.push_back(second);
  TestWorld world(r);
  live(world, 3);
  ASSERT_EQ(world->market.contracts.size(), 2U);
  ASSERT_EQ(world->market.contracts[0].creator, world->market.contracts[1].creator);
  PostScore post = world.post(10, 0, 0);
  const std::uint32_t first = world.contract_of(post);
  ASSERT_EQ(first, 0U);
  expose(*world, world.block(), AccountId(200), post, first);
  EXPECT_EQ(world.accounts().touch.row(AccountId(200))[0].contract(), 0U);
  buy(world, 200, 1, first);
  EXPECT_EQ(world.total(CampaignCell::commission, 0), 10'000);
  EXPECT_EQ(world.total(CampaignCell::commission, 1), 0);
}

TEST(Contribution, is_what_a_discount_leaves_and_not_the_margin_of_the_list_price) {
  Recipe r = shop_of(0);
  r.p.purchase.platform_take = 0;
  TestWorld world(r);
  world.tick([&] {
    for (std::uint32_t a = 100; a < 110; ++a) world.buy(a, kPrice / 2);  // at half the list price, margin 60 %
  });
  EXPECT_DOUBLE_EQ(kpi(world, "contribution"), 0.2 * kpi(world, "net_revenue"));
}

TEST(Contribution, counts_returns_that_are_still_to_come) {
  Recipe r = with_koc(0.3, 0.2);
  TestWorld world(r);
  live(world, 3);
  buy(world, 100, 500, 0);
  const double before = kpi(world, "contribution"), spent = kpi(world, "spend");
  const auto once = [&] { return world.total(CampaignCell::handling) + world.total(CampaignCell::product); };
  const Cents paid = once();
  ASSERT_EQ(world.total(BrandCell::returned), 0);
  live(world, 5);
  ASSERT_GT(world.total(BrandCell::returned), 50);
  const double later = static_cast<double>(once() - paid) / 100;  // with the creator's first post
  EXPECT_LT(kpi(world, "spend"), spent + later) << "commissions came back";
  EXPECT_NEAR(kpi(world, "contribution"), before - later, 1e-6);
  EXPECT_EQ(world.total(BrandCell::returns_to_come), 0);
}

TEST(Warmup, leaves_no_count_below_zero_when_its_orders_come_back) {
  Recipe r = with_koc(1, 0.2);
  r.warmup_ticks = 6;
  r.p.purchase.return_days = 5;
  TestWorld world(r);
  live(world, 3);
  buy(world, 100, 10, 0);
  live(world, 10);
  ASSERT_EQ(world->creators[world->market.contracts[0].creator].income, 0) << "the commission went back";
  for (const char* name : {"spend", "refunds", "contribution", "product_cost", "platform_take"})
    EXPECT_GE(kpi(world, name), 0) << name;
  EXPECT_GE(world->measures.since_warmup(world->measures.cell(RunCell::creator_income)), 0);
  EXPECT_EQ(kpi(world, "net_revenue"), 0);
}

TEST(Price, moves_the_demand_of_a_brand_alone_in_its_category_by_its_elasticity) {
  Recipe r = shop_of(0);
  r.p.brands[0].rate = 1e-3;
  const auto drive = [&](Cents price) {
    r.p.brands[0].price = price;
    r.p.brands[0].usual_price = 10'000;
    TestWorld world(r);
    return purchase_hazard(*world, AccountId(0), 0);
  };
  const double elasticity = 83 / 32.0;  // of all accounts of these worlds
  EXPECT_NEAR(drive(20'000) / drive(10'000), std::pow(2, -elasticity), 1e-9);
  EXPECT_NEAR(drive(5'000) / drive(10'000), std::pow(2, elasticity), 1e-9);
}

TEST(Price, is_usual_as_it_is_at_the_start_where_nothing_is_said) {
  TestWorld world(shop_of(0));
  EXPECT_EQ(world->market.usual_price[0], 10'000);
  set_price(world, 20'000, 0.6);
  EXPECT_EQ(world->market.usual_price[0], 10'000);
}

TEST(Line, with_no_share_of_the_budget_hires_nobody_even_with_what_is_left) {
  Recipe r = with_koc(0, 0);
  r.role("kol", CreatorKind::kol, 0, 8, 600);
  LineParameters koc = r.p.campaigns[0].lines[0], kol;
  koc.most = 3;
  koc.contract = ContractKind::flat;
  kol.hire.kind = KindFilter::kol;
  kol.share = 0;
  r.p.campaigns[0].lines = {koc, kol};
  TestWorld world(r);
  live(world, 3);
  EXPECT_EQ(world.total(CampaignCell::contracts), 3);
  for (const Contract& contract : world->market.contracts) EXPECT_EQ(contract.line, 0);
}

// --- Awareness ------------------------------------------------------------------------------------------

double aware(TestWorld& world) { return awareness(*world, 0); }

TEST(Awareness, stays_where_it_began_without_a_campaign_and_fades_where_one_raised_it) {
  Recipe r = shop_of(0);
  r.accounts = 8000;
  r.p.brands[0].awareness = 0.2;
  r.p.persuasion.awareness_half_life = 20;
  TestWorld plain(r), raised(r);
  for (std::uint32_t a = 0; a < 8000; ++a)
    raised.accounts().bond.row(AccountId(a))[0].stage = static_cast<std::uint8_t>(Stage::aware);
  live(plain, 40);
  live(raised, 20);
  EXPECT_NEAR(aware(plain), 0.2, 0.02);
  // Both flows pull: with rates λ and λ·a/(1−a) the excess of .8 halves 1/(1−a) times as fast.
  EXPECT_NEAR(aware(raised), 0.2 + 0.8 * std::pow(0.5, 1 / 0.8), 0.02);
}

TEST(Awareness, of_customers_does_not_fade) {
  Recipe r = shop_of(0);
  r.p.persuasion.awareness_half_life = 1;
  r.p.brands[0].awareness = 0;
  TestWorld world(r);
  buy(world, 100, 10);
  live(world, 30);
  EXPECT_NEAR(aware(world) * 1000, 10, 1e-9);
}

}  // namespace
}  // namespace fanfare::fan_economy::terms_test
