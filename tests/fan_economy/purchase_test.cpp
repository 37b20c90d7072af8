// Who buys when: the Bass curve, need, prices, stock, returns.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "tests/fan_economy/world_builder.h"

namespace fanfare::fan_economy::purchase_test {
namespace {

using testing::live;
using testing::Recipe;
using testing::TestWorld;

// All factors but λ and the social term off, everyone knows the brand, nobody buys twice.
Recipe bass(double p, double q, std::uint32_t accounts) {
  Recipe r;
  r.accounts = accounts;
  r.p.population.scale = 1;
  r.p.population.income = Distribution::constant(1e6);
  BrandParameters& brand = r.brand();
  brand.rate = p;
  brand.awareness = 1;
  brand.equity = 0;
  brand.returns = 0;
  PurchaseParameters& purchase = r.p.purchase;
  purchase.start = MarketStart::fresh;
  purchase.social = SocialReference::global;
  purchase.social_gain = q / p;
  purchase.attitude_gain = purchase.interest_weight = purchase.experience = purchase.word_of_mouth = 0;
  purchase.need_days = 1e9;
  return r;
}

void make_collectivist(TestWorld& world) {
  for (std::uint32_t a = 0; a < world->part.accounts; ++a) world.accounts().collectivism[AccountId(a)] = 255;
}

double share_of_buyers(TestWorld& world) {
  return static_cast<double>(world.total(BrandCell::new_buyers)) / world->part.accounts;
}

// Tolerance of the validation catalogue for one run of N accounts.
double tolerance(double share, double accounts) {
  return 4 * std::sqrt(share * (1 - share) / accounts) * 1.6 + 0.002;
}

TEST(Purchase, with_need_attitude_and_deals_off_is_the_bass_curve) {
  constexpr std::uint32_t kAccounts = 20'000, kTicksPerUnit = 20;
  constexpr std::array kBass = {.03576, .08506, .15050, .23315, .33120,
                                .43924, .54901, .65174, .74073, .81280};
  TestWorld world(bass(0.03 / kTicksPerUnit, 0.38 / kTicksPerUnit, kAccounts));
  make_collectivist(world);
  for (const double expected : kBass) {
    for (std::uint32_t t = 0; t < kTicksPerUnit; ++t) world.tick();
    EXPECT_NEAR(share_of_buyers(world), expected, tolerance(expected, kAccounts));
  }
}

TEST(Purchase, in_steps_of_a_whole_unit_follows_the_map_of_its_hazard) {
  constexpr std::uint32_t kAccounts = 20'000;
  TestWorld world(bass(0.03, 0.38, kAccounts));
  make_collectivist(world);
  double expected = 0;
  for (int unit = 0; unit < 12; ++unit) {
    world.tick();
    expected += (1 - std::exp(-(0.03 + 0.38 * expected))) * (1 - expected);
    EXPECT_NEAR(share_of_buyers(world), expected, tolerance(expected, kAccounts));
  }
}

TEST(Purchase, without_imitation_is_exponential) {
  constexpr std::uint32_t kAccounts = 20'000;
  TestWorld world(bass(0.05, 0, kAccounts));
  live(world, 20);
  const double expected = 1 - std::exp(-0.05 * 20);
  EXPECT_NEAR(share_of_buyers(world), expected, tolerance(expected, kAccounts));
}

TEST(Purchase, happens_without_any_campaign) {
  Recipe r;
  r.accounts = 2000;
  r.brand().rate = 0.01;
  TestWorld world(r);
  live(world, 30);
  EXPECT_GT(world.total(BrandCell::orders), 20);
}

TEST(Purchase, of_the_accounts_that_do_not_know_the_brand_there_is_none) {
  Recipe r = bass(1, 0, 500);
  r.p.brands[0].awareness = 0;
  TestWorld world(r);
  live(world, 5);
  EXPECT_EQ(world.total(BrandCell::orders), 0);
}

TEST(Purchase, waits_for_the_money) {
  Recipe r = bass(5, 0, 200);
  r.p.population.income = Distribution::constant(50);  // the price is 100
  TestWorld world(r);
  live(world, 3);
  EXPECT_EQ(world.total(BrandCell::orders), 0);
}

TEST(Purchase, of_one_brand_spends_the_need_for_its_rival) {
  Recipe r = bass(100, 0, 500);
  const BrandParameters like_it = r.p.brands[0];
  r.brand("rival") = like_it;
  r.p.brands[1].id = "rival";
  TestWorld world(r);
  world.tick();
  EXPECT_EQ(world.total(BrandCell::orders, 0) + world.total(BrandCell::orders, 1), 500);
  EXPECT_NEAR(static_cast<double>(world.total(BrandCell::orders, 0)), 250, 60);
  world.tick();
  EXPECT_EQ(world.total(BrandCell::orders, 0) + world.total(BrandCell::orders, 1), 500);
}

TEST(Purchase, of_a_rival_leaves_the_buyers_of_a_brand_as_they_were_unless_it_was_faster) {
  Recipe alone = bass(0.1, 0, 2000);
  Recipe both = alone;
  const BrandParameters like_it = both.p.brands[0];
  both.brand("rival") = like_it;
  both.p.brands[1].id = "rival";
  TestWorld a(alone), b(both);
  a.tick();
  b.tick();
  for (std::uint32_t id = 0; id < 2000; ++id) {
    const bool in_a = (a.accounts().bond.row(AccountId(id))[0].stage & BrandBond::kBought) != 0;
    const bool in_b = (b.accounts().bond.row(AccountId(id))[0].stage & BrandBond::kBought) != 0;
    const bool of_rival = (b.accounts().bond.row(AccountId(id))[1].stage & BrandBond::kBought) != 0;
    EXPECT_EQ(in_a, in_b || (of_rival && in_a)) << id;
  }
}

TEST(Purchase, a_discount_sells_more) {
  Recipe plain = bass(0.02, 0, 4000);
  Recipe deal = plain;
  OfferParameters offer;
  offer.id = "sale";
  offer.discount = 0.2;
  deal.p.brands[0].offers.push_back(offer);
  TestWorld a(plain), b(deal);
  live(a, 5);
  live(b, 5);
  EXPECT_GT(b.total(BrandCell::orders), a.total(BrandCell::orders) * 3 / 2);
  EXPECT_EQ(b.total(BrandCell::revenue), b.total(BrandCell::orders) * 8000);
}

TEST(Purchase, an_offer_ends_with_its_stock_and_its_dates) {
  Recipe r = bass(0.5, 0, 100);
  r.p.purchase.need_days = 0;
  OfferParameters offer;
  offer.id = "sale";
  offer.discount = 0.5;
  offer.dates = {1, 2};
  offer.stock = 7;
  r.p.brands[0].offers.push_back(offer);
  TestWorld world(r);
  EXPECT_EQ(quote(*world, 0).price, 10'000);
  world.tick();
  EXPECT_EQ(quote(*world, 0).price, 5000);
  world.tick();
  EXPECT_EQ(world->market.offers[0].stock, 0);
  EXPECT_EQ(quote(*world, 0).price, 10'000);
}

// --- Stock ----------------------------------------------------------------------------------------

// The accounts that got one of `stock` units, when intents arrive in this order.
std::set<std::uint32_t> winners(std::int64_t stock, const std::vector<std::uint32_t>& order) {
  Recipe r = bass(0, 0, 100);
  r.p.brands[0].stock = stock;
  TestWorld world(r);
  for (const std::uint32_t account : order) world.buy(account, 10'000);
  world.deliver();
  trade(*world, world.step());
  std::set<std::uint32_t> out;
  for (const TradedOrder& o : world->market.orders)
    if (o.granted != 0) out.insert(o.account);
  EXPECT_TRUE(std::is_sorted(world->market.orders.begin(), world->market.orders.end(),
                             [](const auto& a, const auto& b) { return a.account < b.account; }));
  return out;
}

TEST(Stock, goes_in_an_order_that_is_not_that_of_arrival_or_account) {
  std::vector<std::uint32_t> up(100), down(100);
  for (std::uint32_t i = 0; i < 100; ++i) up[i] = i, down[i] = 99 - i;
  const auto first = winners(20, up);
  EXPECT_EQ(first.size(), 20U);
  EXPECT_EQ(first, winners(20, down));
  std::uint32_t sum = 0;
  for (const std::uint32_t a : first) sum += a;
  EXPECT_GT(sum / 20, 25U);  // the first twenty ids would give 9
  EXPECT_LT(sum / 20, 75U);
}

TEST(Stock, that_is_gone_gives_the_money_and_the_need_back) {
  Recipe r = bass(100, 0, 50);
  r.p.brands[0].stock = 8;
  TestWorld world(r);
  const std::int32_t before = world.accounts().wallet[AccountId(0)];
  world.tick();
  EXPECT_EQ(world.total(BrandCell::orders), 8);
  EXPECT_EQ(world.total(BrandCell::rejected), 42);
  EXPECT_EQ(world->market.brands[0].stock, 0);
  EXPECT_EQ(world.broken(), "");
  int untouched = 0;
  for (std::uint32_t a = 0; a < 50; ++a)
    untouched += world.accounts().wallet[AccountId(a)] == before &&
                 world.accounts().category_days.row(AccountId(a))[0] == 255;
  EXPECT_EQ(untouched, 42);
}

// --- After the order ------------------------------------------------------------------------------

TEST(Purchase, follows_the_months_factor) {
  Recipe r = bass(0.2, 0, 2000);
  r.p.brands[0].season = {0, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  TestWorld world(r);  // starts on 5 January
  live(world, 27);
  EXPECT_EQ(world.total(BrandCell::orders), 0);
  live(world, 1);  // 1 February
  EXPECT_NEAR(static_cast<double>(world.total(BrandCell::orders)), 2000 * 0.181, 4 * 17.2);  // 1 − e^−.2
}

TEST(Return, refunds_the_price_after_delivery_and_return_days) {
  Recipe r = bass(100, 0, 40);
  r.p.brands[0].returns = 1;
  r.p.purchase.delivery_days = 2;
  r.p.purchase.return_days = 3;
  r.p.relations.wallet_days = 100'000;  // of all wallets only that of account 0 is filled up again, on day 0
  const Cents filled_up = 10'000;
  TestWorld world(r);
  const Cents start = world->ledger.balance(world->market.consumers);
  live(world, 5);
  EXPECT_EQ(world.total(BrandCell::returned), 0);
  EXPECT_EQ(world->ledger.balance(world->market.consumers), start - 40 * 10'000 + filled_up);
  world.tick();
  EXPECT_EQ(world.total(BrandCell::returned), 40);
  EXPECT_EQ(world.total(BrandCell::refunds), 40 * 10'000);
  EXPECT_EQ(world->ledger.balance(world->market.consumers), start + filled_up);
  EXPECT_EQ(world->ledger.balance(BookId(world->market.brands[0].book)), 0);
  EXPECT_TRUE(world->orders[BlockId(0)].empty());
}

TEST(WordOfMouth, has_the_tone_of_the_experience) {
  for (const double quality : {0.0, 1.0}) {
    Recipe r = bass(100, 0, 200);
    r.p.brands[0].quality = quality;
    r.p.purchase.word_of_mouth = 1;
    TestWorld world(r);
    live(world, 5);
    const auto& posts = world->pending_posts[BlockId(0)];
    EXPECT_GT(posts.size(), 100U);
    for (const PendingPost& post : posts) EXPECT_EQ(post.tone > 0, quality > 0.5) << int(post.tone);
  }
}

TEST(Click, turns_into_orders_at_the_rate_of_its_drive_and_not_above_the_ceiling) {
  Recipe r = bass(0, 0, 10'000);
  r.p.purchase.order_per_click = 0.1;
  TestWorld world(r);
  const PostScore post = world.post(0, 0);
  for (std::uint32_t a = 0; a < 10'000; ++a) click(*world, world.block_of(AccountId(a)), AccountId(a), post, kNobody);
  world.deliver();
  EXPECT_NEAR(static_cast<double>(world->intents.received().size()), 1000, 130);
  world->intents.clear_received();

  world->p.purchase.order_per_click = 1;
  world->p.purchase.order_ceiling = 0.3;
  ++world->tick;
  const PostScore next = world.post(0, 0);
  for (std::uint32_t a = 0; a < 10'000; ++a) {
    world.accounts().category_days.row(AccountId(a))[0] = 255;
    click(*world, world.block_of(AccountId(a)), AccountId(a), next, kNobody);
  }
  world.deliver();
  EXPECT_NEAR(static_cast<double>(world->intents.received().size()), 3000, 200);
}

}  // namespace
}  // namespace fanfare::fan_economy::purchase_test
