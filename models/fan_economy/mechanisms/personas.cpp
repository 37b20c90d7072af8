// Mechanism `personas`: what an account is to a brand follows from what it did, anew each day: segments can
// ask for it, and a brand's staff can talk to some of them. Staff costs whether it sells or not; who is
// talked to too often is offended.
#include "models/fan_economy/mechanisms/personas.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "fanfare/fmath.h"
#include "fanfare/sampling.h"
#include "models/fan_economy/attention/persuasion.h"
#include "models/fan_economy/keys/name_hash.h"
#include "models/fan_economy/keys/words.h"
#include "models/fan_economy/market/purchase.h"
#include "models/fan_economy/mechanisms/named.h"
#include "models/fan_economy/people/daily.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

enum class Persona : std::uint8_t { none, fresh, hesitant, impulsive, loyal, lapsed, high_value };

// What an account did about a brand.
struct PersonaHabit {
  std::uint8_t clicks = 0;           // of late, in sixteenths, since the last order
  std::uint8_t orders = 0;           // saturating
  std::uint8_t at_once = 0;          // of them, at a click
  std::uint8_t days = kNeverBought;  // since the last
  std::uint32_t spent = 0;           // usual prices, in sixteenths
};
struct PersonaTalks {
  std::uint8_t lately = 0;   // in sixteenths
  std::uint8_t stopped = 0;  // was offended: no more
};

// An account that a service could talk to; then one that it talks to.
struct PersonaWaiting {
  std::uint32_t account;
  std::uint32_t service;
};

struct PersonaService {
  std::uint32_t hash = 0;
  std::uint8_t brand = 0;
  std::array<bool, kPersonaWords.size()> serves{};
  std::uint64_t talks = 0;  // a day, accounts
  Cents wages = 0;          // a day
  Tick from = 0, until = 0;
  std::size_t cost = 0;  // cell of the brand
};

constexpr MeasureRule persona_level(std::string_view name, std::string_view help,
                                    double (*value)(const World&)) {
  return {name, "people", help, "accounts × population.scale, summed over brands", false, value};
}

class Personas final : public Mechanism {
 public:
  using Keys = PersonaKeys;
  static constexpr bool kOnEveryPlatform = true;  // clicks come from all
  template <std::size_t p>
  static double people_of(const World& world) {
    return world.people(static_cast<double>(world.measures[world.find<Personas>()->level_ + p]));
  }
  static constexpr std::array kMeasures = {
      MeasureRule{"service_talks", "people", "talks of service staff", "accounts × population.scale", true},
      MeasureRule{"service_orders", "people", "orders in a talk", "accounts × population.scale", true},
      MeasureRule{"service_offended", "people", "people who were talked to once too often",
                  "accounts × population.scale", true},
      MeasureRule{"service_cost", "CNY", "wages of service staff", "staff · wage · days", false},
      persona_level("persona_new", "people who are new to a brand, now", people_of<1>),
      persona_level("persona_hesitant", "people who hesitate about a brand, now", people_of<2>),
      persona_level("persona_impulsive", "people who buy a brand at a click, now", people_of<3>),
      persona_level("persona_loyal", "people who are loyal to a brand, now", people_of<4>),
      persona_level("persona_lapsed", "people who have left off buying a brand, now", people_of<5>),
      persona_level("persona_high_value", "people who have spent much on a brand, now", people_of<6>)};

  Personas(World& world, const Keys& keys) : keys_(keys), luck_(world.luck("personas")) {
    world.keeps_personas = true;
  }

  void open(World& world) override {
    for (std::size_t i = 0; i < counted_.size(); ++i) counted_[i] = world.measures.named(kMeasures[i].name);
    level_ = world.measures.open("accounts of persona 0");
    for (std::size_t p = 1; p < kPersonaWords.size(); ++p)
      world.measures.open("accounts of persona " + std::to_string(p));
    for (const PersonaServiceKeys& service : keys_.services) open_service(world, service);
    const auto brands = static_cast<std::uint32_t>(world.market.brands.size());
    habits_.resize(world.part, brands);
    talks_.resize(world.part, static_cast<std::uint32_t>(services_.size()));
    waiting_.resize(world.part);
    for (std::uint32_t a = world.part.first(); a < world.part.last(); ++a)
      for (std::size_t b = 0; b < brands; ++b) remember_start(world, AccountId(a), b);
  }
  void mail(Mail& mail) override { mail.outboxes.push_back(&waiting_); }
  void state(Archive& archive) override {
    archive.owned({"personas.habits", "1", "clicks, orders, days and money, by brand"}, habits_);
    if (!services_.empty()) archive.owned({"personas.talks", "1/16", "talks of late, by service"}, talks_);
  }

  void clicked(World&, const BlockScope&, const LinkClick& click) {
    PersonaHabit& habit = habits_.row(click.reader)[click.brand];
    habit.clicks = static_cast<std::uint8_t>(std::min(255, habit.clicks + 16));
    if (click.ordered) habit.at_once = static_cast<std::uint8_t>(std::min(255, habit.at_once + 1));
  }

  void settle(World& world, const BlockScope& scope) {
    const auto& orders = world.market.orders;
    const auto before = [](const TradedOrder& order, std::uint32_t account) {
      return order.account < account;
    };
    for (auto o = std::lower_bound(orders.begin(), orders.end(), scope.first, before);
         o != orders.end() && o->account < scope.last; ++o) {
      if (o->granted == 0) continue;
      PersonaHabit& habit = habits_.row(AccountId(o->account))[o->brand];
      habit.orders = static_cast<std::uint8_t>(std::min(255, habit.orders + 1));
      habit.clicks = habit.days = 0;
      const double prices = o->price / world.market.usual_price[o->brand];
      habit.spent = static_cast<std::uint32_t>(std::min(1e9, habit.spent + 16 * prices));
    }
  }

  void daily(World& world, const BlockScope& scope, AccountId account) {
    for (std::size_t i = 0; i < services_.size(); ++i)
      fade(world, talks_.row(account)[i].lately, keys_.talk_memory, account, 100 + i);
    for (std::size_t b = 0; b < world.market.brands.size(); ++b) {
      PersonaHabit& habit = habits_.row(account)[b];
      fade(world, habit.clicks, keys_.memory, account, b);
      if (habit.days < kNeverBought - 1) ++habit.days;
      const auto now = static_cast<std::uint8_t>(persona_of(world, account, b, habit));
      std::uint8_t& before = world.accounts.persona.row(account)[b];
      if (now != before) {
        world.measure_tally.add(scope.worker, level_ + before, -1);
        world.measure_tally.add(scope.worker, level_ + now, 1);
        before = now;
      }
      ask_for_service(world, scope, account, b, now);
    }
  }

  // Who is talked to falls by lot among those who wait; the day's capacity is laid evenly over its ticks.
  void index(World& world, const StepScope& scope) {
    if (world.platform != 0) return;
    served_.clear();
    for (std::uint32_t i = 0; i < services_.size(); ++i) {
      const PersonaService& service = services_[i];
      if (scope.tick < service.from || scope.tick >= service.until) continue;
      pay(world, service, part_of_day(world, static_cast<std::uint64_t>(service.wages)));
      choose(i, part_of_day(world, service.talks), scope.tick);
    }
    waiting_.clear_received();
    std::sort(served_.begin(), served_.end(), [](const PersonaWaiting& x, const PersonaWaiting& y) {
      return std::pair(x.account, x.service) < std::pair(y.account, y.service);
    });
  }

  void shop(World& world, const BlockScope& scope) {
    const auto before = [](const PersonaWaiting& waiting, std::uint32_t account) {
      return waiting.account < account;
    };
    for (auto w = std::lower_bound(served_.begin(), served_.end(), scope.first, before);
         w != served_.end() && w->account < scope.last; ++w)
      talk(world, scope, AccountId(w->account), w->service);
  }

 private:
  enum Purpose : std::uint32_t { forgets, lots, patience, buys, rounds };
  enum Count : std::size_t { kTalks, kOrders, kOffended, kCost };

  void open_service(World& world, const PersonaServiceKeys& keys) {
    const std::string at = "personas.services." + keys.id;
    PersonaService service;
    service.hash = hash_of_name(keys.id);
    service.brand = brand_named(world, keys.brand, at + ".brand");
    service.talks = std::uint64_t{keys.staff} * keys.talks / static_cast<std::uint64_t>(scale_of(world));
    if (service.talks == 0)
      throw ScenarioError(at + ".staff: " + std::to_string(std::uint64_t{keys.staff} * keys.talks) +
                          " talks a day reach nobody (an account stands for " +
                          std::to_string(scale_of(world)) +
                          " people: more staff, or a smaller population.scale)");
    service.wages = keys.wage * keys.staff;
    for (std::size_t p = 1; p < kPersonaWords.size(); ++p)
      service.serves[p] = std::find(keys.to.begin(), keys.to.end(), kPersonaWords[p].word) != keys.to.end();
    service.from = static_cast<Tick>(keys.flight.lo * world.ticks_per_day());
    service.until = static_cast<Tick>(std::min(keys.flight.hi * world.ticks_per_day(), 4e9));
    service.cost = world.measures.open("service " + keys.id);
    world.market.costs.push_back({service.brand, service.cost});
    services_.push_back(service);
  }

  // Who had bought before the run is a customer of then.
  void remember_start(const World& world, AccountId account, std::size_t brand) {
    if ((world.accounts.bond.row(account)[brand].stage & BrandBond::kBought) == 0) return;
    PersonaHabit& habit = habits_.row(account)[brand];
    habit.orders = 1;
    habit.days = std::min<std::uint8_t>(
        kNeverBought - 1, world.accounts.category_days.row(account)[world.market.brands[brand].category]);
    habit.spent = 16;
  }

  // The first that holds, from the last word of the table on.
  Persona persona_of(const World& world, AccountId account, std::size_t brand,
                     const PersonaHabit& habit) const {
    if (habit.spent >= 16 * keys_.high_value_at) return Persona::high_value;
    if (habit.orders > 0 && habit.days >= keys_.lapsed_after) return Persona::lapsed;
    if (habit.orders >= keys_.loyal_at) return Persona::loyal;
    if (habit.at_once > 0 && habit.at_once >= keys_.impulsive_at * habit.orders) return Persona::impulsive;
    if (habit.clicks >= 16 * keys_.hesitant_at) return Persona::hesitant;
    const bool knows = world.accounts.bond.row(account)[brand].at() != Stage::unaware;
    return knows && habit.orders == 0 && habit.clicks == 0 ? Persona::fresh : Persona::none;
  }

  void fade(const World& world, std::uint8_t& value, double half_life, AccountId account,
            std::size_t what) const {
    if (value == 0) return;
    const double u =
        luck_.draws(forgets).uniform({account.value, world.day(), static_cast<std::uint32_t>(what)});
    value = static_cast<std::uint8_t>(stochastic_round(value * (1 - daily_loss(half_life)), u));
  }

  void ask_for_service(const World& world, const BlockScope& scope, AccountId account, std::size_t brand,
                       std::uint8_t persona) {
    if ((world.accounts.flags[account] & AccountFlags::kGone) != 0) return;
    for (std::uint32_t i = 0; i < services_.size(); ++i)
      if (services_[i].brand == brand && services_[i].serves[persona] && talks_.row(account)[i].stopped == 0)
        waiting_.push(scope, {account.value, i});
  }

  static std::uint64_t part_of_day(const World& world, std::uint64_t whole) {
    const std::uint64_t ticks = world.ticks_per_day(), at = world.tick % ticks;
    return whole * (at + 1) / ticks - whole * at / ticks;
  }
  void pay(World& world, const PersonaService& service, std::uint64_t part) const {
    const auto wages = static_cast<Cents>(part);
    world.ledger.transfer(BookId(world.market.brands[service.brand].book), world.market.outside, wages);
    world.measures.add(service.cost, wages);
    world.measures.add(counted_[kCost], wages);
  }
  void choose(std::uint32_t service, std::uint64_t most, Tick tick) {
    struct Lot {
      std::uint32_t hash, account;
      auto operator<=>(const Lot&) const = default;
    };
    std::vector<Lot> drawn;
    for (const PersonaWaiting& w : waiting_.received())
      if (w.service == service)
        drawn.push_back({luck_.draws(lots).words({w.account, services_[service].hash, tick})[0], w.account});
    std::sort(drawn.begin(), drawn.end());
    drawn.resize(std::min<std::size_t>(drawn.size(), most));
    for (const Lot& lot : drawn) served_.push_back({lot.account, service});
  }

  // One talk too many offends for good; any other explains, and is an occasion to buy.
  void talk(World& world, const BlockScope& scope, AccountId account, std::uint32_t number) {
    const PersonaService& service = services_[number];
    const PersonaServiceKeys& keys = keys_.services[number];
    PersonaTalks& talks = talks_.row(account)[number];
    const Subject subject{account.value, service.hash, scope.tick};
    world.measure_tally.add(scope.worker, counted_[kTalks], 1);
    BrandBond& bond = world.accounts.bond.row(account)[service.brand];
    const double u = luck_.draws(rounds).uniform(subject);
    const double taken =
        -keys_.patience * fmath::log(luck_.draws(patience).uniform({account.value, service.hash, 0}));
    if (talks.lately > 0 && talks.lately / 16.0 >= taken) {
      bond.attitude = persuade(bond.attitude, -keys_.offence, 1, u);
      talks.stopped = 1;
      world.measure_tally.add(scope.worker, counted_[kOffended], 1);
      return;
    }
    talks.lately = static_cast<std::uint8_t>(std::min(255, talks.lately + 16));
    bond.attitude = persuade(bond.attitude, keys.strength, world.p.persuasion.negativity, u);
    update_stage(world, scope, account, service.brand, Stage::interested);
    const PurchaseParameters& p = world.p.purchase;
    const double chance = std::min(
        p.order_ceiling, keys.worth * p.order_per_click * purchase_drive(world, account, service.brand));
    if (luck_.draws(buys).chance(chance, subject) && order(world, scope, account, service.brand))
      world.measure_tally.add(scope.worker, counted_[kOrders], 1);
  }

  const Keys& keys_;
  MechanismLuck luck_;
  std::array<std::size_t, 4> counted_{};
  std::size_t level_ = 0;  // first cell of accounts by persona
  std::vector<PersonaService> services_;
  Column<PersonaHabit> habits_;
  Column<PersonaTalks> talks_;
  Outbox<PersonaWaiting> waiting_;
  std::vector<PersonaWaiting> served_;  // within a tick, by account, then service
};

}  // namespace

extern constinit const MechanismEntry personas = mechanism<Personas>(
    "personas", "what an account is to a brand by what it did; staff talks to some of them");

}  // namespace fanfare::fan_economy
