// Mechanism `limited_drop`: so many units of an edition, by a fair draw or to who comes first; some of those
// who ask only want to sell, and use bots. Then a market: each tick those who sell and those who buy meet at
// one price. All on integers that every rank holds, so nothing is ever sold twice.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "fanfare/fmath.h"
#include "fanfare/problems.h"
#include "models/fan_economy/attention/persuasion.h"
#include "models/fan_economy/mechanisms/limited_drop_keys.h"
#include "models/fan_economy/mechanisms/named.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// In the tick: an account asks for a unit, bids for one, or offers its own. The money is out of its wallet.
struct DropRequest {
  enum What : std::uint32_t { asks, bids, offers };
  std::uint32_t account;
  std::uint32_t what;
  std::uint32_t price;  // cents, of one person
  std::uint32_t lot;    // lower is served first
};
// What came of it.
struct DropAnswer {
  std::uint32_t account;
  std::uint32_t what;
  std::uint32_t price;    // that was asked or bid
  std::uint32_t granted;  // what it pays or gets; 0: nothing came of it
};

// The same on every rank.
struct DropBook {
  std::int64_t sold = 0, to_flippers = 0, to_bots = 0;  // accounts
  Cents last_price = 0;
  std::int64_t is_over = 0;  // nobody can get one any more but from others
};

class LimitedDrop final : public Mechanism {
 public:
  using Keys = LimitedDropKeys;
  static const DropBook& book_of(const World& world) { return world.find<LimitedDrop>()->book(); }
  static double flipper_share(const World& world) {
    const DropBook& b = book_of(world);
    return b.sold == 0 ? 0 : static_cast<double>(b.to_flippers) / static_cast<double>(b.sold);
  }
  static double bot_share(const World& world) {
    const DropBook& b = book_of(world);
    return b.sold == 0 ? 0 : static_cast<double>(b.to_bots) / static_cast<double>(b.sold);
  }
  static double resale_price(const World& world) {
    return static_cast<double>(book_of(world).last_price) / 100;
  }
  static double goodwill(const World& world) {
    const LimitedDrop& drop = *world.find<LimitedDrop>();
    return world.people(static_cast<double>(world.measures.since_warmup(drop.goodwill_)) / kAttitudeUnit);
  }
  static constexpr std::array kMeasures = {
      MeasureRule{"drop_requests", "people", "people who asked for a unit", "accounts × population.scale",
                  true},
      MeasureRule{"drop_sold", "people", "units of the edition sold", "accounts × population.scale", true},
      MeasureRule{"drop_revenue", "CNY", "paid for them; part of revenue", "units · price", false},
      MeasureRule{"drop_losers", "people", "people who asked and got none", "accounts × population.scale",
                  true},
      MeasureRule{"resale_trades", "people", "units sold on", "accounts × population.scale", true},
      MeasureRule{"resale_turnover", "CNY", "paid for them", "Σ price of a resale", false},
      MeasureRule{"resale_fees", "CNY", "of that, the platform's", "limited_drop.fee of it", false},
      MeasureRule{"flipper_gain", "CNY", "what flippers made by it", "Σ price − fee − price of the edition",
                  false},
      MeasureRule{"flipper_share", "1", "share of units that went to flippers", "units / units sold", false,
                  flipper_share},
      MeasureRule{"bot_share", "1", "share of units that went to flippers with bots", "units / units sold",
                  false, bot_share},
      MeasureRule{"resale_price", "CNY", "price of the last resale",
                  "halfway between the last bid and offer to meet", false, resale_price},
      MeasureRule{"drop_goodwill", "people", "attitude to the brand lost with those who got none",
                  "Σ change of attitude, a full one counts 1, × population.scale", false, goodwill}};

  LimitedDrop(World& world, const Keys& keys) : keys_(keys), luck_(world.luck("limited_drop")) {}

  void open(World& world) override {
    for (std::size_t i = 0; i < kCells; ++i) cells_[i] = world.measures.named(kMeasures[i].name);
    goodwill_ = world.measures.open("attitude lost by a drop");
    held_ = world.measures.open("units held");
    if (!keys_.brand.empty()) brand_ = brand_named(world, keys_.brand, "limited_drop.brand");
    else if (!world.p.brands.empty()) brand_ = 0;
    has_.resize(world.part);
    requests_.resize(world.part);
    units_ = keys_.units / scale_of(world);
    if (brand_ != kNoBrand && units_ == 0)
      throw ScenarioError("limited_drop.units: " + std::to_string(keys_.units) +
                          " reach nobody (an account stands for " + std::to_string(scale_of(world)) +
                          " people: more units, or a smaller population.scale)");
    const auto tick = [&](double day) {
      return static_cast<Tick>(std::min(day * world.ticks_per_day() + 0.5, 4e9));
    };
    from_ = tick(keys_.at);
    until_ = std::max(tick(keys_.at + keys_.open), from_ + 1);
    const double there = keys_.at + keys_.open + (keys_.kind == DropKind::physical ? keys_.delivery : 0);
    market_from_ = std::max(tick(there), until_) + 1;
    market_until_ = keys_.resale > 0 ? market_from_ + std::max<Tick>(tick(keys_.resale), 1) : market_from_;
  }
  void mail(Mail& mail) override { mail.outboxes.push_back(&requests_); }
  void state(Archive& archive) override {
    archive.owned({"limited_drop.has", "1", "asked, holds, knows that it got none"}, has_);
    archive.shared({"limited_drop.book", "1", "what was sold, to whom, at what price last"}, books_);
  }
  std::string breach(const World& world) const override {
    if (book().sold > units_) return "limited_drop: more units were sold than there are";
    if (world.measures[held_] != book().sold)
      return "limited_drop: not every unit that was sold has one owner";
    return {};
  }

  // Who wants one asks, or bids in the market; who has one may offer it.
  void publish(World& world, const BlockScope& scope) {
    if (brand_ == kNoBrand || scope.tick < from_) return;
    if (scope.tick <= until_)
      for (std::uint32_t a = scope.first; a < scope.last; ++a) want(world, scope, AccountId(a));
    else if (scope.tick >= market_from_ && scope.tick < market_until_)
      for (std::uint32_t a = scope.first; a < scope.last; ++a) trade_on(world, scope, AccountId(a));
  }
  // On all ranks: whose the units are.
  void index(World& world, const StepScope& scope) {
    answers_.clear();
    if (brand_ == kNoBrand) return;
    std::vector<DropRequest> requests(requests_.received().begin(), requests_.received().end());
    requests_.clear_received();
    if (scope.tick <= until_) allot(world, std::move(requests));
    else meet(world, std::move(requests));
    if (scope.tick >= until_ || book().sold == units_) book().is_over = 1;
    std::sort(answers_.begin(), answers_.end(),
              [](const DropAnswer& x, const DropAnswer& y) { return x.account < y.account; });
  }
  // Each account has its answer.
  void shop(World& world, const BlockScope& scope) {
    const auto before = [](const DropAnswer& answer, std::uint32_t account) {
      return answer.account < account;
    };
    for (auto a = std::lower_bound(answers_.begin(), answers_.end(), scope.first, before);
         a != answers_.end() && a->account < scope.last; ++a)
      take(world, scope, *a);
  }

 private:
  DropBook& book() { return books_[0]; }
  const DropBook& book() const { return books_[0]; }

  enum Purpose : std::uint32_t { worths, flips, checks, lots, looks, rounds, moods };
  enum Count : std::size_t {
    kRequests, kSold, kRevenue, kLosers, kTrades, kTurnover, kFees, kGain, kCells
  };
  static constexpr std::uint8_t kAsked = 1, kHolds = 2, kKnows = 4;  // of has_

  bool is_flipper(AccountId account) const {
    return luck_.draws(flips).chance(keys_.flippers, {account.value, 0, 0});
  }
  bool has_bots(AccountId account) const {
    return keys_.bots > 0 && is_flipper(account) &&
           !luck_.draws(checks).chance(keys_.checked, {account.value, 0, 0});
  }
  // What one is worth to the account now, cents.
  Cents worth(const World& world, AccountId account) const {
    const BrandBond& bond = world.accounts.bond.row(account)[brand_];
    const double age = std::max(0.0, world.calendar.days(world.tick) - keys_.at);
    const double hype = keys_.hype_rest + (1 - keys_.hype_rest) * fmath::exp(-kLn2 * age / keys_.hype_half);
    const double z = luck_.draws(worths).normal({account.value, 0, 0});
    const double w = keys_.wanted * static_cast<double>(keys_.price) * hype *
                     fmath::exp(keys_.spread * z + keys_.attitude_gain * bond.attitude / kAttitudeUnit);
    return static_cast<Cents>(std::min(w, 2e9));
  }
  // Of several requests the luckiest counts: bots.
  std::uint32_t lot(AccountId account, Tick tick) const {
    const std::uint32_t all = has_bots(account) ? keys_.bots : 0;
    std::uint32_t best = 0xffffffffU;
    for (std::uint32_t i = 0; i <= all; ++i)
      best = std::min(best, luck_.draws(lots).words({account.value, 0, tick}, i)[0]);
    return best;
  }

  // Bots ask whenever it is open; people when they have the app open, if one is worth its price to them.
  void want(World& world, const BlockScope& scope, AccountId account) {
    std::uint8_t& has = has_[account];
    const bool is_draw = keys_.by == DropBy::draw;
    if (scope.tick < until_ && (has & kAsked) == 0) {
      if (!has_bots(account) && world.opens[account] != World::kFirstApp) return;
      if (world.accounts.bond.row(account)[brand_].at() == Stage::unaware && !has_bots(account)) return;
      if (!is_flipper(account) && worth(world, account) < keys_.price) return;
      has |= kAsked;
      world.measure_tally.add(scope.worker, cells_[kRequests], 1);
      if (book().is_over != 0) return lose(world, scope, account);
      if (!is_draw) ask(world, scope, account);
    } else if (is_draw && scope.tick == until_ && (has & kAsked) != 0) {
      ask(world, scope, account);
    }
  }
  // Who can't pay is out.
  void ask(World& world, const BlockScope& scope, AccountId account) {
    std::int32_t& wallet = world.accounts.wallet[account];
    if (wallet < keys_.price) return;
    wallet -= static_cast<std::int32_t>(keys_.price);
    requests_.push(scope, {account.value, DropRequest::asks, static_cast<std::uint32_t>(keys_.price),
                           lot(account, scope.tick)});
  }

  void trade_on(World& world, const BlockScope& scope, AccountId account) {
    const bool holds = (has_[account] & kHolds) != 0, flips_it = is_flipper(account);
    const bool looks_at_it = world.opens[account] == World::kFirstApp &&
                             luck_.draws(looks).chance(keys_.look, {account.value, 0, scope.tick});
    if (!(holds && flips_it) && !looks_at_it) return;
    const std::uint32_t by_lot = luck_.draws(lots).words({account.value, 1, scope.tick})[0];
    const Cents least =
        std::max<Cents>(1, static_cast<Cents>(keys_.floor * static_cast<double>(keys_.price)));
    if (holds) {
      const double age = world.calendar.days(scope.tick) - world.calendar.days(market_from_);
      const double price = flips_it ? keys_.ask * static_cast<double>(keys_.price) *
                                          fmath::exp(-kLn2 * age / keys_.patience)
                                    : keys_.attached * static_cast<double>(worth(world, account));
      const Cents asked = std::max(least, static_cast<Cents>(std::min(price, 2e9)));
      requests_.push(scope, {account.value, DropRequest::offers, static_cast<std::uint32_t>(asked), by_lot});
      return;
    }
    if (flips_it || world.accounts.bond.row(account)[brand_].at() == Stage::unaware) return;
    std::int32_t& wallet = world.accounts.wallet[account];
    const Cents bid = std::min<Cents>(worth(world, account), wallet);
    if (bid < least) return;
    wallet -= static_cast<std::int32_t>(bid);
    requests_.push(scope, {account.value, DropRequest::bids, static_cast<std::uint32_t>(bid), by_lot});
  }

  void allot(World& world, std::vector<DropRequest> requests) {
    std::sort(requests.begin(), requests.end(), [](const DropRequest& x, const DropRequest& y) {
      return std::pair(x.lot, x.account) < std::pair(y.lot, y.account);
    });
    const std::int64_t scale = scale_of(world);
    std::int64_t granted = 0;
    for (const DropRequest& r : requests) {
      const bool gets = book().sold < units_;
      answers_.push_back({r.account, r.what, r.price, gets ? r.price : 0});
      if (!gets) continue;
      ++book().sold, ++granted;
      book().to_flippers += is_flipper(AccountId(r.account)) ? 1 : 0;
      book().to_bots += has_bots(AccountId(r.account)) ? 1 : 0;
    }
    const Cents paid = granted * keys_.price * scale;
    const Cents of_one = keys_.kind == DropKind::digital
                             ? 0
                             : static_cast<Cents>(keys_.cost * static_cast<double>(keys_.price) + 0.5);
    const BookId of_brand(world.market.brands[brand_].book);
    world.ledger.transfer(world.market.consumers, of_brand, paid);
    world.ledger.transfer(of_brand, world.market.outside, granted * of_one * scale);
    world.measures.add(world.measures.cell(BrandCell::revenue, brand_), paid);
    world.measures.add(world.measures.cell(BrandCell::product_cost, brand_), granted * of_one * scale);
    world.measures.add(cells_[kRevenue], paid);
    world.measures.add(cells_[kSold], granted);
    world.measures.add(held_, granted);
  }

  // The highest bids meet the lowest offers as long as they can, all at one price.
  void meet(World& world, std::vector<DropRequest> requests) {
    const auto is_bid = [](const DropRequest& r) { return r.what == DropRequest::bids; };
    std::sort(requests.begin(), requests.end(), [&](const DropRequest& x, const DropRequest& y) {
      if (is_bid(x) != is_bid(y)) return is_bid(x);
      if (x.price != y.price) return is_bid(x) ? x.price > y.price : x.price < y.price;
      return std::pair(x.lot, x.account) < std::pair(y.lot, y.account);
    });
    const auto bids = static_cast<std::size_t>(std::count_if(requests.begin(), requests.end(), is_bid));
    std::size_t pairs = 0;
    while (pairs < bids && bids + pairs < requests.size() &&
           requests[pairs].price >= requests[bids + pairs].price)
      ++pairs;
    Cents price = 0;
    if (pairs > 0) price = (Cents{requests[pairs - 1].price} + requests[bids + pairs - 1].price) / 2;
    for (std::size_t i = 0; i < requests.size(); ++i) {
      const bool trades = is_bid(requests[i]) ? i < pairs : i - bids < pairs;
      const DropRequest& r = requests[i];
      answers_.push_back({r.account, r.what, r.price, trades ? static_cast<std::uint32_t>(price) : 0});
      if (trades && !is_bid(r) && is_flipper(AccountId(r.account)))
        world.measures.add(cells_[kGain], (price - fee_of(price) - keys_.price) * scale_of(world));
    }
    if (pairs == 0) return;
    book().last_price = price;
    const auto times = static_cast<std::int64_t>(pairs) * scale_of(world);
    world.ledger.transfer(world.market.consumers, world.market.platform, fee_of(price) * times);
    world.measures.add(cells_[kTrades], static_cast<std::int64_t>(pairs));
    world.measures.add(cells_[kTurnover], price * times);
    world.measures.add(cells_[kFees], fee_of(price) * times);
  }
  Cents fee_of(Cents price) const {
    return portion(price, BasisPoints{static_cast<std::int32_t>(keys_.fee * 10'000 + 0.5)});
  }

  void take(World& world, const BlockScope& scope, const DropAnswer& answer) {
    const AccountId account(answer.account);
    std::int32_t& wallet = world.accounts.wallet[account];
    std::uint8_t& has = has_[account];
    if (answer.what == DropRequest::offers) {
      if (answer.granted == 0) return;
      wallet += static_cast<std::int32_t>(answer.granted - fee_of(answer.granted));
      has = static_cast<std::uint8_t>(has & ~kHolds);
      return;
    }
    wallet += static_cast<std::int32_t>(answer.price - answer.granted);
    if (answer.granted != 0) has |= kHolds;
    else if (answer.what == DropRequest::asks) lose(world, scope, account);
  }

  // More of it is lost, the more went to bots. Who only wanted to sell loses nothing.
  void lose(World& world, const BlockScope& scope, AccountId account) {
    std::uint8_t& has = has_[account];
    if ((has & kKnows) != 0 || is_flipper(account)) return;
    has |= kKnows;
    const double to_bots =
        book().sold == 0 ? 0 : static_cast<double>(book().to_bots) / static_cast<double>(book().sold);
    BrandBond& bond = world.accounts.bond.row(account)[brand_];
    const std::int16_t before = bond.attitude;
    bond.attitude = persuade(bond.attitude, -(keys_.disappointment + keys_.goodwill * to_bots), 1,
                             luck_.draws(moods).uniform({account.value, 0, 0}));
    world.measure_tally.add(scope.worker, goodwill_, before - bond.attitude);
    world.measure_tally.add(scope.worker, cells_[kLosers], 1);
  }

  static constexpr double kLn2 = 0.6931471805599453;

  const Keys& keys_;
  MechanismLuck luck_;
  std::uint8_t brand_ = kNoBrand;
  std::int64_t units_ = 0;  // accounts
  Tick from_ = 0, until_ = 0, market_from_ = 0, market_until_ = 0;
  std::vector<DropBook> books_ = std::vector<DropBook>(1);  // one
  Column<std::uint8_t> has_;
  Outbox<DropRequest> requests_;
  std::vector<DropAnswer> answers_;  // within a tick, by account
  std::array<std::size_t, kCells> cells_{};
  std::size_t goodwill_ = 0, held_ = 0;
};

}  // namespace

extern constinit const MechanismEntry limited_drop = mechanism<LimitedDrop>(
    "limited_drop", "a limited edition: a draw or first come, bots, and a market where it is sold on");

}  // namespace fanfare::fan_economy
