// Kinds of offers: who gets which, what it costs whom, and what becomes of orders at them.
#include "models/fan_economy/market/offers.h"

#include <gtest/gtest.h>

#include "models/fan_economy/measure/kpis.h"
#include "models/fan_economy/mechanisms/mechanisms.h"
#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/world_builder.h"

namespace fanfare::fan_economy::offers_test {
namespace {

using testing::live;
using testing::LiveWorld;
using testing::Recipe;
using testing::TestWorld;

// A kind of a test's own: open to accounts of even number, 40 % off, and expected to be better than usual.
struct Told {
  int granted = 0, refused = 0, returned = 0;
  Cents last_price = 0;
};
Told told;

constexpr OfferRule kEven{
    "even", "for even numbers",
    [](const Mechanism*, const World&, const OfferAsk& ask) { return ask.account.value % 2 == 0; },
    [](const Mechanism*, const World&, const OfferAsk& ask) {
      return Quote{ask.list - portion(ask.list, {4000}), ask.number, 0.5F, 40};
    },
    [](Mechanism*, World&, const OfferOutcome& outcome) {
      using What = OfferOutcome::What;
      (outcome.what == What::granted   ? told.granted
       : outcome.what == What::refused ? told.refused
                                       : told.returned)++;
      told.last_price = outcome.price;
    }};

Recipe shop(double returns = 0) {
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

// Puts an offer of the kind `even` there; its row lasts for ever.
void offer_even(TestWorld& world, std::uint16_t subsidy = 0, std::int64_t stock = -1) {
  told = {};
  Offer offer;
  offer.until_day = 1e6;
  offer.subsidy = subsidy;
  offer.stock = stock;
  world->market.offers.push_back(offer);
  world->market.offer_kinds.push_back(offer_kind(kEven.word));
  world->market.offer_rules.push_back({&kEven, nullptr});
}

// An intent at what the account is quoted.
void buy_at_quote(TestWorld& world, std::uint32_t account) {
  const Quote now = quote(*world, 0, AccountId(account));
  PurchaseIntent intent;
  intent.account = account;
  intent.price = static_cast<std::uint32_t>(now.price);
  intent.offer = now.offer;
  intent.expectation = now.expectation;
  world.accounts().wallet[AccountId(account)] -= static_cast<std::int32_t>(now.price);
  world->intents.push(world.block_of(AccountId(account)), intent);
}
void buy_at_quotes(TestWorld& world, std::uint32_t first, std::uint32_t count) {
  world.tick([&] {
    for (std::uint32_t a = first; a < first + count; ++a) buy_at_quote(world, a);
  });
  EXPECT_EQ(world.broken(), "");
}

double contribution(TestWorld& world) {
  for (const Kpi& k : brand_kpis())
    if (k.name == "contribution") return k.value(*world, 0);
  return -1;
}

TEST(Offers, are_open_to_whom_their_kind_says) {
  TestWorld world(shop());
  offer_even(world);
  EXPECT_EQ(quote(*world, 0, AccountId(2)).price, 6000);
  EXPECT_EQ(quote(*world, 0, AccountId(3)).price, 10'000);
  EXPECT_EQ(quote(*world, 0, AccountId(3)).offer, kNoOffer);
  EXPECT_EQ(quote(*world, 0).price, 10'000) << "not for anyone";
}

TEST(Offers, are_told_what_became_of_their_orders) {
  TestWorld world(shop(1));
  offer_even(world, 0, 30);  // three accounts of ten people
  buy_at_quotes(world, 100, 10);
  EXPECT_EQ(told.granted, 3);
  EXPECT_EQ(told.refused, 2);
  EXPECT_EQ(told.last_price, 6000);
  EXPECT_EQ(world->market.offers[0].stock, 0);
  live(world, 4);
  EXPECT_EQ(told.returned, 3);
  EXPECT_EQ(world->market.offers[0].stock, 30);
}

// Others add a quarter of what the buyers pay: the brand gets 7,500 of 6,000, the platform its part of that.
TEST(Offers, that_others_back_move_their_money_and_take_it_back) {
  TestWorld world(shop(1));
  offer_even(world, 2500);
  const BookId brand(world->market.brands[0].book), outside = world->market.outside;
  const auto balance = [&](BookId book) { return world->ledger.balance(book); };
  const Cents before = balance(brand), platform = balance(world->market.platform), others = balance(outside);
  buy_at_quotes(world, 100, 2);
  const Cents at_list = 100'000 - 40'000 - 5'000, backed = 75'000 - 40'000 - 3'750;
  EXPECT_EQ(balance(brand) - before, at_list + backed);
  EXPECT_EQ(balance(outside) - others, 80'000 - 15'000) << "what the products cost, less what others added";
  EXPECT_EQ(world.total(BrandCell::revenue), 175'000);
  EXPECT_NEAR(contribution(world), 0, 1e-9) << "both will come back";
  live(world, 4);
  ASSERT_EQ(world.total(BrandCell::returned), 2);
  EXPECT_EQ(balance(brand), before);
  EXPECT_EQ(balance(outside), others);
  EXPECT_EQ(balance(world->market.platform), platform);
  EXPECT_NEAR(contribution(world), 0, 1e-9);
}

TEST(Offers, terms_of_an_order_hold_when_its_offer_is_over) {
  Recipe r = shop(1);
  OfferParameters sale;
  sale.id = "sale";
  sale.discount = 0.3;
  sale.dates = {0, 1};
  sale.stock = 1000;
  r.p.brands[0].offers.push_back(sale);
  TestWorld world(r);
  const Cents before = world->ledger.balance(BookId(world->market.brands[0].book));
  const std::int32_t wallet = world.accounts().wallet[AccountId(7)];
  buy_at_quotes(world, 7, 1);
  EXPECT_EQ(wallet - world.accounts().wallet[AccountId(7)], 7000);
  world->p.brands[0].price = 30'000;
  refresh_brands(*world);
  world->p.purchase.platform_take = 0.4;
  live(world, 4);
  ASSERT_EQ(world.total(BrandCell::returned), 1);
  EXPECT_EQ(world.accounts().wallet[AccountId(7)], wallet);
  EXPECT_EQ(world->ledger.balance(BookId(world->market.brands[0].book)), before);
  EXPECT_EQ(world->market.offers[0].stock, 1000);
}

TEST(Offers, that_promise_more_are_sent_back_more_often) {
  TestWorld world(shop(0.4));
  offer_even(world);
  buy_at_quotes(world, 0, 1000);
  std::int64_t even = 0, odd = 0;
  for (const Order& order : world->orders[BlockId(0)])
    if ((order.flags & Order::kGoesBack) != 0) (order.account % 2 == 0 ? even : odd)++;
  // Quality .7 where .5 is expected pleases by .4, and .9 expected disappoints by as much: .4 · (1 ± .2).
  EXPECT_NEAR(static_cast<double>(even), 240, 4 * 11);
  EXPECT_NEAR(static_cast<double>(odd), 160, 4 * 11);
}

TEST(Offers, are_at_most_as_many_as_a_byte_counts) {
  Recipe r = shop();
  OfferParameters sale;
  sale.discount = 0.3;
  for (int i = 0; i < 255; ++i) r.p.brands[0].offers.push_back(sale);
  try {
    TestWorld world(r);
    FAIL() << "255 offers";
  } catch (const ScenarioError& error) {
    EXPECT_EQ(
        std::string(error.what()),
        "brands.aurora.offers: there would be more than 254 offers in all (leave out sales, festivals or "
        "brands)");
  }
}

std::string market(const std::string& more) {
  return R"(schema: 1
kind: scenario
name: offers
question: Which offers are there?
run: {until: 6d, tick: 3h, start: 2026-04-01, seed: 3}
population: {accounts: 1_500, scale: 10, graph: {mean_follows: 8}}
purchase: {need_days: 5}
brands:
  - {id: aurora, topic: beauty, rate: 0.2, awareness: 90%, offers: [{discount: 20%, dates: [1d, 3d]}]}
)" + more;
}

// Discounts and sales are known from the set-up, so their kinds are no state; numbers of kinds are their
// words.
TEST(Offers, kinds_change_no_bit_of_who_has_no_other) {
  LiveWorld world(market("season: {festivals: [], sales: [{id: april, from: 4d, lasts: 1d}]}\n"));
  ASSERT_EQ(world->market.offers.size(), 2U);
  EXPECT_EQ(world->market.offer_rules[0].rule->word, "discount");
  EXPECT_EQ(world->market.offer_rules[1].rule->word, "sale");
  EXPECT_FALSE(world->market.offers_in_run);
  for (const StateWeight::Entry& entry : world.weight().shared) EXPECT_NE(entry.name, "offer_kinds");
}

TEST(Offers, come_back_with_a_checkpoint_by_their_words) {
  LiveWorld world(market("season: {festivals: [], sales: [{id: april, from: 4d, lasts: 1d}]}\n"));
  const std::vector<OfferBy> before = world->market.offer_rules;
  world->market.offer_rules.clear();
  link_offers(*world);
  ASSERT_EQ(world->market.offer_rules.size(), before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(world->market.offer_rules[i].rule, before[i].rule);
    EXPECT_EQ(world->market.offer_rules[i].by, before[i].by);
  }
}

// --- What mechanisms may not share
// ---------------------------------------------------------------------------

std::string refused(const MechanismEntry& one, const MechanismEntry& other) {
  const MechanismEntry* both[] = {&one, &other};
  try {
    check_catalogue(both);
  } catch (const LogicError& error) {
    return error.what();
  }
  return "";
}

TEST(Catalogue, refuses_two_that_want_one_key_or_word) {
  const MechanismEntry a{"a", ""}, b{"b", ""};
  EXPECT_EQ(refused(a, b), "");
  EXPECT_NE(refused(a, a).find("two bring the id 'a'; rename one"), std::string::npos) << refused(a, a);
  MechanismEntry with = a, too = b;
  static constexpr OfferRule kThanks[] = {{"thanks", ""}}, kDiscount[] = {{"discount", ""}};
  with.offers = too.offers = kThanks;
  EXPECT_NE(refused(with, too).find("two bring the offer 'thanks'"), std::string::npos) << refused(with, too);
  with.offers = kDiscount;  // the model's own
  EXPECT_NE(refused(with, b).find("two bring the offer 'discount'"), std::string::npos) << refused(with, b);
  static constexpr ContractRule kOne[] = {{"barter", "", ContractKind{7}}},
                                kTwo[] = {{"swap", "", ContractKind{7}}};
  with = a, too = b, with.contracts = kOne, too.contracts = kTwo;
  EXPECT_NE(refused(with, too).find("one number"), std::string::npos) << refused(with, too);
  static constexpr Word kWords[] = {{"following", ""}}, kTerm[] = {{"match", ""}};
  with = a, with.sources = kWords;
  EXPECT_NE(refused(with, b).find("source 'following'"), std::string::npos) << refused(with, b);
  with = a, with.terms = kTerm;
  EXPECT_NE(refused(with, b).find("term 'match'"), std::string::npos) << refused(with, b);
}

TEST(Catalogue, refuses_a_key_that_every_scenario_has) {
  for (const FieldSpec& field : struct_spec<EconomyParameters>().fields) {
    const bool is_of_mechanism =
        std::any_of(mechanisms().begin(), mechanisms().end(),
                    [&](const MechanismEntry* entry) { return entry->id == field.name; });
    if (is_of_mechanism) continue;
    const MechanismEntry taken{field.name, ""}, other{"other", ""};
    EXPECT_NE(refused(taken, other).find("is a key that every scenario has"), std::string::npos)
        << field.name;
  }
  const MechanismEntry run{"run", ""}, other{"other", ""};
  EXPECT_NE(refused(run, other).find("'run' is a key that every scenario has"), std::string::npos);
}

}  // namespace
}  // namespace fanfare::fan_economy::offers_test
