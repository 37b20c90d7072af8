// Every cent, with everything on: a market in which each mechanism that a scenario may name is at work, and
// most of them move money. After each tick the books sum to zero and nothing holds what it may not.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "tests/fan_economy/live_world.h"

namespace fanfare::fan_economy::ledger_everything_test {
namespace {

using testing::LiveWorld;

// Those that do nothing, or move no money, as they come.
const std::map<std::string, std::string, std::less<>>& busy() {
  static const std::map<std::string, std::string, std::less<>> kKeys = {
      {"season", "{festivals: [], sales: [{id: may, from: 4d, lasts: 2d, discount: 25%}]}"},
      {"limited_drop",
       "{brand: aurora, at: 2d, open: 1d, units: 8_000, price: 499 CNY, flippers: 5%, bots: 10}"},
      {"mini_game", "{brand: aurora, placed: [2d, 6d], fee: 2_000 CNY}"},
      {"lottery_red_packet",
       "{lotteries: [{id: win, campaign: launch, by: repost, prize: 100 CNY, prizes: 100, flight: [2d, "
       "6d]}]}"},
      {"gift_a_friend",
       "{offers: [{id: try, brand: aurora, each: 3, trials: 2_000, cost: 15 CNY, flight: [1d, 8d]}]}"},
      {"private_traffic",
       "{monthly_limit: 30, lists: [{id: club, brand: aurora, card: 30%, pushes: 8, message_cost: 0.05 CNY, "
       "coupon: 10 CNY}]}"},
      {"rival", "{lag: 1d, undercut: 30%, below_cost: 20%, money: 1_000_000 CNY}"},
      {"career", "{per_thousand: 5 CNY, monetised_from: 10_000, fund: 3_000 CNY, fund_from: 1_000}"},
      {"marketplace", "{take: 8%, censored: 20%, agency: {share: 30%, capital: 50_000 CNY, places: 3}}"},
      {"group_buying", "{deals: [{id: may, brand: aurora, discount: 30%, needs: 900, flight: [1d, 6d]}]}"},
      {"fan_club",
       "{clubs: 2, fans: 15%, collectivism: 0.6, calls: [{id: song, do: buy, brand: aurora, days: [2d, 6d]}, "
       "{id: birthday, do: fund, days: [2d, 6d], amount: 20 CNY}]}"},
      {"live_commerce",
       "{pitches: 60, urgency: 1, rooms: [{id: head, host: {by: followers}, dates: [1d, 8d], hour: 18, "
       "length: 4 h, "
       "offers: [{brand: aurora, discount: 60%, promise: 0d, slot_fee: 5_000 CNY, commission: 20%}]}]}"},
      {"virtual_gifts", "{hosts: 60, hour: 18}"},
      {"regulation", "{rules: [], gift_tax: 10%, live_tax: 5%}"},
      {"ads",
       "{lines: [{id: first, brand: aurora, goal: conversions, bid: 40 CNY, budget: 20_000 CNY, flight: [1d, "
       "7d]}]}"},
      {"personas",
       "{hesitant_at: 1, services: [{id: desk, brand: aurora, to: [hesitant], staff: 5, talks: 60, wage: 300 "
       "CNY, flight: [1d, 8d]}]}"},
      {"search",
       "{open_ad: 80%, ad_fit_of_rival: 1, by_name: 90%, after_view: 0.3, bids: [{id: attack, brand: copy, "
       "on: aurora, "
       "most: 6 CNY, budget: 50_000 CNY, dates: [1d, 9d]}]}"},
      {"fakes", "{buyers: 40%, audit: {on: true}}"},
      {"creator_kinds", "{}"},
      {"scandal_boycott", "{cases: [{event: news, kind: crime}]}"},
      {"roster", "{creators: [{name: Lena, followers: 12_000, video: 3_000 CNY}]}"}};
  return kKeys;
}

std::string everything(int accounts) {
  std::string text = R"(schema: 1
kind: scenario
name: everything
question: Is every cent where it belongs?
run: {until: 36000d, tick: 2h, start: 2026-03-02, seed: 11}
population:
  accounts: )" + std::to_string(accounts) +
                     R"(
  scale: 100
  authors: 5%
  graph: {kind: chung_lu, mean_follows: 15, follower_exponent: 2.3, reciprocity: 20%}
creators:
  - {id: kol, kind: kol, select: {followers: [10_000, 1_000_000]}}
  - {id: koc, kind: koc, select: {followers: [500, 10_000]}}
platforms: [{id: app, feed: {preset: douyin}}]
attention: {items: {dist: lognormal, median: 12, sigma: 0.8}}
purchase: {need_days: 6, return_days: 2, delivery_days: 1}
brands:
  - {id: aurora, topic: beauty, price: 129 CNY, usual_price: 125 CNY, margin: 60%, rate: 0.02,
     awareness: 60%, returns: 20%}
  - {id: copy, topic: beauty, price: 119 CNY, usual_price: 125 CNY, margin: 55%, rate: 0.02,
     awareness: 60%, returns: 20%}
campaigns:
  - {id: launch, brand: aurora, budget: 90_000 CNY, least_spendable: 0, flight: [1d, 8d],
     lines: [{hire: {by: fit}, posts: 3, contract: both}]}
  - {id: chase, brand: copy, budget: 60_000 CNY, least_spendable: 0, flight: [2d, 8d],
     lines: [{hire: {by: followers}, posts: 2}]}
events:
  - {id: news, at: 4d, do: scandal, severity: 0.9, target: {kind: kol, by: followers, top: 1}}
)";
  for (const MechanismEntry* entry : mechanisms()) {
    if (entry->keys == nullptr) continue;
    const auto more = busy().find(entry->id);
    text += std::string(entry->id) + ": " + (more == busy().end() ? "{}" : more->second) + "\n";
  }
  return text;
}

// Each change of somebody's money is one transfer between books at least, or the consumers' book would not
// hold what their wallets do, which breach() asks.
std::int64_t moved(World& world, std::vector<std::int32_t>& before) {
  std::int64_t count = 0;
  for (std::uint32_t a = 0; a < world.part.accounts; ++a) {
    const std::int32_t now = world.accounts.wallet[AccountId(a)];
    count += now != before[a] ? 1 : 0;
    before[a] = now;
  }
  return count;
}

Cents all_books(const World& world) {
  Cents sum = 0;
  for (std::uint32_t b = 0; b < world.ledger.books(); ++b) sum += world.ledger.balance(BookId(b));
  return sum;
}

// FANFARE_TRANSACTIONS=100000000 is the long form, in a world of as many accounts as FANFARE_ACCOUNTS says.
std::int64_t asked(const char* name, std::int64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoll(text);
}

TEST(LedgerFacts, holds_every_cent_with_every_mechanism_at_work) {
  const std::int64_t wanted = asked("FANFARE_TRANSACTIONS", 20'000);
  LiveWorld world(everything(static_cast<int>(asked("FANFARE_ACCOUNTS", 1'100))));
  std::vector<std::int32_t> wallets(world->part.accounts);
  std::int64_t transactions = 0;
  while (transactions < wanted || world->day() < 9) {
    world.step();
    transactions += moved(*world, wallets);
    ASSERT_EQ(world.economy().breach(), "") << "tick " << world->tick;
    ASSERT_EQ(all_books(*world), 0) << "tick " << world->tick;
  }
  // Money went through all that has a way for it.
  for (const char* name :
       {"live_slot_fees", "gift_spending", "gift_tax",         "group_orders", "drop_revenue",
        "resale_trades",  "game_spend",    "private_cost",     "gift_cost",    "audit_cost",
        "market_take",    "fees_refunded", "ad_spend",         "service_cost", "lottery_prizes",
        "club_given",     "club_raised",   "red_packet_money", "sale_orders",  "rival_burnt",
        "live_taxes",     "fund_paid",     "search_spend"}) {
    const auto values = world.recorded(name);
    double sum = 0;
    for (const double value : values) sum += value;
    EXPECT_GT(sum, 0) << name;
  }
  RecordProperty("transactions", std::to_string(transactions));
}

}  // namespace
}  // namespace fanfare::fan_economy::ledger_everything_test
