// Mechanism `group_buying`: a price that needs so many buyers by a last day. Who signs up pays into escrow;
// when the group has come together the escrow buys, else it pays back. Counters that all see (Groupon), or
// teams into which members ask friends (Pinduoduo). Who waits until it is sure enough, and whom that brings
// in the end, is each account's own rule: see GroupHope. Long, because all that an account does about a deal,
// from the first look to the order or the refund, hangs on the same few columns.
#include "models/fan_economy/mechanisms/group_buying.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <vector>

#include "fanfare/fmath.h"
#include "fanfare/messages.h"
#include "fanfare/sampling.h"
#include "models/fan_economy/attention/persuasion.h"
#include "models/fan_economy/market/brands.h"
#include "models/fan_economy/mechanisms/buying_groups.h"
#include "models/fan_economy/mechanisms/friends.h"
#include "models/fan_economy/mechanisms/own_cells.h"
#include "models/fan_economy/mechanisms/own_orders.h"
#include "models/fan_economy/people/daily.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// The same once it has its place: in its block.
struct GroupPledge {
  GroupSignUp of;
  std::uint32_t day = 0;
};

class GroupBuying final : public Mechanism {
 public:
  using Keys = GroupBuyingKeys;
  static constexpr std::size_t kSteps = 15;  // tenths of what a deal needs

  static double held(const World& world) {
    return static_cast<double>(world.ledger.balance(world.find<GroupBuying>()->escrow_)) / 100;
  }
  static std::vector<std::string> step_names(const World&) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i + 1 < kSteps; ++i)
      names.push_back(std::to_string(10 * i) + "–" + std::to_string(10 * i + 10) + " %");
    names.push_back("140 % +");
    return names;
  }
  static std::vector<double> hazard(const World& world) {
    const GroupBuying& own = *world.find<GroupBuying>();
    std::vector<double> values;
    for (std::size_t i = 0; i < kSteps; ++i)
      values.push_back(ratio(world, own.signed_at_ + i, own.looks_at_ + i));
    return values;
  }
  static double ratio(const World& world, std::size_t part, std::size_t whole) {
    const auto all = static_cast<double>(world.measures.since_warmup(whole));
    return all == 0 ? 0 : static_cast<double>(world.measures.since_warmup(part)) / all;
  }
  // Of buyers of one origin: orders at the list price after the first, a month.
  template <std::size_t origin>
  static double returning(const World& world) {
    const GroupBuying& own = *world.find<GroupBuying>();
    return 30 * ratio(world, own.again_ + origin, own.buyer_days_ + origin);
  }
  // A counter is one; a team of accounts stands for as many of people.
  template <std::size_t first>
  static double decided(const World& world) {
    const std::size_t cell = world.find<GroupBuying>()->decided_cells_ + first;
    return static_cast<double>(world.measures.since_warmup(cell)) +
           world.people(static_cast<double>(world.measures.since_warmup(cell + 1)));
  }
  static constexpr std::array kMeasures = {
      MeasureRule{"group_signups", "people", "people who signed up for a group price and got a place",
                  "accounts × population.scale", true},
      MeasureRule{"group_orders", "people", "of them, whose group came together and who bought",
                  "accounts × population.scale", true},
      MeasureRule{"group_refunds", "people", "of them, who were paid back because it did not",
                  "accounts × population.scale", true},
      MeasureRule{"group_turned_away", "people",
                  "who found the group closed or the merchant's capacity taken",
                  "accounts × population.scale", true},
      MeasureRule{"group_invitations", "people", "friends who were asked into a team",
                  "accounts × population.scale", true},
      MeasureRule{"groups_tipped", "count", "groups that came together",
                  "counters + teams × population.scale", true, decided<0>},
      MeasureRule{"groups_failed", "count", "groups that did not", "counters + teams × population.scale",
                  true, decided<2>},
      MeasureRule{"group_discount", "CNY", "what buyers in groups paid less",
                  "list price − group price, of all people", false},
      MeasureRule{"group_held", "CNY", "paid by people whose group is yet to come together, now",
                  "balance of the escrow", false, held},
      MeasureRule{"group_hazard", "1", "sign-ups for each look at a counter, by how full it was",
                  "sign-ups / sessions of people who know the brand and have not signed up", false, nullptr,
                  "group_progress", "sign-ups so far, of what the deal needs", step_names, hazard},
      MeasureRule{"group_buyers_return", "1",
                  "orders at the list price, a month, of who bought in a group first",
                  "30 · orders at the list price after the first / days since it", false, returning<0>},
      MeasureRule{"list_buyers_return", "1",
                  "orders at the list price, a month, of who bought at the list price first",
                  "30 · orders at the list price after the first / days since it", false, returning<1>}};

  GroupBuying(World& world, const Keys& keys) : keys_(keys), luck_(world.luck("group_buying")) {}

  void open(World& world) override {
    constexpr std::array kNames = {"group_signups",     "group_orders",      "group_refunds",
                                   "group_turned_away", "group_invitations", "group_discount"};
    for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i] = world.measures.named(kNames[i]);
    decided_cells_ = open_cells(world, "groups that were decided", 4);
    signed_at_ = open_cells(world, "group sign-ups by progress", kSteps);
    looks_at_ = open_cells(world, "group looks by progress", kSteps);
    buyer_days_ = open_cells(world, "days of buyers by origin", 2);
    again_ = open_cells(world, "orders of buyers by origin", 2);
    deals_ = group_deals(world, keys_);
    escrow_ = world.ledger.open("group buying", Ledger::Overdraft::forbidden);
    const auto brands = static_cast<std::uint32_t>(world.market.brands.size());
    status_.resize(world.part, static_cast<std::uint32_t>(deals_.size()));
    reference_.resize(world.part, brands);
    origin_.resize(world.part, brands);
    pledges_.resize(world.part);
    signups_.resize(world.part);
    own_.resize(world.part);
    groups_.open(deals_);
    Tick life = 1;
    for (const GroupDeal& deal : deals_)
      if (deal.is_team) life = std::max(life, deal.life);
    messages_.open(world.part);
    kind_ = messages_.add_kind({.name = "invitation", .life = life, .keep = 8});
  }
  void mail(Mail& mail) override { mail.outboxes.push_back(&signups_), messages_.mail(mail); }
  void state(Archive& archive) override {
    archive.owned({"group_buying.status", "1", "looked at, waits, signed up, by deal"}, status_);
    archive.owned({"group_buying.reference", "1/255", "off the list price, as remembered, by brand"},
                  reference_);
    archive.owned({"group_buying.origin", "1", "bought in a group first, or at the list price"}, origin_);
    archive.lists({"group_buying.pledges", "1", "paid, not yet bought"}, pledges_);
    groups_.state(archive);
    messages_.state(archive);
  }
  std::size_t bytes_beside_state() const override { return messages_.bytes_beside_state(); }
  std::vector<Caution> cautions(const World& world) const override {
    std::vector<Caution> found;
    for (const GroupDeal& deal : deals_) {
      const Brand& brand = world.market.brands[deal.brand];
      if (deal.price < unit_cost(brand))
        found.push_back({"caution.group_below_cost",
                         {{"brand", world.p.brands[deal.brand].id},
                          {"price", static_cast<double>(deal.price) / 100},
                          {"cost", static_cast<double>(unit_cost(brand)) / 100}}});
    }
    return found;
  }
  // Not a cent of those whose group is not decided is elsewhere.
  std::string breach(const World& world) const override {
    Cents owed = 0;
    for (const BuyingGroup& group : groups_.all())
      owed += deals_[group.deal].price * group.held * scale_of(world);
    const Cents held = world.ledger.balance(escrow_);
    if (held == owed) return {};
    return "group buying: the escrow holds " + money_text(held) + " but owes " + money_text(owed);
  }

  // How a price that was paid in a group sits in the mind of who is asked for more.
  double drive(const World& world, AccountId account, std::uint8_t brand) const {
    const std::uint8_t off = reference_.row(account)[brand];
    if (off == 0 || keys_.reference <= 0) return 1;
    const Cents list = world.market.brands[brand].price;
    const double asked = static_cast<double>(quote(world, brand, account).price) / static_cast<double>(list);
    const double usual = 1 - off / 255.0;
    if (asked <= usual) return 1;
    return fmath::pow(usual / asked, keys_.reference * world.accounts.price_sensitivity[account] / 32.0);
  }

  void campaign(World& world, const StepScope&) {
    sure_.assign(deals_.size(), 0);
    step_.assign(deals_.size(), 0);
    for (const BuyingGroup& group : groups_.all())
      if (!deals_[group.deal].is_team) look_at_counter(world, group);
  }

  // Invitations are read when the app is opened.
  void publish(World& world, const BlockScope& scope) {
    messages_.file(scope);
    for (std::uint32_t a = scope.first; a < scope.last; ++a)
      if (world.opens[AccountId(a)] != 0)
        messages_.read(scope, AccountId(a), [&](const Message& asked) {
          heed(world, scope, AccountId(a), asked);
          return true;
        });
  }
  void shop(World& world, const BlockScope& scope) {
    decide_pledges(world, scope);
    for (std::uint32_t d = 0; d < deals_.size(); ++d) {
      if (!deals_[d].runs(scope.tick) || groups_.is_taken(d)) continue;
      for (std::uint32_t a = scope.first; a < scope.last; ++a)
        if (world.opens[AccountId(a)] != 0) look(world, scope, AccountId(a), d);
    }
  }

  void trade(World& world, const StepScope& scope) {
    decided_ = groups_.settle(signups_.received(), luck_.draws(lots), scope.tick);
    signups_.clear_received();
    for (std::size_t team = 0; team < 2; ++team) {
      world.measures.add(decided_cells_ + team, decided_.tipped[team]);
      world.measures.add(decided_cells_ + 2 + team, decided_.failed[team]);
    }
    messages_.settle();
  }

  void settle(World& world, const BlockScope& scope) {
    each_of(decided_.admitted, scope, [&](const GroupSignUp& signup) {
      pledges_[scope.block].push_back({signup, world.day()});
      count(world, scope, kSignups);
      if (deals_[signup.deal].is_team) ask_friends(world, scope, signup);
    });
    each_of(decided_.refused, scope, [&](const GroupSignUp& signup) {
      pay_back(world, scope, {signup, world.day()});
      status_.row(AccountId(signup.account))[signup.deal] = kNone;
      count(world, scope, kTurnedAway);
    });
    own_.settle(world, scope, [&](const OwnOrder& own, const TradedOrder& order) {
      const Cents list = world.market.brands[own.brand].price;
      const Cents less = std::max<Cents>(0, list - order.price);
      count(world, scope, kOrders);
      world.measure_tally.add(scope.worker, cells_[kDiscount], less * scale_of(world));
      std::uint8_t& off = reference_.row(AccountId(own.account))[own.brand];
      off = std::max(off, static_cast<std::uint8_t>(255 * less / std::max<Cents>(1, list)));
      std::uint8_t& origin = origin_.row(AccountId(own.account))[own.brand];
      if (origin == 0) origin = 1;
    });
    note_orders(world, scope);
  }

  void daily(World& world, const BlockScope& scope, AccountId account) {
    const double keeps = 1 - daily_loss(keys_.reference_half_life);
    for (std::size_t b = 0; b < world.market.brands.size(); ++b) {
      std::uint8_t& off = reference_.row(account)[b];
      if (off > 0)
        off = static_cast<std::uint8_t>(stochastic_round(
            off * keeps,
            luck_.draws(fades).uniform({account.value, world.day(), static_cast<std::uint32_t>(b)})));
      if (const std::uint8_t origin = origin_.row(account)[b]; origin > 0)
        world.measure_tally.add(scope.worker, buyer_days_ + origin - 1, 1);
    }
  }

 private:
  enum Purpose : std::uint32_t { meets, wishes, nerve, lots, friends, heeds, fades };
  enum Status : std::uint8_t { kNone, kWaits, kSigned };
  enum Count : std::size_t { kSignups, kOrders, kRefunds, kTurnedAway, kInvitations, kDiscount };

  void count(World& world, const BlockScope& scope, Count what) const {
    world.measure_tally.add(scope.worker, cells_[what], 1);
  }
  template <class Visit>
  static void each_of(const std::vector<GroupSignUp>& all, const BlockScope& scope, const Visit& visit) {
    const auto before = [](const GroupSignUp& s, std::uint32_t a) { return s.account < a; };
    for (auto s = std::lower_bound(all.begin(), all.end(), scope.first, before);
         s != all.end() && s->account < scope.last; ++s)
      visit(*s);
  }

  // What the counter of the last tick tells who looks at it; a hidden one says what it said on its first day.
  void look_at_counter(const World& world, const BuyingGroup& group) {
    const GroupDeal& deal = deals_[group.deal];
    const double day = 1.0 / world.ticks_per_day();
    const double all = (deal.until - deal.from) * day;
    const double past = deal.seen && world.tick > deal.from ? (world.tick - deal.from) * day : 0;
    const double n = deal.seen ? world.people(group.members) : 0;
    const GroupHope hope{keys_.optimism, keys_.doubt, keys_.prior_days};
    sure_[group.deal] = hope.sure(n, world.people(deal.needs), past, all);
    counter_of_[group.deal % kMostGroupDeals] = groups_.number_of(group);
    step_[group.deal] = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(kSteps - 1, std::uint64_t{10} * group.members / deal.needs));
  }

  void look(World& world, const BlockScope& scope, AccountId account, std::uint32_t d) {
    const GroupDeal& deal = deals_[d];
    std::uint8_t& status = status_.row(account)[d];
    if (status == kSigned || world.accounts.bond.row(account)[deal.brand].at() == Stage::unaware) return;
    if (!deal.is_team) world.measure_tally.add(scope.worker, looks_at_ + step_[d], 1);
    const Subject about{account.value, deal.hash, scope.tick};
    if (status == kNone) {
      if (!luck_.draws(meets).chance(keys_.notice, about) ||
          !luck_.draws(wishes).chance(wish(world, account, deal, 1), about))
        return;
      status = kWaits;
    }
    if (deal.is_team) {
      sign_up(world, scope, account, d, kNobody);
    } else if (sure_[d] >= certainty_asked(account, deal) &&
               sign_up(world, scope, account, d, counter_of_[d % kMostGroupDeals])) {
      world.measure_tally.add(scope.worker, signed_at_ + step_[d], 1);
    }
  }
  double certainty_asked(AccountId account, const GroupDeal& deal) const {
    const Words words = luck_.draws(nerve).words({account.value, deal.hash, 0});
    return to_unit(words[0]) < keys_.bold ? 0 : to_unit(words[1]);
  }
  // As at a click, at the group price: what it was asked before does not make that dear.
  double wish(const World& world, AccountId account, const GroupDeal& deal, double times) const {
    const PurchaseParameters& p = world.p.purchase;
    const double elasticity = world.accounts.price_sensitivity[account] / 32.0;
    const double asked = static_cast<double>(quote(world, deal.brand, account).price);
    const double drive_now = purchase_drive(world, account, deal.brand) / drive(world, account, deal.brand);
    const double cheaper = fmath::pow(static_cast<double>(deal.price) / asked, -elasticity);
    return std::min(keys_.ceiling, times * keys_.worth * p.order_per_click * drive_now * cheaper);
  }

  // Pays into escrow. Need is met by what one waits for; see order_at().
  bool sign_up(World& world, const BlockScope& scope, AccountId account, std::uint32_t d,
               std::uint32_t into) {
    const GroupDeal& deal = deals_[d];
    std::int32_t& wallet = world.accounts.wallet[account];
    if (wallet < deal.price) return false;
    wallet -= static_cast<std::int32_t>(deal.price);
    world.ledger.transfer(scope.worker, world.market.consumers, escrow_, deal.price * scale_of(world));
    std::uint8_t& days = world.accounts.category_days.row(account)[world.market.brands[deal.brand].category];
    signups_.push(scope, {account.value, d, into, days});
    days = 0;
    status_.row(account)[d] = kSigned;
    update_stage(world, scope, account, deal.brand, Stage::intending);
    return true;
  }
  void pay_back(World& world, const BlockScope& scope, const GroupPledge& pledge) const {
    const GroupDeal& deal = deals_[pledge.of.deal];
    const AccountId account(pledge.of.account);
    world.accounts.wallet[account] += static_cast<std::int32_t>(deal.price);
    world.ledger.transfer(scope.worker, escrow_, world.market.consumers, deal.price * scale_of(world));
    std::uint8_t& days = world.accounts.category_days.row(account)[world.market.brands[deal.brand].category];
    const std::uint32_t since = world.day() - pledge.day;
    if (days + 1U < std::min<std::uint32_t>(since, kNeverBought - 1)) return;  // bought meanwhile
    days = pledge.of.days == kNeverBought
               ? kNeverBought
               : static_cast<std::uint8_t>(std::min<std::uint32_t>(kNeverBought - 1, pledge.of.days + since));
  }
  // Groups that were decided in the last tick: the escrow pays back, and who has what it asked for buys.
  void decide_pledges(World& world, const BlockScope& scope) {
    std::vector<GroupPledge>& waiting = pledges_[scope.block];
    std::erase_if(waiting, [&](const GroupPledge& pledge) {
      const BuyingGroup& of = *groups_.find(pledge.of.group);
      if (of.is == GroupIs::open) return false;
      pay_back(world, scope, pledge);
      const AccountId account(pledge.of.account);
      const GroupDeal& deal = deals_[pledge.of.deal];
      if (of.is == GroupIs::tipped) {
        own_.order_at(world, scope, account, deal.brand, deal.price, false, 0);
      } else {
        status_.row(account)[pledge.of.deal] = kNone;
        count(world, scope, kRefunds);
      }
      return true;
    });
  }

  void ask_friends(World& world, const BlockScope& scope, const GroupSignUp& signup) {
    const BuyingGroup& into = *groups_.find(signup.group);
    if (into.is != GroupIs::open) return;
    const GroupDeal& deal = deals_[signup.deal];
    some_friends(world, AccountId(signup.account), deal.invites, luck_.draws(friends),
                 {signup.account, deal.hash, scope.tick}, [&](std::uint32_t to) {
                   messages_.send(scope,
                                  {.to = to, .from = signup.account, .what = signup.group, .kind = kind_});
                   count(world, scope, kInvitations);
                 });
  }
  // A friend's word makes the brand known. A team that is full, or over, is of no use.
  void heed(World& world, const BlockScope& scope, AccountId account, const Message& asked) {
    const auto number = static_cast<std::uint32_t>(asked.what);
    const BuyingGroup* into = groups_.find(number);
    if (into == nullptr) return;
    const GroupDeal& deal = deals_[into->deal];
    update_stage(world, scope, account, deal.brand, Stage::aware);
    if (into->is != GroupIs::open || into->closes <= scope.tick || groups_.is_taken(into->deal) ||
        status_.row(account)[into->deal] == kSigned)
      return;
    if (luck_.draws(heeds).chance(wish(world, account, deal, keys_.tie),
                                  {account.value, asked.from, asked.sent}, number))
      sign_up(world, scope, account, into->deal, number);
  }

  // Who buys at the list price first, and who comes back at it. Who bought elsewhere waits for no deal.
  void note_orders(World& world, const BlockScope& scope) {
    const auto& orders = world.market.orders;
    const auto before = [](const TradedOrder& order, std::uint32_t a) { return order.account < a; };
    for (auto o = std::lower_bound(orders.begin(), orders.end(), scope.first, before);
         o != orders.end() && o->account < scope.last; ++o) {
      if (o->granted == 0) continue;
      for (std::size_t d = 0; d < deals_.size(); ++d)
        if (std::uint8_t& s = status_.row(AccountId(o->account))[d];
            deals_[d].brand == o->brand && s == kWaits)
          s = kNone;
      if (o->price < world.market.brands[o->brand].price) continue;
      std::uint8_t& origin = origin_.row(AccountId(o->account))[o->brand];
      if (origin == 0)
        origin = 2;
      else
        world.measure_tally.add(scope.worker, again_ + origin - 1, 1);
    }
  }

  const Keys& keys_;
  MechanismLuck luck_;
  std::vector<GroupDeal> deals_;
  BookId escrow_;
  std::array<std::size_t, 6> cells_{};
  std::size_t decided_cells_ = 0, signed_at_ = 0, looks_at_ = 0, buyer_days_ = 0, again_ = 0;  // first cells
  std::uint8_t kind_ = 0;
  Messages messages_{"group_buying"};
  Column<std::uint8_t> status_, reference_, origin_;
  BlockLists<GroupPledge> pledges_;
  Outbox<GroupSignUp> signups_;
  BuyingGroups groups_;
  OwnOrders own_;

  // Within a tick.
  std::vector<double> sure_;         // by deal: what its counter promises
  std::vector<std::uint32_t> step_;  // and how full it is
  std::array<std::uint32_t, kMostGroupDeals> counter_of_{};
  BuyingGroups::Outcome decided_;
};

}  // namespace

extern constinit const MechanismEntry group_buying = mechanism<GroupBuying>(
    "group_buying",
    "a price that needs so many buyers by a last day: counters, or teams of friends; else refunds");

}  // namespace fanfare::fan_economy
