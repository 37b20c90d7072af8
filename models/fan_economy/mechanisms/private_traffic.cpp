// Mechanism `private_traffic`: lists of people that a brand may write to by itself. They join from a parcel's
// card, after a click, by a form or by a friend's order; a message is an occasion to buy, with a coupon or a
// red packet if the brand likes, and one too many makes its reader leave. That a list sells again to the few,
// and wears out, follows. Long, because what comes of a message, an order and a click is one account's tie to
// the list.
#include "models/fan_economy/mechanisms/private_traffic.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <vector>

#include "fanfare/fmath.h"
#include "fanfare/messages.h"
#include "fanfare/sampling.h"
#include "models/fan_economy/attention/persuasion.h"
#include "models/fan_economy/market/offers.h"
#include "models/fan_economy/market/standing.h"
#include "models/fan_economy/mechanisms/friends.h"
#include "models/fan_economy/mechanisms/own_cells.h"
#include "models/fan_economy/mechanisms/own_orders.h"
#include "models/fan_economy/mechanisms/private_packets.h"
#include "models/fan_economy/people/daily.h"
#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

enum class PrivateDoor : std::uint8_t { none, start, card, click, form, friends };
constexpr std::array kPrivateDoors = {"start", "card", "click", "form", "friend"};

// An account and a list.
struct PrivateTie {
  PrivateDoor door = PrivateDoor::none;  // by which it came
  std::uint8_t left = 0;                 // for good
  std::uint8_t lately = 0;               // messages, in sixteenths
  std::uint8_t month = 0;                // messages of this month
  std::uint8_t coupon = 0;               // days that it is still good for
  std::uint8_t card = 0;                 // days until a parcel comes whose card it will follow
  std::uint8_t is_lead = 0;              // came by a form and has not bought yet
  std::uint8_t was_reached = 0;
  bool is_in() const { return door != PrivateDoor::none && left == 0; }
};
bool private_coupon_is_open(const Mechanism* by, const World& world, const OfferAsk& ask);
Quote private_coupon(const Mechanism* by, const World& world, const OfferAsk& ask);

class PrivateTraffic final : public Mechanism {
 public:
  using Keys = PrivateTrafficKeys;
  static constexpr bool kOnEveryPlatform = true;  // clicks come from all
  static constexpr std::array kOffers = {OfferRule{"coupon",
                                                   "for members of a brand's list who read its message",
                                                   private_coupon_is_open, private_coupon}};

  static double members(const World& world) {
    return world.people(static_cast<double>(world.measures[world.find<PrivateTraffic>()->members_]));
  }
  static std::vector<std::string> door_names(const World&) {
    return {kPrivateDoors.begin(), kPrivateDoors.end()};
  }
  static std::vector<double> joins(const World& world) {
    const PrivateTraffic& own = *world.find<PrivateTraffic>();
    std::vector<double> values;
    for (std::size_t d = 0; d < kPrivateDoors.size(); ++d)
      values.push_back(world.people(static_cast<double>(world.measures.since_warmup(own.joins_ + d))));
    return values;
  }
  static std::vector<double> repeat_orders(const World& world);
  static double lead_cost(const World& world);
  static constexpr std::array kMeasures = {
      MeasureRule{"private_messages", "people", "messages of brands' lists", "accounts × population.scale",
                  true},
      MeasureRule{"private_reads", "people", "of them, read", "accounts × population.scale", true},
      MeasureRule{"private_reach", "people", "people who read one at least", "accounts × population.scale",
                  true},
      MeasureRule{"private_left", "people", "members who had enough and left", "accounts × population.scale",
                  true},
      MeasureRule{"private_orders", "people", "orders at once after a message", "accounts × population.scale",
                  true},
      MeasureRule{"coupon_orders", "people", "orders with a coupon", "accounts × population.scale", true},
      MeasureRule{"coupon_discount", "CNY", "what buyers with coupons paid less",
                  "list price − price, of all people", false},
      MeasureRule{"shared_orders_read", "people", "times a friend's order was read",
                  "accounts × population.scale", true},
      MeasureRule{"friend_orders", "people", "orders at once after it", "accounts × population.scale", true},
      MeasureRule{"leads", "people", "people who left a number in a form", "accounts × population.scale",
                  true},
      MeasureRule{"lead_orders", "people", "of them, who have bought since", "accounts × population.scale",
                  true},
      MeasureRule{"private_cost", "CNY", "messages and red packets of lists", "part of spend", false},
      MeasureRule{"red_packets_taken", "people", "shares of lists' red packets that were taken",
                  "accounts × population.scale", true},
      MeasureRule{"private_members", "people", "members of lists, now", "accounts × population.scale", false,
                  members},
      MeasureRule{"repeat_orders", "people", "orders by people who had bought the brand before",
                  "(sales − new buyers) × population.scale", true, nullptr, "brand", "", nullptr,
                  repeat_orders},
      MeasureRule{"lead_cost", "CNY", "spent by brands with a form for each lead",
                  "spend of these brands / leads", false, lead_cost},
      MeasureRule{"private_joins", "people", "people who joined a list, by how",
                  "accounts × population.scale", true, nullptr, "private_door",
                  "how members of a list came to it", door_names, joins}};

  PrivateTraffic(World& world, const Keys& keys) : keys_(keys), luck_(world.luck("private_traffic")) {}

  void open(World& world) override {
    for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i] = world.measures.named(kMeasures[i].name);
    members_ = open_cells(world, "members of lists", 1);
    joins_ = open_cells(world, "members of lists by door", kPrivateDoors.size());
    lists_ = private_lists(world, keys_);
    packets_.open(world);
    for (PrivateList& list : lists_) open_coupon(world, list);
    ties_.resize(world.part, static_cast<std::uint32_t>(lists_.size()));
    own_.resize(world.part);
    messages_.open(world.part);
    pushed_ = messages_.add_kind({.name = "message", .life = 7 * world.ticks_per_day(), .keep = 3});
    shown_ = messages_.add_kind({.name = "order of a friend", .life = 3 * world.ticks_per_day(), .keep = 5});
  }
  void mail(Mail& mail) override { packets_.mail(mail), messages_.mail(mail); }
  void state(Archive& archive) override {
    archive.owned({"private_traffic.ties", "1", "door, messages, coupon and card, by list"}, ties_);
    packets_.state(archive);
    messages_.state(archive);
  }
  std::size_t bytes_beside_state() const override { return messages_.bytes_beside_state(); }

  bool has_coupon(const OfferAsk& ask) const {
    for (std::size_t l = 0; l < lists_.size(); ++l)
      if (lists_[l].offer == ask.number) return ties_.row(ask.account)[l].coupon > 0;
    return false;
  }
  Quote coupon(const OfferAsk& ask) const {
    Cents off = 0;
    for (const PrivateList& list : lists_)
      if (list.offer == ask.number) off = list.keys.coupon;
    return {std::max<Cents>(1, ask.list - off), ask.number, ask.offer.urgency};
  }

  // Whose messages go out now.
  void campaign(World& world, const StepScope& scope) {
    due_.assign(lists_.size(), 0);
    for (std::uint32_t l = 0; l < lists_.size(); ++l) {
      if (!lists_[l].pushes_at(scope.tick, world.ticks_per_day())) continue;
      due_[l] = 1;
      if (lists_[l].packet > 0) packets_.announce(world, lists_[l], l, scope.tick);
    }
  }

  void publish(World& world, const BlockScope& scope) {
    messages_.file(scope);
    if (scope.tick == 0) remember_start(world, scope);
    for (std::uint32_t a = scope.first; a < scope.last; ++a)
      if (world.opens[AccountId(a)] != 0)
        messages_.read(scope, AccountId(a), [&](const Message& message) {
          if (message.kind == pushed_)
            meet(world, scope, AccountId(a), message);
          else
            hear_of_order(world, scope, AccountId(a), message);
          return true;
        });
  }
  void shop(World& world, const BlockScope& scope) {
    for (std::uint32_t l = 0; l < lists_.size(); ++l)
      if (due_[l] != 0) push(world, scope, l);
  }

  void clicked(World& world, const BlockScope& scope, const LinkClick& click) {
    if (click.ordered) return;
    for (std::uint32_t l = 0; l < lists_.size(); ++l) {
      if (lists_[l].brand != click.brand || ties_.row(click.reader)[l].door != PrivateDoor::none) continue;
      const Subject about{click.reader.value, lists_[l].hash, scope.tick};
      if (fills_in(world, lists_[l], click.reader, about)) {
        join(world, scope, click.reader, l, PrivateDoor::form);
        ties_.row(click.reader)[l].is_lead = 1;
        count(world, scope, kLeads);
      } else if (luck_.draws(clicks).chance(lists_[l].keys.clicks, about)) {
        join(world, scope, click.reader, l, PrivateDoor::click);
      }
    }
  }

  void trade(World& world, const StepScope& scope) {
    packets_.share(world, lists_, luck_.draws(lots), luck_.draws(splits), scope.tick);
    messages_.settle();
  }
  void settle(World& world, const BlockScope& scope) {
    own_.settle(world, scope, [&](const OwnOrder& own, const TradedOrder&) {
      count(world, scope, own.how == kOfFriend ? kFriendOrders : kPushOrders);
    });
    const auto& orders = world.market.orders;
    const auto before = [](const TradedOrder& row, std::uint32_t a) { return row.account < a; };
    for (auto o = std::lower_bound(orders.begin(), orders.end(), scope.first, before);
         o != orders.end() && o->account < scope.last; ++o)
      for (std::uint32_t l = 0; o->granted != 0 && l < lists_.size(); ++l)
        if (lists_[l].brand == o->brand) note_order(world, scope, *o, l);
    packets_.each_share(scope, [&](std::uint64_t l, AccountId account, Cents cents) {
      world.accounts.wallet[account] += static_cast<std::int32_t>(cents);
      world.ledger.transfer(scope.worker, packets_.escrow(), world.market.consumers, cents * scale_of(world));
      spend(world, scope, lists_[l], cents * scale_of(world));
      count(world, scope, kShares);
    });
  }

  void daily(World& world, const BlockScope& scope, AccountId account) {
    const double keeps = 1 - daily_loss(keys_.memory);
    for (std::uint32_t l = 0; l < lists_.size(); ++l) {
      PrivateTie& tie = ties_.row(account)[l];
      if (world.day() % 30 == 0) tie.month = 0;
      if (tie.coupon > 0) --tie.coupon;
      if (tie.lately > 0)
        tie.lately = static_cast<std::uint8_t>(stochastic_round(
            tie.lately * keeps, luck_.draws(forgets).uniform({account.value, lists_[l].hash, world.day()})));
      if (tie.card > 0 && --tie.card == 0) join(world, scope, account, l, PrivateDoor::card);
    }
  }

 private:
  enum Purpose : std::uint32_t {
    starts,
    cards,
    clicks,
    forms,
    reads,
    patience,
    moves,
    buys,
    shares,
    friends,
    heeds,
    accepts,
    lots,
    splits,
    forgets
  };
  enum Count : std::size_t {
    kMessages,
    kReads,
    kReached,
    kLeft,
    kPushOrders,
    kCouponOrders,
    kCouponDiscount,
    kSharedRead,
    kFriendOrders,
    kLeads,
    kLeadOrders,
    kCost,
    kShares
  };
  static constexpr std::uint8_t kOfPush = 0, kOfFriend = 1;

  void count(World& world, const BlockScope& scope, Count what, std::int64_t value = 1) const {
    world.measure_tally.add(scope.worker, cells_[what], value);
  }
  void open_coupon(World& world, PrivateList& list) {
    if (list.keys.coupon == 0) return;
    Offer offer;
    offer.until_day = 1e6;
    offer.urgency = 0.3F;
    offer.brand = list.brand;
    list.offer = add_offer(world, offer, offer_kind("coupon"), "private_traffic");
  }
  void remember_start(World& world, const BlockScope& scope) {
    for (std::uint32_t a = scope.first; a < scope.last; ++a)
      for (std::uint32_t l = 0; l < lists_.size(); ++l)
        if ((world.accounts.bond.row(AccountId(a))[lists_[l].brand].stage & BrandBond::kBought) != 0 &&
            luck_.draws(starts).chance(lists_[l].keys.start, {a, lists_[l].hash, 0}))
          join(world, scope, AccountId(a), l, PrivateDoor::start);
  }
  void join(World& world, const BlockScope& scope, AccountId account, std::uint32_t l, PrivateDoor by) {
    PrivateTie& tie = ties_.row(account)[l];
    if (tie.door != PrivateDoor::none) return;
    tie.door = by;
    world.measure_tally.add(scope.worker, members_, 1);
    world.measure_tally.add(scope.worker, joins_ + static_cast<std::size_t>(by) - 1, 1);
  }
  void leave(World& world, const BlockScope& scope, PrivateTie& tie) {
    tie.left = 1;
    world.measure_tally.add(scope.worker, members_, -1);
    count(world, scope, kLeft);
  }

  // To those who are on the list, in the segment, and have had no more of it than the platform allows.
  void push(World& world, const BlockScope& scope, std::uint32_t l) {
    const PrivateList& list = lists_[l];
    const std::uint64_t packet = list.packet == 0 ? 0 : packets_.newest_of(l);
    std::int64_t sent = 0;
    for (std::uint32_t a = scope.first; a < scope.last; ++a) {
      PrivateTie& tie = ties_.row(AccountId(a))[l];
      if (!tie.is_in() || tie.month + 1 > keys_.monthly_limit ||
          (world.accounts.flags[AccountId(a)] & AccountFlags::kGone) != 0 ||
          (list.segment >= 0 && !in_segment(world, AccountId(a), static_cast<std::size_t>(list.segment))))
        continue;
      messages_.send(scope, {.to = a, .from = a, .what = packet << 8 | l, .kind = pushed_});
      if (tie.month < 255) ++tie.month;
      ++sent;
    }
    if (sent == 0) return;
    count(world, scope, kMessages, sent);
    const Cents cost = list.keys.message_cost * sent * scale_of(world);
    if (cost == 0) return;
    world.ledger.transfer(scope.worker, BookId(world.market.brands[list.brand].book), world.market.platform,
                          cost);
    spend(world, scope, list, cost);
  }
  void spend(World& world, const BlockScope& scope, const PrivateList& list, Cents cost) const {
    world.measure_tally.add(scope.worker, list.cost, cost);
    count(world, scope, kCost, cost);
  }

  double chance_to_buy(const World& world, AccountId account, const PrivateList& list, double worth) const {
    const PurchaseParameters& p = world.p.purchase;
    const double way = list.keys.shop == PrivateShop::outside ? keys_.outside : 1;
    return way *
           std::min(p.order_ceiling, worth * p.order_per_click * purchase_drive(world, account, list.brand));
  }
  void move(World& world, const BlockScope& scope, AccountId account, const PrivateList& list, Stage at_least,
            const Subject& about, std::uint32_t index) const {
    BrandBond& bond = world.accounts.bond.row(account)[list.brand];
    bond.attitude = persuade(bond.attitude, keys_.strength, world.p.persuasion.negativity,
                             luck_.draws(moves).uniform(about, index));
    update_stage(world, scope, account, list.brand, at_least);
  }

  // The message in hand counts among those of late: one too many, and its reader is gone.
  void meet(World& world, const BlockScope& scope, AccountId account, const Message& message) {
    const auto l = static_cast<std::uint32_t>(message.what & 0xff);
    const PrivateList& list = lists_[l];
    PrivateTie& tie = ties_.row(account)[l];
    if (!tie.is_in()) return;
    const Subject about{account.value, list.hash, message.sent};
    const double lately = tie.lately / 16.0;
    tie.lately = static_cast<std::uint8_t>(std::min(255, tie.lately + 16));
    const double taken =
        -keys_.patience * fmath::log(luck_.draws(patience).uniform({account.value, list.hash, 0}));
    if (lately >= taken && lately > 0) return leave(world, scope, tie);
    const std::uint64_t packet = message.what >> 8;
    const double pull = packet > 0 ? 1 + keys_.packet_pull : 1;
    if (!luck_.draws(reads).chance(pull * keys_.attention * fmath::exp(-keys_.fatigue * lately), about))
      return;
    count(world, scope, kReads);
    if (tie.was_reached == 0) count(world, scope, kReached);
    tie.was_reached = 1;
    if (list.keys.coupon > 0) tie.coupon = static_cast<std::uint8_t>(list.keys.coupon_days);
    packets_.reach(scope, account, packet);
    move(world, scope, account, list, Stage::interested, about, 0);
    if (luck_.draws(buys).chance(chance_to_buy(world, account, list, keys_.worth), about))
      own_.order(world, scope, account, list.brand, false, kOfPush);
  }

  // One's friends' choice makes a brand known, and its list.
  void hear_of_order(World& world, const BlockScope& scope, AccountId account, const Message& message) {
    const auto l = static_cast<std::uint32_t>(message.what);
    const PrivateList& list = lists_[l];
    const Subject about{account.value, message.from, message.sent};
    count(world, scope, kSharedRead);
    move(world, scope, account, list, Stage::aware, about, 1 + l);
    if (luck_.draws(accepts).chance(keys_.accept, about, l))
      join(world, scope, account, l, PrivateDoor::friends);
    if (luck_.draws(heeds).chance(chance_to_buy(world, account, list, keys_.friend_worth), about, l))
      own_.order(world, scope, account, list.brand, false, kOfFriend);
  }

  // Each step asks whether one wants it enough: who wants it as much as a step costs goes on every other
  // time.
  bool fills_in(const World& world, const PrivateList& list, AccountId account, const Subject& about) const {
    if (list.keys.form == LeadForm::none) return false;
    const double wants = purchase_drive(world, account, list.brand);
    if (wants <= 0) return false;
    const double step = wants / (wants + keys_.effort);
    const std::uint32_t steps = list.keys.form == LeadForm::form ? keys_.form_steps : keys_.page_steps;
    return luck_.draws(forms).chance(fmath::pow(step, steps), about);
  }

  void note_order(World& world, const BlockScope& scope, const TradedOrder& order, std::uint32_t l) {
    const PrivateList& list = lists_[l];
    const AccountId account(order.account);
    PrivateTie& tie = ties_.row(account)[l];
    const Subject about{account.value, list.hash, scope.tick};
    if (order.offer == list.offer && list.offer != kNoOffer) {
      tie.coupon = 0;
      count(world, scope, kCouponOrders);
      count(world, scope, kCouponDiscount,
            std::max<Cents>(0, world.market.brands[list.brand].price - order.price) * scale_of(world));
    }
    if (tie.is_lead != 0) tie.is_lead = 0, count(world, scope, kLeadOrders);
    if (tie.door == PrivateDoor::none && tie.card == 0 && luck_.draws(cards).chance(list.keys.card, about))
      tie.card = static_cast<std::uint8_t>(std::clamp(world.p.purchase.delivery_days, 1.0, 250.0));
    if (!tie.is_in() || !luck_.draws(shares).chance(list.keys.shared, about)) return;
    some_friends(world, account, list.keys.friends, luck_.draws(friends), about, [&](std::uint32_t to) {
      messages_.send(scope, {.to = to, .from = account.value, .what = l, .kind = shown_});
    });
  }

  const Keys& keys_;
  MechanismLuck luck_;
  std::vector<PrivateList> lists_;
  std::array<std::size_t, 13> cells_{};
  std::size_t members_ = 0, joins_ = 0;
  std::uint8_t pushed_ = 0, shown_ = 0;
  Messages messages_{"private_traffic"};
  Column<PrivateTie> ties_;
  OwnOrders own_;
  PrivatePackets packets_;

  std::vector<std::uint8_t> due_;  // within a tick: whether a list writes
};

bool private_coupon_is_open(const Mechanism* by, const World&, const OfferAsk& ask) {
  return static_cast<const PrivateTraffic*>(by)->has_coupon(ask);
}
Quote private_coupon(const Mechanism* by, const World&, const OfferAsk& ask) {
  return static_cast<const PrivateTraffic*>(by)->coupon(ask);
}

// Of each brand once, however many lists it has.
template <class Of>
double over_list_brands(const std::vector<PrivateList>& lists, const Of& of) {
  double sum = 0;
  for (std::size_t l = 0; l < lists.size(); ++l)
    if (std::none_of(lists.begin(), lists.begin() + static_cast<std::ptrdiff_t>(l),
                     [&](const PrivateList& other) { return other.brand == lists[l].brand; }))
      sum += of(lists[l]);
  return sum;
}

std::vector<double> PrivateTraffic::repeat_orders(const World& world) {
  const auto since = [&](BrandCell cell, std::size_t brand) {
    return static_cast<double>(world.measures.since_warmup(world.measures.cell(cell, brand)));
  };
  std::vector<double> values;
  for (std::size_t b = 0; b < world.market.brands.size(); ++b)
    values.push_back(world.people(since(BrandCell::orders, b) - since(BrandCell::new_buyers, b)));
  return values;
}

double PrivateTraffic::lead_cost(const World& world) {
  const PrivateTraffic& own = *world.find<PrivateTraffic>();
  const double cents = over_list_brands(own.lists_, [&](const PrivateList& list) {
    if (list.keys.form == LeadForm::none) return 0.0;
    double sum = 0;
    for (const BrandCost& cost : world.market.costs)
      if (cost.brand == list.brand) sum += static_cast<double>(world.measures.since_warmup(cost.cell));
    for (std::size_t c = 0; c < world.market.campaigns.size(); ++c)
      if (world.market.campaigns[c].brand == list.brand)
        sum += static_cast<double>(fan_economy::spend(world, c));
    return sum;
  });
  const double leads = world.people(static_cast<double>(world.measures.since_warmup(own.cells_[kLeads])));
  return leads == 0 ? 0 : cents / 100 / leads;
}

}  // namespace

extern constinit const MechanismEntry private_traffic = mechanism<PrivateTraffic>(
    "private_traffic",
    "lists of people whom a brand writes to: parcel cards, coupons, friends' orders, lead forms");

}  // namespace fanfare::fan_economy
