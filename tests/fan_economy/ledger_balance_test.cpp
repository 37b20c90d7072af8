// Whatever happens in a market, the books balance; and a book that does not is named.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/fan_economy/world_builder.h"

namespace fanfare::fan_economy::ledger_balance_test {
namespace {

using testing::Recipe;
using testing::TestWorld;

double share() { return *rc::gen::inRange(0, 101) / 100.0; }

BrandParameters random_brand(const std::string& id, const Recipe& r) {
  BrandParameters brand;
  brand.id = id;
  brand.topic = r.p.topics[static_cast<std::size_t>(*rc::gen::inRange(0, 2))];
  brand.price = *rc::gen::inRange(1, 200'000);
  brand.margin = share();
  brand.rate = 3 * share();
  brand.awareness = share();
  brand.returns = share();
  brand.stock = *rc::gen::inRange(-1, 2000);
  OfferParameters offer;
  offer.id = "sale";
  offer.discount = 0.9 * share();
  offer.stock = *rc::gen::inRange(-1, 500);
  if (share() < 0.5) brand.offers.push_back(offer);
  return brand;
}

Recipe random_market() {
  Recipe r;
  r.accounts = 300;
  r.seed = *rc::gen::inRange<std::uint32_t>(1, 1000);
  r.p.population.scale = *rc::gen::element(1, 7, 100);
  r.p.population.income = Distribution::lognormal(500, 1.5);
  r.p.brands = {random_brand("aurora", r), random_brand("rival", r)};
  r.p.purchase.platform_take = share();
  r.p.careers.ad_share = 150;
  r.p.relations.wallet_days = *rc::gen::inRange(1, 10);
  r.role("koc", CreatorKind::koc, 0, 10, *rc::gen::inRange<std::uint32_t>(1, 100));
  CampaignParameters& campaign = r.campaign(*rc::gen::inRange(10'000'000, 50'000'000));
  campaign.lines.resize(2);
  campaign.lines[0].contract =
      *rc::gen::element(ContractKind::flat, ContractKind::commission, ContractKind::both);
  campaign.lines[1].contract =
      *rc::gen::element(ContractKind::flat, ContractKind::commission, ContractKind::both);
  campaign.lines[1].commission = share();
  return r;
}

// Everyone clicks on the posts of hired creators.
void click_on_everything(TestWorld& world) {
  for (const ScheduledPost& due : scheduled_now(*world)) {
    PostScore post = world.post(due.account, due.brand, due.campaign);
    PostCounts delta{};
    delta.fill(100);
    for (std::uint32_t a = 0; a < 300; ++a) {
      expose(*world, world.block(), AccountId(a), post, due.contract);
      click(*world, world.block(), AccountId(a), post, due.contract);
    }
    world->measures.count_post(post, delta);
    count_attention(*world, post, delta);
  }
}

RC_GTEST_PROP(Books, balance_in_any_market, ()) {
  TestWorld world(random_market());
  world->p.purchase.order_per_click = 0.5;
  for (int day = 0; day < 15; ++day) {
    world.tick([&] { click_on_everything(world); });
    RC_ASSERT(world.broken() == "");
  }
  Cents income = 0;
  for (const Creator& creator : world->creators) income += creator.income;
  RC_ASSERT(income == world->ledger.balance(world->market.creators));
  RC_ASSERT(income == world.total(RunCell::creator_income));
  RC_ASSERT(world.total(CampaignCell::unspent) + spend(*world, 0) == world->p.campaigns[0].budget);
  for (std::size_t b = 0; b < 2; ++b) {
    RC_ASSERT(world.total(BrandCell::refunds, b) <= world.total(BrandCell::revenue, b));
    RC_ASSERT(world->market.brands[b].stock >= -1);
  }
}

Recipe quiet_market() {
  Recipe r;
  r.brand().rate = 0;
  return r;
}

TEST(Breach, names_the_wallet_below_zero) {
  TestWorld world(quiet_market());
  world->ledger.transfer(world->market.consumers, world->market.outside, (500'000 + 250) * 10);
  world.accounts().wallet[AccountId(7)] = -250;
  world.tick();
  EXPECT_EQ(world.broken(), "1 wallets are below zero, first that of account 7: -2.50");
}

TEST(Breach, tells_the_book_from_the_wallets) {
  TestWorld world(quiet_market());
  world.accounts().wallet[AccountId(7)] += 1;
  world.tick();
  EXPECT_NE(world.broken().find("the consumers' book holds 5000000.00 but their wallets 5000000.10"),
            std::string::npos)
      << world.broken();
}

TEST(Totals, leave_the_warm_up_out_of_what_counts_since) {
  Recipe r = quiet_market();
  r.warmup_ticks = 2;
  TestWorld world(r);
  const std::size_t cell = world->measures.cell(RunCell::sessions);
  for (int day = 0; day < 5; ++day) world.tick([&] { world->measure_tally.add(0, cell, 10); });
  EXPECT_EQ(world->measures[cell], 50);
  EXPECT_EQ(world->measures.since_warmup(cell), 30);
}

}  // namespace
}  // namespace fanfare::fan_economy::ledger_balance_test
