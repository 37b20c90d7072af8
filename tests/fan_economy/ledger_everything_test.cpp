// Every cent, with everything on: a market in which each mechanism that a scenario may name is at work, and
// most of them move money. After each tick the books sum to zero and nothing holds what it may not.
#include <gtest/gtest.h>

#include <algorithm>
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

// What makes a world of few transactions, near a usual one, and of many: in that people buy every day, are
// paid every other, and look at little, so that a transaction takes least. Every mechanism is at work in
// both.
struct Pace {
  const char* tick;
  const char* keys;
  const char* rate;
  const char* awareness;
};
constexpr Pace kUsual = {"2h",
                         "attention: {items: {dist: lognormal, median: 12, sigma: 0.8}}\n"
                         "purchase: {need_days: 6, return_days: 2, delivery_days: 1, platform_take: 5%}\n",
                         "0.02", "60%"};
constexpr Pace kDense = {"6h",
                         "attention: {sessions: {dist: lognormal, median: 0.5, sigma: 0.3}, items: {dist: "
                         "lognormal, median: 1, sigma: 0.5}}\n"
                         "purchase: {need_days: 0, return_days: 2, delivery_days: 1, platform_take: 5%}\n"
                         "relations: {wallet_days: 2}\n",
                         "10", "100%"};

std::string brand(const Pace& pace, const char* id, const char* terms) {
  return std::string("  - {id: ") + id + ", topic: beauty, usual_price: 125 CNY, returns: 20%, " + terms +
         ", rate: " + pace.rate + ", awareness: " + pace.awareness + "}\n";
}

std::string everything(std::int64_t accounts, const Pace& pace) {
  std::string text = std::string(R"(schema: 1
kind: scenario
name: everything
question: Is every cent where it belongs?
run: {until: 36000d, start: 2026-03-02, seed: 11, tick: )") +
                     pace.tick + R"(}
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
)" + pace.keys + "brands:\n" +
                     brand(pace, "aurora", "price: 129 CNY, margin: 60%") +
                     brand(pace, "copy", "price: 119 CNY, margin: 55%") +
                     R"(campaigns:
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

// Transfers between books, counted from what they did. Each change of somebody's money is one at least, or
// the consumers' book would not hold what their wallets do, which breach() asks.
class Transfers {
 public:
  explicit Transfers(const World& world) : before_(world.part.accounts) {}

  // After each tick.
  void count(const World& world) {
    for (std::uint32_t a = 0; a < world.part.accounts; ++a) {
      const std::int32_t now = world.accounts.wallet[AccountId(a)];
      changes_ += now != before_[a] ? 1 : 0;
      before_[a] = now;
    }
    orders_ = 0;
    for (std::size_t b = 0; b < world.market.brands.size(); ++b)
      for (const BrandCell cell : {BrandCell::orders, BrandCell::returned})
        orders_ += world.measures[world.measures.cell(cell, b)];
  }
  // An order, and one that comes back, move the product's cost and the platform's take, too.
  std::int64_t all() const { return changes_ + 2 * orders_; }

 private:
  std::vector<std::int32_t> before_;
  std::int64_t changes_ = 0, orders_ = 0;
};

Cents all_books(const World& world) {
  Cents sum = 0;
  for (std::uint32_t b = 0; b < world.ledger.books(); ++b) sum += world.ledger.balance(BookId(b));
  return sum;
}

std::int64_t asked(const char* name, std::int64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoll(text);
}

// Everything that a run of the world would write; LogicError where two things have one name.
void write_all(LiveWorld& world) {
  DatasetRecorder recorder{RunParameters{}};
  world.economy().declare(recorder);
  recorder.begin_row(world->tick);
  world.economy().record(recorder, world->tick);
  recorder.end_row();
  world.economy().finish(recorder, world->tick);
}

// FANFARE_TRANSACTIONS=100000000 is the long form, in a dense world of FANFARE_ACCOUNTS.
TEST(LedgerFacts, holds_every_cent_with_every_mechanism_at_work) {
  const std::int64_t wanted = asked("FANFARE_TRANSACTIONS", 0);
  LiveWorld world(wanted == 0 ? everything(1'100, kUsual)
                              : everything(asked("FANFARE_ACCOUNTS", 20'000), kDense));
  Transfers transfers(*world);
  while (transfers.all() < std::max<std::int64_t>(wanted, 20'000) || world->day() < 9) {
    world.step();
    transfers.count(*world);
    ASSERT_EQ(world.economy().breach(), "") << "tick " << world->tick;
    ASSERT_EQ(all_books(*world), 0) << "tick " << world->tick;
  }
  EXPECT_NO_THROW(write_all(world));
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
  RecordProperty("transactions", std::to_string(transfers.all()));
  RecordProperty("days", std::to_string(world->day()));
}

}  // namespace
}  // namespace fanfare::fan_economy::ledger_everything_test
