// Mechanism `gift_a_friend`: a brand gives its customers trials to give away. A giver thinks of some friends,
// learns how close they are, and gives one; who takes it tries the product, thinks of it what it is worth,
// the more readily the closer the giver, and buys it later, or not. Closeness is known to the two alone:
// whether they follow each other, and are of one community.
#include "models/fan_economy/mechanisms/gift_a_friend.h"

#include <algorithm>
#include <array>
#include <span>
#include <tuple>
#include <vector>

#include "fanfare/messages.h"
#include "models/fan_economy/attention/persuasion.h"
#include "models/fan_economy/market/purchase.h"
#include "models/fan_economy/mechanisms/friends.h"
#include "models/fan_economy/mechanisms/own_cells.h"
#include "models/fan_economy/people/daily.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// Bits of closeness.
constexpr std::uint8_t kGiftSameCommunity = 1, kGiftMutual = 2;
constexpr std::array kGiftTies = {"follows alone", "same community", "mutual", "mutual, same community"};

// An account and an offer.
struct GiftTie {
  std::uint8_t given = 0;
  std::uint8_t asked = 0;      // waits for friends to come to mind
  std::uint8_t trial = 0;      // days of it that are left
  std::uint8_t since = 0;      // days of the window that are left
  std::uint8_t closeness = 0;  // of who gave it
  std::uint8_t taken = 0;
  std::uint8_t bought = 0;
  std::uint8_t reserved = 0;
};
// One who came to mind: the greatest is given the trial.
struct GiftChoice {
  std::uint64_t closeness = 0;
  std::uint32_t lot = 0;
  std::uint32_t to = kNobody;
  std::uint64_t what = 0;
  auto operator<=>(const GiftChoice&) const = default;
};
// From a block to all: an account wants the trial that it was given.
struct GiftClaim {
  std::uint32_t account = 0;
  std::uint32_t offer = 0;
  std::uint32_t closeness = 0;
};

class GiftAFriend final : public Mechanism {
 public:
  using Keys = GiftAFriendKeys;
  static std::vector<std::string> ties(const World&) { return {kGiftTies.begin(), kGiftTies.end()}; }
  static std::vector<double> conversion(const World& world) {
    const GiftAFriend& own = *world.find<GiftAFriend>();
    std::vector<double> values;
    for (std::size_t i = 0; i < kGiftTies.size(); ++i) {
      const auto all = static_cast<double>(world.measures.since_warmup(own.taken_by_ + i));
      const auto part = static_cast<double>(world.measures.since_warmup(own.bought_by_ + i));
      values.push_back(all == 0 ? 0 : part / all);
    }
    return values;
  }
  static double customer_cost(const World& world) {
    const GiftAFriend& own = *world.find<GiftAFriend>();
    const auto of = [&](Count c) { return static_cast<double>(world.measures.since_warmup(own.cells_[c])); };
    return of(kBought) == 0 ? 0 : of(kCost) / 100 / world.people(of(kBought));
  }
  static constexpr std::array kMeasures = {
      MeasureRule{"gifts_sent", "people", "trials that customers gave to friends",
                  "accounts × population.scale", true},
      MeasureRule{"gifts_accepted", "people", "of them, taken", "accounts × population.scale", true},
      MeasureRule{"gift_orders", "people",
                  "people who took a trial and bought within the window: new customers",
                  "accounts × population.scale", true},
      MeasureRule{"gift_cost", "CNY", "what trials cost brands", "part of spend", false},
      MeasureRule{"gift_customer_cost", "CNY", "cost of a customer who came by a trial",
                  "gift_cost / gift_orders", false, customer_cost},
      MeasureRule{"gift_conversion", "1", "trials that led to an order, by closeness to the giver",
                  "gift_orders / gifts_accepted", false, nullptr, "gift_tie",
                  "what ties who was given a trial to the giver", ties, conversion}};

  GiftAFriend(World& world, const Keys& keys) : keys_(keys), luck_(world.luck("gift_a_friend")) {}

  void open(World& world) override {
    for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i] = world.measures.named(kMeasures[i].name);
    taken_by_ = open_cells(world, "trials by closeness", kGiftTies.size());
    bought_by_ = open_cells(world, "orders after trials by closeness", kGiftTies.size());
    offers_ = gift_offers(world, keys_);
    for (const GiftOffer& offer : offers_) left_.push_back(offer.trials);
    ties_.resize(world.part, static_cast<std::uint32_t>(offers_.size()));
    claims_.resize(world.part);
    messages_.open(world.part);
    wave_ = messages_.add_kind({.name = "thought of", .life = 2});
    echo_ = messages_.add_kind({.name = "how close", .life = 2});
    gift_ = messages_.add_kind({.name = "gift", .life = 7 * world.ticks_per_day()});
  }
  void mail(Mail& mail) override { mail.outboxes.push_back(&claims_), messages_.mail(mail); }
  void state(Archive& archive) override {
    archive.owned({"gift_a_friend.ties", "1", "given, on trial, bought, by offer"}, ties_);
    archive.shared({"gift_a_friend.left", "1", "trials left, by offer"}, left_);
    messages_.state(archive);
  }
  std::size_t bytes_beside_state() const override { return messages_.bytes_beside_state(); }

  // Who has one at home buys none.
  double drive(const World&, AccountId account, std::uint8_t brand) const {
    const auto ties = ties_.row(account);
    for (std::size_t i = 0; i < offers_.size(); ++i)
      if (offers_[i].brand == brand && ties[i].trial > 0) return 0;
    return 1;
  }

  // How close two are is told by who is asked, whether the app is open or not; the rest needs the app.
  void publish(World& world, const BlockScope& scope) {
    messages_.file(scope);
    messages_.each_inbox(scope, [&](AccountId account, std::span<const Message>) {
      const bool is_open = world.opens[account] != 0;
      messages_.read(scope, account, [&](const Message& m) {
        if (m.kind == wave_) return answer(world, scope, account, m), true;
        if (m.kind == gift_ && is_open) return unwrap(world, scope, account, m), true;
        return false;
      });
      choose_among_friends(world, scope, account);
    });
  }
  void shop(World& world, const BlockScope& scope) {
    for_each_daily(world, scope, [&](AccountId account) {
      if ((world.accounts.flags[account] & AccountFlags::kGone) != 0) return;
      for (std::uint32_t i = 0; i < offers_.size(); ++i) {
        live_a_day(world, scope, account, i);
        think_of_friends(world, scope, account, i);
      }
    });
  }

  // Trials go by lot to those who want them, while there are any.
  void trade(World& world, const StepScope& scope) {
    struct Lot {
      std::uint32_t offer, hash, account, closeness;
      auto operator<=>(const Lot&) const = default;
    };
    std::vector<Lot> drawn;
    for (const GiftClaim& c : claims_.received())
      drawn.push_back({c.offer, luck_.draws(lots).words({c.account, offers_[c.offer].hash, scope.tick})[0],
                       c.account, c.closeness});
    claims_.clear_received();
    std::sort(drawn.begin(), drawn.end());
    granted_.clear();
    for (const Lot& lot : drawn) {
      std::uint32_t& left = left_[lot.offer];
      if (left == 0) continue;
      if (left != kNobody) --left;
      granted_.push_back({lot.account, lot.offer, lot.closeness});
    }
    std::sort(granted_.begin(), granted_.end(), [](const GiftClaim& x, const GiftClaim& y) {
      return std::tie(x.account, x.offer, x.closeness) < std::tie(y.account, y.offer, y.closeness);
    });
    for (const GiftClaim& claim : granted_) pay(world, offers_[claim.offer]);
    messages_.settle();
  }
  void settle(World& world, const BlockScope& scope) {
    const auto before = [](const auto& row, std::uint32_t a) { return row.account < a; };
    for (auto g = std::lower_bound(granted_.begin(), granted_.end(), scope.first, before);
         g != granted_.end() && g->account < scope.last; ++g)
      begin_trial(world, scope, *g);
    const auto& orders = world.market.orders;
    for (auto o = std::lower_bound(orders.begin(), orders.end(), scope.first, before);
         o != orders.end() && o->account < scope.last; ++o)
      for (std::uint32_t i = 0; o->granted != 0 && i < offers_.size(); ++i)
        if (offers_[i].brand == o->brand) note_order(world, scope, AccountId(o->account), i);
  }

 private:
  enum Purpose : std::uint32_t { gives, minds, chooses, accepts, words, lots, tries, moves, buys };
  enum Count : std::size_t { kSent, kAccepted, kBought, kCost };

  void count(World& world, const BlockScope& scope, Count what) const {
    world.measure_tally.add(scope.worker, cells_[what], 1);
  }
  static bool has_bought(const World& world, AccountId account, std::uint8_t brand) {
    return (world.accounts.bond.row(account)[brand].stage & BrandBond::kBought) != 0;
  }

  // --- The giver

  void think_of_friends(World& world, const BlockScope& scope, AccountId account, std::uint32_t i) {
    const GiftOffer& offer = offers_[i];
    GiftTie& tie = ties_.row(account)[i];
    if (tie.asked != 0 || !offer.runs(scope.tick) || left_[i] == 0 || tie.given >= offer.each ||
        !has_bought(world, account, offer.brand) ||
        world.accounts.bond.row(account)[offer.brand].attitude < keys_.liking_at * kAttitudeUnit)
      return;
    const Subject about{account.value, offer.hash, world.day()};
    if (!luck_.draws(gives).chance(keys_.give, about)) return;
    const std::uint64_t what = i | std::uint64_t{world.accounts.community[account]} << 8;
    some_friends(world, account, keys_.asks, luck_.draws(minds), about, [&](std::uint32_t to) {
      messages_.send(scope, {.to = to, .from = account.value, .what = what, .kind = wave_});
      tie.asked = 1;
    });
  }
  void answer(World& world, const BlockScope& scope, AccountId account, const Message& wave) {
    const bool is_mutual = world.graph.is_following(account, AccountId(wave.from));
    const bool is_same = world.accounts.community[account] == (wave.what >> 8);
    const std::uint64_t closeness = (is_mutual ? kGiftMutual : 0U) | (is_same ? kGiftSameCommunity : 0U);
    messages_.send(
        scope,
        {.to = wave.from, .from = account.value, .what = (wave.what & 0xff) | closeness << 8, .kind = echo_});
  }
  // The closest of those who answered, of equals by lot; one for each offer that it asked for.
  void choose_among_friends(World& world, const BlockScope& scope, AccountId account) {
    for (std::uint32_t i = 0; i < offers_.size(); ++i) {
      GiftTie& tie = ties_.row(account)[i];
      if (tie.asked == 0) continue;
      GiftChoice best;
      messages_.read(scope, account, [&](const Message& m) {
        if (m.kind != echo_ || (m.what & 0xff) != i) return false;
        const GiftChoice now{offers_[i].to_closest ? m.what >> 8 : 0,
                             luck_.draws(chooses).words({account.value, m.from, m.sent})[0], m.from, m.what};
        if (best.to == kNobody || now > best) best = now;
        return true;
      });
      if (best.to == kNobody) continue;
      tie.asked = 0, ++tie.given;
      messages_.send(scope, {.to = best.to, .from = account.value, .what = best.what, .kind = gift_});
      count(world, scope, kSent);
    }
  }

  // --- Who is given one

  void unwrap(World& world, const BlockScope& scope, AccountId account, const Message& gift) {
    const auto i = static_cast<std::uint32_t>(gift.what & 0xff);
    const GiftOffer& offer = offers_[i];
    if (ties_.row(account)[i].taken != 0 || has_bought(world, account, offer.brand)) return;
    update_stage(world, scope, account, offer.brand, Stage::aware);
    if (!luck_.draws(accepts).chance(keys_.accept, {account.value, gift.from, gift.sent}, i)) return;
    ties_.row(account)[i].taken = 1;
    claims_.push(scope, {account.value, i, static_cast<std::uint32_t>(gift.what >> 8)});
  }
  void pay(World& world, const GiftOffer& offer) const {
    const Cents cost = offer.cost * scale_of(world);
    world.ledger.transfer(BookId(world.market.brands[offer.brand].book), world.market.outside, cost);
    world.measures.add(offer.spent, cost);
    world.measures.add(cells_[kCost], cost);
  }
  void begin_trial(World& world, const BlockScope& scope, const GiftClaim& claim) {
    const AccountId account(claim.account);
    const GiftOffer& offer = offers_[claim.offer];
    GiftTie& tie = ties_.row(account)[claim.offer];
    count(world, scope, kAccepted);
    tie.closeness = static_cast<std::uint8_t>(claim.closeness);
    tie.trial = static_cast<std::uint8_t>(keys_.trial_days);
    world.measure_tally.add(scope.worker, taken_by_ + tie.closeness, 1);
    const double close = ((tie.closeness & kGiftMutual) != 0 ? keys_.mutual : 1) *
                         ((tie.closeness & kGiftSameCommunity) != 0 ? keys_.same : 1);
    move(world, scope, account, offer, std::clamp(close * keys_.word, -1.0, 1.0), words);
    update_stage(world, scope, account, offer.brand, Stage::interested);
  }
  void move(World& world, const BlockScope& scope, AccountId account, const GiftOffer& offer, double gain,
            Purpose purpose) const {
    BrandBond& bond = world.accounts.bond.row(account)[offer.brand];
    bond.attitude = persuade(bond.attitude, gain, world.p.persuasion.negativity,
                             luck_.draws(purpose).uniform({account.value, offer.hash, scope.tick}));
  }

  // The trial ends: it pleased or not, as what is bought does, and is an occasion to buy.
  void live_a_day(World& world, const BlockScope& scope, AccountId account, std::uint32_t i) {
    GiftTie& tie = ties_.row(account)[i];
    if (tie.since > 0) --tie.since;
    if (tie.trial == 0 || --tie.trial > 0) return;
    const GiftOffer& offer = offers_[i];
    const Subject about{account.value, offer.hash, world.day()};
    const PurchaseParameters& p = world.p.purchase;
    const double quality = static_cast<double>(world.market.brands[offer.brand].quality);
    const double pleased =
        std::clamp(2 * (quality - p.expectation) + 0.3 * luck_.draws(tries).normal(about), -1.0, 1.0);
    move(world, scope, account, offer, p.experience * pleased, moves);
    tie.since = static_cast<std::uint8_t>(keys_.window_days);
    const double chance = std::min(
        p.order_ceiling, keys_.worth * p.order_per_click * purchase_drive(world, account, offer.brand));
    if (luck_.draws(buys).chance(chance, about)) order_now(world, scope, account, offer.brand, false);
  }
  void note_order(World& world, const BlockScope& scope, AccountId account, std::uint32_t i) {
    GiftTie& tie = ties_.row(account)[i];
    if (tie.since == 0 || tie.bought != 0) return;
    tie.bought = 1;
    count(world, scope, kBought);
    world.measure_tally.add(scope.worker, bought_by_ + tie.closeness, 1);
  }

  const Keys& keys_;
  MechanismLuck luck_;
  std::vector<GiftOffer> offers_;
  std::array<std::size_t, 4> cells_{};
  std::size_t taken_by_ = 0, bought_by_ = 0;  // first cells
  std::uint8_t wave_ = 0, echo_ = 0, gift_ = 0;
  Messages messages_{"gift_a_friend"};
  Column<GiftTie> ties_;
  Outbox<GiftClaim> claims_;
  std::vector<std::uint32_t> left_;  // by offer: trials, in accounts; kNobody: no limit

  std::vector<GiftClaim> granted_;  // within a tick, by account
};

}  // namespace

extern constinit const MechanismEntry gift_a_friend = mechanism<GiftAFriend>(
    "gift_a_friend", "trials that a brand pays for and customers give to friends, who may buy later");

}  // namespace fanfare::fan_economy
