// Mechanism `scandal_boycott`: what comes of a creator's scandal for the brands that it stands for. Who
// learns of it and knows of the tie may boycott the brand, the graver the likelier; the creator apologises,
// sponsors drop it sooner or later, its fans defend it and may punish who dropped it. Part of the boycotters
// come back. What the others buy instead is no rule: their need stays (market/purchase.cpp).
//
// It stands before `scandals` in the catalogue: who leaves the creator today must still be known to follow
// it.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <string>
#include <vector>

#include "fanfare/fmath.h"
#include "models/fan_economy/attention/persuasion.h"
#include "models/fan_economy/mechanisms/fan_club.h"
#include "models/fan_economy/mechanisms/named.h"
#include "models/fan_economy/mechanisms/own_cells.h"
#include "models/fan_economy/mechanisms/scandal_boycott_keys.h"
#include "models/fan_economy/mechanisms/scandals.h"
#include "models/fan_economy/people/daily.h"
#include "models/fan_economy/people/relations.h"
#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// What became of a scandal so far.
struct BoycottCase {
  std::uint32_t dropped = 0;  // brands, a bit each
  Tick dropped_at = 0;
  Tick apology_at = 0;  // 0: none yet
  float scar = 0;       // of the creator's stain that stays
};

// Of an account: brands, a bit each.
struct Boycotts {
  std::uint32_t now = 0;
  std::uint32_t ever = 0;
};

class ScandalBoycott final : public Mechanism {
 public:
  using Keys = ScandalBoycottKeys;
  template <std::size_t ScandalBoycott::*cells>
  static std::vector<double> by_brand(const World& world) {
    return people_by_brand(world, world.find<ScandalBoycott>()->*cells);
  }
  static std::vector<double> now(const World& world);
  static double dropped(const World& world);

 private:
  std::size_t level_ = 0, joined_ = 0, punished_ = 0;  // first cells, by brand
  std::size_t heard_ = 0;

 public:
  static constexpr std::array kMeasures = {
      MeasureRule{"boycotters", "people", "people who boycott the brand now", "accounts × population.scale",
                  false, nullptr, "brand", "", nullptr, now},
      MeasureRule{"boycotts_begun", "people", "times somebody began to boycott the brand for a scandal",
                  "accounts × population.scale", true, nullptr, "brand", "", nullptr,
                  by_brand<&ScandalBoycott::joined_>},
      MeasureRule{"drop_punished", "people", "fans who boycott the brand for having dropped their idol",
                  "accounts × population.scale", true, nullptr, "brand", "", nullptr,
                  by_brand<&ScandalBoycott::punished_>},
      MeasureRule{"scandal_heard", "people", "people who learnt of a scandal", "accounts × population.scale",
                  true},
      MeasureRule{"contracts_dropped", "contracts", "ended by a sponsor after a scandal", "contracts", true,
                  dropped}};

  ScandalBoycott(World& world, const Keys& keys) : keys_(keys), luck_(world.luck("scandal_boycott")) {}

  void open(World& world) override {
    const std::size_t brands = std::max<std::size_t>(1, world.market.brands.size());
    level_ = open_cells(world, "boycotters of scandals", brands);
    joined_ = open_cells(world, "boycotts begun", brands);
    punished_ = open_cells(world, "drops punished", brands);
    heard_ = world.measures.named("scandal_heard");
    sides_.resize(world.part);
    open_cases(world);
    for (const BoycottGroupKeys& group : keys_.groups) {
      const int number = segment_number(world.p, group.segment);
      if (number < 0)
        throw ScenarioError("scandal_boycott.groups: no segment '" + group.segment +
                            "' (name one of `segments`)");
      keep_segment(world, static_cast<std::size_t>(number));
      groups_.push_back(static_cast<std::size_t>(number));
    }
  }
  void state(Archive& archive) override {
    archive.shared({"scandal_boycott.cases", "1", "what became of each scandal"}, cases_);
    archive.shared({"scandal_boycott.contracts", "1", "contracts dropped"}, contracts_);
    archive.owned({"scandal_boycott.sides", "bits", "brands boycotted now, and ever"}, sides_);
  }
  std::vector<Caution> cautions(const World& world) const override {
    const bool any = std::ranges::any_of(
        world.p.events, [](const EventParameters& event) { return event.kind == event_kind("scandal"); });
    if (any) return {};
    return {{"caution.no_scandal"}};
  }

  // --- On all ranks -------------------------------------------------------------------------------------

  void intervene(World& world, const StepScope&) {
    for (std::size_t s = cases_.size(); s < world.market.scandals.size(); ++s) {
      const Creator& creator = world.creators[world.market.scandals[s].creator];
      cases_.push_back({.scar = creator.stain * static_cast<float>(keys_.scar)});
    }
    for (std::size_t s = 0; s < cases_.size(); ++s) follow_up(world, world.market.scandals[s], cases_[s]);
    weigh_ties(world);
    defence_.clear();
    for (const Scandal& scandal : world.market.scandals)
      defence_.push_back(club_defence(world, scandal.creator));
  }
  // Part of what was lost never heals.
  void adapt(World& world, const StepScope& scope) {
    if (!world.calendar.is_last_of_day(scope.tick)) return;
    for (std::size_t s = 0; s < cases_.size(); ++s) {
      float& stain = world.creators[world.market.scandals[s].creator].stain;
      stain = std::max(stain, cases_[s].scar);
    }
  }

  // --- In a block ---------------------------------------------------------------------------------------

  void daily(World& world, const BlockScope& scope, AccountId account) {
    forget(world, scope, account);
    for (std::size_t s = 0; s < cases_.size(); ++s) {
      const Scandal& scandal = world.market.scandals[s];
      if (hears_today(world, account, scandal)) judge(world, scope, account, scandal, cases_[s]);
      if (is_yesterday(world, cases_[s].dropped_at)) punish(world, scope, account, scandal, cases_[s]);
      if (is_yesterday(world, cases_[s].apology_at)) reconsider(world, scope, account, scandal, cases_[s]);
    }
  }
  double drive(const World&, AccountId account, std::uint8_t brand) const {
    return ((sides_[account].now >> brand) & 1U) != 0 ? 1 - keys_.strength : 1;
  }

 private:
  enum Purpose : std::uint32_t { notices, boycotts, grudges, forgets, punishes, forgives, steps };

  void open_cases(const World& world) {
    for (std::size_t i = 0; i < keys_.cases.size(); ++i) {
      const ScandalCaseKeys& keys = keys_.cases[i];
      const std::string at = "scandal_boycott.cases[" + std::to_string(i) + "]";
      const auto event =
          std::ranges::find_if(world.p.events, [&](const EventParameters& e) { return e.id == keys.event; });
      if (event == world.p.events.end())
        throw ScenarioError(at + ".event: no event '" + keys.event + "' (name one of `events`)");
      if (event->kind != event_kind("scandal"))
        throw ScenarioError(at + ".event: '" + keys.event + "' is no scandal (let it `do: scandal`)");
      for (const std::string& id : keys.drop_by) brand_named(world, id, at + ".drop_by");  // or says so
    }
  }
  const ScandalCaseKeys& case_of(const World& world, const Scandal& scandal) const {
    static const ScandalCaseKeys kNone;
    const std::string& event = world.p.events[scandal.event].id;
    const auto found =
        std::ranges::find_if(keys_.cases, [&](const ScandalCaseKeys& keys) { return keys.event == event; });
    return found == keys_.cases.end() ? kNone : *found;
  }
  double weight(ScandalKind kind) const {
    const std::array weights{keys_.love, keys_.moral, keys_.crime, keys_.words};
    return weights[static_cast<std::size_t>(kind)];
  }
  double gravity(const World& world, const Scandal& scandal) const {
    return static_cast<double>(scandal.severity) * weight(case_of(world, scandal).kind);
  }

  // --- Apology and drop -----------------------------------------------------------------------------------

  static bool is_due(const World& world, const Scandal& scandal, double after) {
    if (after < 0) return false;
    const auto wait = static_cast<Tick>(std::min(4e8, after * world.ticks_per_day() + 0.5));
    return world.tick == scandal.since + wait;
  }
  void follow_up(World& world, const Scandal& scandal, BoycottCase& of) {
    const ScandalCaseKeys& keys = case_of(world, scandal);
    if (is_due(world, scandal, keys.drop_after)) drop(world, scandal, keys, of);
    if (!is_due(world, scandal, keys.apology_after)) return;
    of.apology_at = world.tick;
    of.scar *= static_cast<float>(1 - std::max(0.0, appeased(world, scandal)));
  }
  void drop(World& world, const Scandal& scandal, const ScandalCaseKeys& keys, BoycottCase& of) {
    for (Contract& contract : world.market.contracts) {
      const std::uint8_t brand = world.market.campaigns[contract.campaign].brand;
      if (contract.creator != scandal.creator || contract.status != ContractStatus::running) continue;
      if (brand == kNoBrand) continue;
      const std::string& id = world.p.brands[brand].id;
      if (!keys.drop_by.empty() && std::ranges::find(keys.drop_by, id) == keys.drop_by.end()) continue;
      contract.status = ContractStatus::dropped;
      ++contracts_;
      of.dropped |= 1U << brand;
      of.dropped_at = world.tick;
    }
  }
  // What an apology does to those who would boycott: the share that does not; below 0: more do.
  double appeased(const World& world, const Scandal& scandal) const {
    const ScandalCaseKeys& keys = case_of(world, scandal);
    if (!keys.sincere) return -keys_.backfire;
    return keys_.apology * (keys.apology_after > keys_.late_after ? keys_.late_worth : 1);
  }

  // --- Who hears and what it knows ------------------------------------------------------------------------

  bool hears_today(const World& world, AccountId account, const Scandal& scandal) const {
    const std::uint32_t day = (world.tick - scandal.since) / world.ticks_per_day();
    const RelationParameters& p = world.p.relations;
    if (day >= static_cast<std::uint32_t>(p.scandal_days)) return false;
    if (!in_segment(world, account, world.p.events[scandal.event].segment)) return false;
    if (fandom_of(world, account, scandal.creator) > 0 ||
        world.graph.is_following(account, AccountId(world.creators[scandal.creator].account)))
      return day_of_notice(world, account, scandal) == day;
    const double rate = p.scandal_notice * keys_.news;
    if (rate <= 0) return false;
    const double u = luck_.draws(notices).uniform({account.value, scandal.number, 0});
    return rate >= 1 ? day == 0 : std::floor(fmath::log(u) / fmath::log1p(-rate)) == day;
  }
  // By scandal and brand: the creator's part of the brand's posts, if they are tied now.
  void weigh_ties(const World& world) {
    const std::size_t brands = world.market.brands.size();
    ties_.assign(cases_.size() * brands, 0);
    if (ties_.empty()) return;
    std::vector<double> all(brands, 0);
    std::vector<double> own(ties_.size(), 0);
    std::vector<bool> runs(ties_.size(), false);
    for (const Contract& contract : world.market.contracts) {
      const std::uint8_t brand = world.market.campaigns[contract.campaign].brand;
      if (brand == kNoBrand) continue;
      all[brand] += contract.published;
      for (std::size_t s = 0; s < cases_.size(); ++s) {
        if (contract.creator != world.market.scandals[s].creator) continue;
        own[s * brands + brand] += contract.published;
        if (contract.status == ContractStatus::running) runs[s * brands + brand] = true;
      }
    }
    for (std::size_t i = 0; i < ties_.size(); ++i)
      if (runs[i] && all[i % brands] > 0) ties_[i] = own[i] / all[i % brands];
  }
  // Chance that the account knows that they belong together.
  double knows_tie(const World& world, AccountId account, const Scandal& scandal, std::size_t brand) const {
    const double tie = ties_[scandal.number * world.market.brands.size() + brand];
    if (tie <= 0 || world.accounts.bond.row(account)[brand].at() == Stage::unaware) return 0;
    const LastTouch touch = world.accounts.touch.row(account)[brand];
    if (touch.exists() && world.market.contracts[touch.contract()].creator == scandal.creator) return 1;
    return keys_.known * tie;
  }

  // --- What it does
  // -----------------------------------------------------------------------------------------

  double group_factor(const World& world, AccountId account) const {
    double times = 1;
    for (std::size_t i = 0; i < groups_.size(); ++i)
      if (in_segment(world, account, groups_[i])) times *= keys_.groups[i].times;
    return times;
  }
  void judge(World& world, const BlockScope& scope, AccountId account, const Scandal& scandal,
             const BoycottCase& of) {
    world.measure_tally.add(scope.worker, heard_, 1);
    const double defended = std::min(1.0, keys_.defence * defence_[scandal.number]);
    double chance = keys_.boycott * gravity(world, scandal) * group_factor(world, account) *
                    (1 - fandom_of(world, account, scandal.creator)) * (1 - defended);
    if (of.apology_at > 0 && world.tick >= of.apology_at) chance *= 1 - appeased(world, scandal);
    for (std::uint32_t brand = 0; brand < world.market.brands.size(); ++brand) {
      const double tied = knows_tie(world, account, scandal, brand);
      const Subject about{account.value, scandal.number, brand};
      if (tied > 0 && luck_.draws(boycotts).chance(chance * tied, about))
        begin(world, scope, account, brand, joined_);
    }
  }
  void begin(World& world, const BlockScope& scope, AccountId account, std::uint32_t brand,
             std::size_t cells) {
    Boycotts& sides = sides_[account];
    const std::uint32_t bit = 1U << brand;
    if ((sides.now & bit) != 0) return;
    sides.now |= bit, sides.ever |= bit;
    world.measure_tally.add(scope.worker, level_ + brand, 1);
    world.measure_tally.add(scope.worker, cells + brand, 1);
    BrandBond& bond = world.accounts.bond.row(account)[brand];
    const double u = luck_.draws(steps).uniform({account.value, brand, world.tick});
    bond.attitude = persuade(bond.attitude, -keys_.attitude_step, world.p.persuasion.negativity, u);
  }
  void end(World& world, const BlockScope& scope, AccountId account, std::uint32_t brand) {
    sides_[account].now &= ~(1U << brand);
    world.measure_tally.add(scope.worker, level_ + brand, -1);
  }
  bool never_forgives(AccountId account) const {
    return luck_.draws(grudges).chance(keys_.for_good, {account.value, 0, 0});
  }
  void forget(World& world, const BlockScope& scope, AccountId account) {
    if (sides_[account].now == 0 || never_forgives(account)) return;
    for (std::uint32_t left = sides_[account].now; left != 0; left &= left - 1) {
      const auto brand = static_cast<std::uint32_t>(std::countr_zero(left));
      if (luck_.draws(forgets).chance(daily_loss(keys_.memory), {account.value, brand, world.day()}))
        end(world, scope, account, brand);
    }
  }
  static bool is_yesterday(const World& world, Tick at) {
    return at > 0 && world.tick >= at && world.tick - at < world.ticks_per_day();
  }
  // A fan, of a brand that left its idol alone: the less there was to it, the likelier.
  void punish(World& world, const BlockScope& scope, AccountId account, const Scandal& scandal,
              const BoycottCase& of) {
    const double fandom = fandom_of(world, account, scandal.creator);
    if (fandom < world.p.relations.fan_at) return;
    const double chance = keys_.fans_punish * fandom * std::max(0.0, 1 - gravity(world, scandal));
    for (std::uint32_t brand = 0; brand < world.market.brands.size(); ++brand)
      if (((of.dropped >> brand) & 1U) != 0 &&
          luck_.draws(punishes).chance(chance, {account.value, scandal.number, brand}))
        begin(world, scope, account, brand, punished_);
  }
  // Who boycotts a brand of the creator hears the apology.
  void reconsider(World& world, const BlockScope& scope, AccountId account, const Scandal& scandal,
                  const BoycottCase&) {
    if (sides_[account].now == 0 || never_forgives(account)) return;
    const double chance = appeased(world, scandal);
    for (const Contract& contract : world.market.contracts) {
      const std::uint8_t brand = world.market.campaigns[contract.campaign].brand;
      if (contract.creator != scandal.creator || brand == kNoBrand) continue;
      if (((sides_[account].now >> brand) & 1U) == 0) continue;
      if (luck_.draws(forgives).chance(chance, {account.value, scandal.number, brand}))
        end(world, scope, account, brand);
    }
  }

  const Keys& keys_;
  MechanismLuck luck_;
  std::vector<std::size_t> groups_;  // segments
  std::vector<BoycottCase> cases_;   // by scandal
  std::int64_t contracts_ = 0;       // dropped
  Column<Boycotts> sides_;
  std::vector<double> ties_;     // within a tick, by scandal and brand
  std::vector<double> defence_;  // within a tick, by scandal: defenders for each follower
};

double ScandalBoycott::dropped(const World& world) {
  return static_cast<double>(world.find<ScandalBoycott>()->contracts_);
}
std::vector<double> ScandalBoycott::now(const World& world) {
  const ScandalBoycott& of = *world.find<ScandalBoycott>();
  std::vector<double> values;
  for (std::size_t b = 0; b < world.market.brands.size(); ++b)
    values.push_back(world.people(static_cast<double>(world.measures[of.level_ + b])));
  return values;
}

}  // namespace

extern constinit const MechanismEntry scandal_boycott = mechanism<ScandalBoycott>(
    "scandal_boycott", "boycott of a scandal's sponsors, apology, drop, fans who defend or punish, return");

}  // namespace fanfare::fan_economy
