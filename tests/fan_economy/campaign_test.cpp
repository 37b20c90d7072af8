// Hiring, escrow, payment, placebo, commissions.
#include <gtest/gtest.h>

#include <set>

#include "models/fan_economy/hiring/hiring.h"
#include "tests/fan_economy/world_builder.h"

namespace fanfare::fan_economy::campaign_test {
namespace {

using testing::live;
using testing::Recipe;
using testing::TestWorld;

LineParameters line_of(KindFilter kind, double share = -1) {
  LineParameters line;
  line.hire.kind = kind;
  line.hire.by = RankBy::fit;
  line.share = share;
  return line;
}

// 8 KOLs with 6,000 followers, 60 KOCs with 200 (people).
Recipe market(std::vector<LineParameters> lines, const std::string& brand = "aurora") {
  Recipe r;
  r.accounts = 1000;
  r.brand().rate = 0;
  r.p.careers.stop_rate = 0;
  r.role("kol", CreatorKind::kol, 0, 8, 600);
  r.role("koc", CreatorKind::koc, 10, 60, 20);
  r.campaign(1'000'000, brand).lines = std::move(lines);
  return r;
}

TEST(Campaign, spends_the_same_through_few_large_or_many_small_creators) {
  TestWorld kol(market({line_of(KindFilter::kol)}));
  TestWorld koc(market({line_of(KindFilter::koc)}));
  TestWorld half(market({line_of(KindFilter::kol, 0.5), line_of(KindFilter::koc, 0.5)}));
  for (TestWorld* world : {&kol, &koc, &half}) {
    live(*world, 12);
    EXPECT_EQ(spend(**world, 0) + world->total(CampaignCell::unspent), 1'000'000);
    EXPECT_GT(spend(**world, 0), 600'000);  // what is left buys no further contract
  }
  EXPECT_GT(koc.total(CampaignCell::contracts), 5 * kol.total(CampaignCell::contracts));
}

TEST(Campaign, leaves_less_than_the_cheapest_contract_unless_everyone_is_hired) {
  TestWorld world(market({line_of(KindFilter::kol, 0.5), line_of(KindFilter::koc, 0.5)}));
  live(world, 12);
  ASSERT_LT(world.total(CampaignCell::contracts), 68);
  Cents cheapest = 1'000'000;
  for (std::uint32_t c = 0; c < world->creators.size(); ++c)
    cheapest =
        std::min(cheapest, contract_cost(*world, world->p.campaigns[0], world->p.campaigns[0].lines[0], c));
  EXPECT_LT(world.total(CampaignCell::unspent), cheapest);
}

TEST(Campaign, pays_the_price_of_the_audience_and_what_goes_with_it) {
  Recipe r = market({line_of(KindFilter::kol)});
  r.p.campaigns[0].lines[0].most = 1;
  TestWorld world(r);
  live(world, 12);
  ASSERT_EQ(world->market.contracts.size(), 1U);
  const Contract& contract = world->market.contracts[0];
  const double price = 0.3 * std::pow(6000.0, 0.85) * 1.3 * 100;
  EXPECT_NEAR(static_cast<double>(contract.fee), price, 2);  // rounded before and after the factor of a video
  EXPECT_EQ(world.total(CampaignCell::fees), contract.fee);
  EXPECT_EQ(world.total(CampaignCell::platform_fees), portion(contract.fee, {500}));
  EXPECT_EQ(world.total(CampaignCell::handling), 10'000);
  EXPECT_EQ(world.total(CampaignCell::product), 4000);  // 40 % of 100
  EXPECT_EQ(world->creators[contract.creator].income, contract.fee);
  EXPECT_EQ(world->ledger.balance(world->market.creators), contract.fee);
  EXPECT_EQ(contract.status, ContractStatus::over);
}

TEST(Campaign, returns_what_it_could_not_spend) {
  Recipe r = market({line_of(KindFilter::kol)});
  r.p.campaigns[0].budget = 100'000'000;
  TestWorld world(r);
  live(world, 12);
  EXPECT_EQ(world.total(CampaignCell::contracts), 8);
  EXPECT_EQ(world->market.campaigns[0].unspent, 100'000'000 - spend(*world, 0));
  EXPECT_EQ(world->ledger.balance(BookId(world->market.campaigns[0].book)), 0);
  EXPECT_EQ(world->ledger.balance(BookId(world->market.brands[0].book)), -spend(*world, 0));
}

std::set<std::pair<Tick, std::uint32_t>> posts_of(TestWorld& world) {
  std::set<std::pair<Tick, std::uint32_t>> posts;
  for (const ScheduledPost& post : world->market.scheduled) posts.emplace(post.tick, post.account);
  return posts;
}

TEST(Placebo, hires_the_same_creators_for_the_same_ticks_and_moves_no_money) {
  TestWorld real(market({line_of(KindFilter::koc)}));
  TestWorld placebo(market({line_of(KindFilter::koc)}, "none"));
  live(real, 12);
  live(placebo, 12);
  EXPECT_EQ(posts_of(real), posts_of(placebo));
  EXPECT_EQ(placebo.total(CampaignCell::posts), real.total(CampaignCell::posts));
  EXPECT_GT(placebo.total(CampaignCell::posts), 0);
  EXPECT_EQ(spend(*placebo, 0), 0);
  EXPECT_EQ(placebo->ledger.balance(placebo->market.creators), 0);
  for (const ScheduledPost& post : placebo->market.scheduled) {
    EXPECT_EQ(post.brand, kNoBrand);
    EXPECT_NE(post.flags & PostFlags::kSponsored, 0);
  }
}

TEST(Campaign, posts_stand_in_order_within_the_flight_and_are_served_by_tick) {
  Recipe r = market({line_of(KindFilter::koc)});
  r.ticks_per_day = 24;
  r.p.campaigns[0].lines[0].posts = 3;
  TestWorld world(r);
  live(world, 24 * 2);
  ASSERT_FALSE(world->market.scheduled.empty());
  std::size_t seen = 0;
  for (world->tick = 0; world->tick < 24 * 12; ++world->tick)
    for (const ScheduledPost& post : scheduled_now(*world)) {
      EXPECT_EQ(post.tick, world->tick);
      EXPECT_GE(post.tick, 24U);
      EXPECT_LT(post.tick, 24U * 11);
      ++seen;
    }
  EXPECT_EQ(seen, world->market.scheduled.size());
  EXPECT_EQ(seen % 3, 0U);
}

TEST(Campaign, of_a_creator_that_stopped_pays_nothing_more) {
  TestWorld world(market({line_of(KindFilter::koc)}));
  live(world, 2);
  const Cents before = world.total(CampaignCell::fees);
  for (Creator& creator : world->creators) creator.active = 0;
  live(world, 10);
  EXPECT_EQ(world.total(CampaignCell::fees), before);
  EXPECT_GT(world.total(CampaignCell::unspent), 0);
}

TEST(Campaign, frees_what_it_promised_to_a_creator_that_has_stopped) {
  Recipe r = market({line_of(KindFilter::kol)});
  r.p.campaigns[0].lines[0].posts = 4;
  TestWorld world(r);
  live(world, 2);
  const Cents promised = world->market.campaigns[0].committed;
  ASSERT_GT(promised, 0);
  const Contract& contract = world->market.contracts.at(0);
  const Cents fee = contract.fee + portion(contract.fee, {500});
  const Cents its =
      fee * (contract.posts - contract.published) + (contract.published == 0 ? 10'000 + 4000 : 0);
  world->creators[contract.creator].active = 0;
  world->tick = world->market.campaigns[0].from + 1;  // a tick without a post of its own
  std::erase_if(world->market.scheduled, [&](const ScheduledPost& post) { return post.tick == world->tick; });
  run_campaigns(*world, world.step());
  EXPECT_EQ(world->market.campaigns[0].committed, promised - its);
}

// --- Commissions -------------------------------------------------------------------------------------

// One KOC on commission; accounts 100 to 109, 10 people each, buy by its word.
struct Commissioned {
  explicit Commissioned(double returns) : world(recipe(returns)) {
    live(world, 3);
    creator = world->market.contracts.at(0).creator;
  }
  static Recipe recipe(double returns) {
    Recipe r = market({line_of(KindFilter::koc)});
    r.p.campaigns[0].lines[0].contract = ContractKind::commission;
    r.p.campaigns[0].lines[0].commission = 0.2;
    r.p.campaigns[0].lines[0].most = 1;
    r.p.brands[0].returns = returns;
    r.p.purchase.delivery_days = r.p.purchase.return_days = 1;
    return r;
  }
  void buy() {
    world.tick([&] {
      for (std::uint32_t a = 100; a < 110; ++a) world.buy(a, 10'000, 0);
    });
    EXPECT_EQ(world.broken(), "");
  }
  Cents escrow() { return world->ledger.balance(BookId(world->market.campaigns[0].book)); }
  Cents for_posts() const { return world.total(CampaignCell::handling) + world.total(CampaignCell::product); }

  TestWorld world;
  std::uint32_t creator = 0;
};

TEST(Commission, comes_out_of_escrow_for_credited_orders_until_it_is_empty) {
  Commissioned c(0);
  const Cents before = c.escrow() + c.for_posts();
  c.buy();
  EXPECT_EQ(c.world.total(CampaignCell::commission), 10 * 10 * 2000);  // 20 % of 100.00
  EXPECT_EQ(c.world->creators[c.creator].income, 200'000);
  EXPECT_EQ(c.world.total(CampaignCell::last_touch_orders), 10);
  EXPECT_EQ(c.world.total(BrandCell::last_touch_revenue), 1'000'000);
  for (int i = 0; i < 6; ++i) c.buy();
  const Cents unspent = c.world.total(CampaignCell::unspent);
  EXPECT_EQ(c.world.total(CampaignCell::commission) + c.for_posts() + c.escrow() + unspent, before);
  EXPECT_LT(c.escrow(), 20'000);  // one order's commission
}

// All of the price is commission, and still orders are paid out of what is not promised alone.
TEST(Commission, leaves_what_is_promised_for_posts_to_come) {
  Recipe r = Commissioned::recipe(0);
  LineParameters& line = r.p.campaigns[0].lines[0];
  line.contract = ContractKind::both;
  line.commission = 1;
  line.posts = 6;
  r.p.campaigns[0].budget = 60'000;
  TestWorld world(r);
  live(world, 3);
  ASSERT_EQ(world->market.contracts.size(), 1U);
  world.tick([&] {
    for (std::uint32_t a = 100; a < 110; ++a) world.buy(a, 10'000, 0);
  });
  EXPECT_EQ(world.broken(), "");
  EXPECT_GT(world.total(CampaignCell::commission), 0);
  EXPECT_GT(world->market.campaigns[0].committed, 0);
  EXPECT_EQ(world->ledger.balance(BookId(world->market.campaigns[0].book)),
            world->market.campaigns[0].committed);
}

TEST(Commission, goes_back_to_the_escrow_with_the_order) {
  Commissioned c(1);
  const Cents before = c.escrow() + c.for_posts();
  c.buy();
  EXPECT_EQ(c.world->creators[c.creator].income, 200'000);
  live(c.world, 4);
  EXPECT_EQ(c.world.total(BrandCell::returned), 10);
  EXPECT_EQ(c.world->creators[c.creator].income, 0);
  EXPECT_EQ(c.world.total(CampaignCell::commission), 0);
  EXPECT_EQ(c.escrow() + c.for_posts(), before);
}

TEST(Commission, goes_back_to_the_brand_once_the_campaign_is_over) {
  Commissioned c(1);
  c.world->p.purchase.return_days = 20;
  c.buy();
  live(c.world, 12);
  ASSERT_EQ(c.world->market.campaigns[0].stage, CampaignStage::over);
  const Cents brand = c.world->ledger.balance(BookId(c.world->market.brands[0].book));
  const Cents unspent = c.world.total(CampaignCell::unspent);
  live(c.world, 15);
  EXPECT_EQ(c.world.total(BrandCell::returned), 10);
  // 1,000.00 back for each order of 10 people, less the product's cost of 40 %; the commission comes in.
  EXPECT_EQ(c.world->ledger.balance(BookId(c.world->market.brands[0].book)) - brand,
            -1'000'000 + 400'000 + 200'000);
  EXPECT_EQ(c.world->creators[c.creator].income, 0);
  EXPECT_EQ(c.world.total(CampaignCell::unspent), unspent + 200'000);
}

TEST(Commission, stays_where_an_order_that_earned_none_comes_back) {
  Commissioned c(0);
  c.buy();
  live(c.world, 12);
  ASSERT_EQ(c.world->market.campaigns[0].stage, CampaignStage::over);
  c.world->p.brands[0].returns = 1;
  c.buy();
  live(c.world, 4);
  EXPECT_EQ(c.world.total(BrandCell::returned), 10);
  EXPECT_EQ(c.world->creators[c.creator].income, 200'000);
  EXPECT_EQ(c.world.total(CampaignCell::commission), 200'000);
}

// --- Mistakes known before the run ------------------------------------------------------------------

std::string error_of(const Recipe& recipe) {
  try {
    TestWorld world(recipe);
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "";
}

TEST(Campaign, whose_brand_does_not_exist_is_refused_by_name) {
  EXPECT_EQ(error_of(market({line_of(KindFilter::kol)}, "aurorra")),
            "campaigns.launch.brand: no brand 'aurorra' (brands are aurora, none)");
}

TEST(Campaign, whose_line_selects_nobody_is_refused) {
  EXPECT_EQ(error_of(market({line_of(KindFilter::celebrity)})),
            "campaigns.launch.lines[0].hire: selects none of 68 creators (check kind, topic and followers "
            "against `creators`)");
}

TEST(Campaign, whose_budget_no_creators_could_take_is_refused_unless_that_is_allowed) {
  Recipe r = market({line_of(KindFilter::kol)});
  r.p.campaigns[0].budget = 100'000'000'00;
  r.p.campaigns[0].least_spendable = 0.1;
  const std::string error = error_of(r);
  EXPECT_NE(
      error.find(
          "campaigns.launch.budget: 100000000.00 can't be spent (all creators that its lines select cost "),
      std::string::npos)
      << error;
  r.p.campaigns[0].least_spendable = 0;
  EXPECT_EQ(error_of(r), "");
}

TEST(Campaign, counts_a_creator_once_that_two_lines_select_and_none_above_their_number) {
  const auto takes = [](std::vector<LineParameters> lines) {
    TestWorld world(market(std::move(lines)));
    world->p.campaigns[0].budget = 1'000'000'00;
    return most_spendable(*world, 0);
  };
  const LineParameters kol = line_of(KindFilter::kol), koc = line_of(KindFilter::koc);
  LineParameters two = kol;
  two.most = 2;
  const Cents all = takes({kol});
  EXPECT_EQ(takes({kol, kol}), all);
  EXPECT_EQ(takes({kol, koc}), all + takes({koc}));
  EXPECT_NEAR(static_cast<double>(takes({two})), static_cast<double>(all) / 4, 1);
}

TEST(Campaign, whose_budget_hires_nobody_is_refused_with_the_price) {
  Recipe r = market({line_of(KindFilter::kol)});
  r.p.campaigns[0].budget = 10'000;
  const std::string error = error_of(r);
  EXPECT_NE(error.find("its part of the budget, 100.00, hires nobody (the cheapest of 8 creators costs "),
            std::string::npos)
      << error;
}

}  // namespace
}  // namespace fanfare::fan_economy::campaign_test
