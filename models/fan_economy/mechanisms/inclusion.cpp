// Mechanism `inclusion`: whom people see themselves in, what brands stand for, and a feed that the old can
// use.
//
// Hired creators are believed more by those who find themselves among them, and a few are enough. A brand
// that takes a stance wins some of those who are for it and loses some of those against; who is for it and
// does not believe it may turn against it too: deeds decide who is believed. Some people slip where items are
// many and small, and come back less for it.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <string>
#include <vector>

#include "fanfare/fmath.h"
#include "fanfare/nearest.h"
#include "fanfare/problems.h"
#include "fanfare/sampling.h"
#include "models/fan_economy/attention/persuasion.h"
#include "models/fan_economy/mechanisms/inclusion_keys.h"
#include "models/fan_economy/mechanisms/named.h"
#include "models/fan_economy/mechanisms/own_cells.h"
#include "models/fan_economy/people/attributes.h"
#include "models/fan_economy/people/daily.h"
#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

class Inclusion final : public Mechanism {
 public:
  using Keys = InclusionKeys;
  static constexpr bool kOnEveryPlatform = true;
  template <std::size_t Inclusion::*cells>
  static std::vector<double> by_brand(const World& world) {
    return people_by_brand(world, world.find<Inclusion>()->*cells);
  }
  static std::vector<double> trust_by_brand(const World& world);
  static std::vector<double> seen_by_brand(const World& world);
  static std::vector<double> sincerity_by_brand(const World& world);

 private:
  std::size_t gained_ = 0, lost_ = 0;  // first cells, by brand
  std::size_t slips_ = 0;

 public:
  static constexpr std::array kMeasures = {
      MeasureRule{"roster_trust", "1", "trust in the brand's hired creators, in times of what it would be",
                  "mean over people of 1 + mirror · m / (m + enough)", false, nullptr, "brand", "", nullptr,
                  trust_by_brand},
      MeasureRule{"roster_mirrored", "1", "share of people who find somebody like them among the hired",
                  "people of groups with a hired creator / people", false, nullptr, "brand", "", nullptr,
                  seen_by_brand},
      MeasureRule{"stance_gained", "people", "people whom a stance made supporters",
                  "accounts × population.scale", true, nullptr, "brand", "", nullptr,
                  by_brand<&Inclusion::gained_>},
      MeasureRule{"stance_lost", "people", "people whom a stance made boycotters",
                  "accounts × population.scale", true, nullptr, "brand", "", nullptr,
                  by_brand<&Inclusion::lost_>},
      MeasureRule{"sincerity", "1", "chance that the brand's words are believed, now",
                  "deeds / (deeds + doubt · words)", false, nullptr, "brand", "", nullptr,
                  sincerity_by_brand},
      MeasureRule{"slips", "people", "times somebody pressed what was not meant",
                  "accounts × population.scale", true}};

  Inclusion(World& world, const Keys& keys) : keys_(keys), luck_(world.luck("inclusion")) {}

  void open(World& world) override {
    open_groups(world);
    open_stances(world);
    open_old(world);
    const std::size_t brands = std::max<std::size_t>(1, world.market.brands.size());
    gained_ = open_cells(world, "gained by stance", brands);
    lost_ = open_cells(world, "lost by stance", brands);
    slips_ = world.measures.named("slips");
    if (!acts_.empty()) sides_.resize(world.part);
    count_roster(world);
  }
  void state(Archive& archive) override {
    if (acts_.empty()) return;
    archive.owned({"inclusion.sides", "bits", "brands supported, then boycotted"}, sides_);
  }
  void restore(World& world) override { count_roster(world); }
  std::vector<Caution> cautions(const World&) const override {
    if (acts_.empty()) return {};
    return {{"caution.stance", {{"share", 100 * keys_.acting}}}};
  }

  // Those hired so far, running contracts or over.
  void campaign(World& world, const StepScope&) {
    if (world.market.contracts.size() != counted_) count_roster(world);
  }

  double believed(const World& world, AccountId reader, const PostScore& post) const {
    if (post.campaign == kNoCampaign || post.brand == kNoBrand) return 1;
    return trust(post.brand, group_of(world, reader));
  }
  double drive(const World&, AccountId account, std::uint8_t brand) const {
    if (acts_.empty()) return 1;
    const Sides& sides = sides_[account];
    if (((sides.boycotted >> brand) & 1U) != 0) return 1 - keys_.boycott;
    return ((sides.supported >> brand) & 1U) != 0 ? keys_.support : 1;
  }
  double session_length(const World& world, AccountId reader) const {
    return keys_.simple_mode && is_old(world, reader) ? keys_.simple_items : 1;
  }

  void left(World& world, const BlockScope& scope, const SessionEnd& session) {
    if (!is_old(world, session.reader)) return;
    const double rate = keys_.slips * (keys_.simple_mode ? keys_.simple_slips : 1);
    const double u = luck_.draws(slip).uniform({session.reader.value, world.tick, 0});
    const auto count = static_cast<std::int64_t>(stochastic_round(session.items * rate, u));
    if (count == 0) return;
    world.measure_tally.add(scope.worker, slips_, count);
    std::uint8_t& mood = world.accounts.mood[session.reader];
    const double taken = static_cast<double>(count) * keys_.annoyance * static_cast<double>(kAppealSteps);
    mood = static_cast<std::uint8_t>(std::max(0.0, mood - taken));
  }

  void daily(World& world, const BlockScope& scope, AccountId account) {
    if (acts_.empty()) return;
    forget(world, account);
    for (std::size_t i = 0; i < acts_.size(); ++i)
      if (hears_today(world, account, i)) take_sides(world, scope, account, i);
  }

 private:
  enum Purpose : std::uint32_t {
    group,
    opinions,
    acting,
    heard,
    believes,
    washes,
    steps,
    forgets,
    slip,
    old
  };
  enum class Opinion : std::uint8_t { none, in_favour, against };
  struct Act {
    std::uint8_t brand;
    StanceKind kind;
    std::uint32_t day;
    double believed;  // chance
  };
  struct Sides {
    std::uint32_t supported = 0, boycotted = 0;  // brands, a bit each
  };

  void open_groups(const World& world);
  void open_stances(const World& world);
  void open_old(World& world);
  void count_roster(const World& world);

  std::size_t group_of(const World& world, AccountId account) const {
    if (attribute_ >= 0) return attribute_of(world, account, static_cast<std::size_t>(attribute_));
    double u = luck_.draws(group).uniform({account.value, 0, 0});
    std::size_t g = 0;
    for (; g + 1 < keys_.groups.size() && u >= keys_.groups[g]; ++g) u -= keys_.groups[g];
    return g;
  }
  // In times of what it is without a roster: 1 + mirror · m / (m + enough), m of the roster like the reader.
  double trust(std::size_t brand, std::size_t of_group) const {
    const double all = hired_[brand];
    if (all <= 0) return 1;
    const double m = roster_[brand * people_.size() + of_group] / all;
    return 1 + keys_.mirror * m / (m + keys_.enough);
  }

  Opinion opinion_of(const World& world, AccountId account) const {
    if (opinion_ >= 0) return by_level_[attribute_of(world, account, static_cast<std::size_t>(opinion_))];
    const double u = luck_.draws(opinions).uniform({account.value, 0, 0});
    if (u < keys_.in_favour_share) return Opinion::in_favour;
    return u < keys_.in_favour_share + keys_.against_share ? Opinion::against : Opinion::none;
  }
  // On a day of its own, if it knows the brand then: no memory is needed.
  bool hears_today(const World& world, AccountId account, std::size_t number) const {
    const Act& act = acts_[number];
    if (world.day() < act.day || world.day() >= act.day + keys_.news_days || keys_.heard <= 0) return false;
    const double u = luck_.draws(heard).uniform({account.value, static_cast<std::uint32_t>(number), 0});
    // u in (0, 1): the first success of daily trials.
    const double after = keys_.heard >= 1 ? 0 : fmath::log(u) / fmath::log1p(-keys_.heard);
    return static_cast<double>(world.day() - act.day) == std::floor(after) &&
           world.accounts.bond.row(account)[act.brand].at() != Stage::unaware;
  }
  void take_sides(World& world, const BlockScope& scope, AccountId account, std::size_t number) {
    const Act& act = acts_[number];
    const Subject about{account.value, static_cast<std::uint32_t>(number), 0};
    const Opinion opinion = opinion_of(world, account);
    if (opinion == Opinion::none || !luck_.draws(acting).chance(keys_.acting, {account.value, 0, 0})) return;
    bool is_won = false;
    if (opinion == Opinion::in_favour) {
      is_won = luck_.draws(believes).chance(act.believed, about);
      if (!is_won && !luck_.draws(washes).chance(keys_.washing, about)) return;
    }
    Sides& sides = sides_[account];
    std::uint32_t& on = is_won ? sides.supported : sides.boycotted;
    std::uint32_t& off = is_won ? sides.boycotted : sides.supported;
    const std::uint32_t bit = 1U << act.brand;
    if ((on & bit) == 0) world.measure_tally.add(scope.worker, (is_won ? gained_ : lost_) + act.brand, 1);
    on |= bit;
    off &= ~bit;
    BrandBond& bond = world.accounts.bond.row(account)[act.brand];
    bond.attitude = persuade(bond.attitude, is_won ? keys_.attitude_step : -keys_.attitude_step,
                             world.p.persuasion.negativity, luck_.draws(steps).uniform(about));
  }
  void forget(const World& world, AccountId account) {
    Sides& sides = sides_[account];
    for (std::uint32_t left = sides.supported | sides.boycotted; left != 0; left &= left - 1) {
      const auto brand = static_cast<std::uint32_t>(std::countr_zero(left));
      if (!luck_.draws(forgets).chance(daily_loss(keys_.memory), {account.value, brand, world.day()}))
        continue;
      sides.supported &= ~(1U << brand);
      sides.boycotted &= ~(1U << brand);
    }
  }

  bool is_old(const World& world, AccountId account) const {
    return old_segment_ >= 0 ? in_segment(world, account, static_cast<std::size_t>(old_segment_))
                             : luck_.draws(old).chance(keys_.old_share, {account.value, 0, 0});
  }

  const Keys& keys_;
  MechanismLuck luck_;
  int attribute_ = -1, opinion_ = -1, old_segment_ = -1;
  std::vector<Opinion> by_level_;  // of the attribute that says opinions
  std::vector<Act> acts_;
  std::vector<double> deeds_;  // by brand, before the run
  Column<Sides> sides_;
  std::vector<double> people_;          // of each group, accounts
  std::vector<double> roster_, hired_;  // brands × groups, brands: hired creators; derived
  std::size_t counted_ = 0;             // contracts
};

void Inclusion::open_groups(const World& world) {
  attribute_ = attribute_named(world, keys_.attribute, "inclusion.attribute");
  const std::size_t groups = attribute_ < 0
                                 ? keys_.groups.size()
                                 : world.p.attributes[static_cast<std::size_t>(attribute_)].levels.size();
  people_.assign(groups, 0);
  for (std::uint32_t a = 0; a < world.part.accounts; ++a) ++people_[group_of(world, AccountId(a))];
}

void Inclusion::open_stances(const World& world) {
  opinion_ = attribute_named(world, keys_.opinion, "inclusion.opinion");
  if (opinion_ >= 0) {
    const AttributeParameters& attribute = world.p.attributes[static_cast<std::size_t>(opinion_)];
    by_level_.assign(attribute.levels.size(), Opinion::none);
    const auto put = [&](const std::vector<std::string>& levels, Opinion opinion, const char* key) {
      for (const std::string& level : levels) {
        const int number = level_number(attribute, level);
        if (number < 0)
          throw ScenarioError(std::string("inclusion.") + key + ": '" + level +
                              "' is no level of attributes." + attribute.id + " (" +
                              did_you_mean(level, attribute.levels, "levels are") + ")");
        by_level_[static_cast<std::size_t>(number)] = opinion;
      }
    };
    put(keys_.in_favour, Opinion::in_favour, "in_favour");
    put(keys_.against, Opinion::against, "against");
  }
  deeds_.assign(world.p.brands.size(), 0);
  for (const StanceHistoryKeys& past : keys_.history)
    deeds_[brand_named(world, past.brand, "inclusion.history")] += past.deeds;
  // In the order of time; deeds and words of the run count for what comes after them.
  std::vector<const StanceKeys*> order;
  for (const StanceKeys& stance : keys_.stances) order.push_back(&stance);
  std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return a->at < b->at; });
  std::vector<double> deeds = deeds_, words(deeds_.size(), 0);
  for (const StanceKeys* stance : order) {
    const std::size_t brand = brand_named(world, stance->brand, "inclusion.stances." + stance->id + ".brand");
    (stance->kind == StanceKind::deed ? deeds : words)[brand] += 1;
    const double doubted = keys_.doubt * words[brand];
    const double believed = stance->kind == StanceKind::deed || deeds[brand] + doubted <= 0
                                ? 1
                                : deeds[brand] / (deeds[brand] + doubted);
    acts_.push_back(
        {static_cast<std::uint8_t>(brand), stance->kind, static_cast<std::uint32_t>(stance->at), believed});
  }
}

void Inclusion::open_old(World& world) {
  if (keys_.old_people.empty()) return;
  old_segment_ = segment_number(world.p, keys_.old_people);
  if (old_segment_ < 0)
    throw ScenarioError("inclusion.old_people: no segment '" + keys_.old_people +
                        "' (declare it in segments, or leave it out)");
  keep_segment(world, static_cast<std::size_t>(old_segment_));
}

void Inclusion::count_roster(const World& world) {
  counted_ = world.market.contracts.size();
  roster_.assign(std::max<std::size_t>(1, world.market.brands.size()) * people_.size(), 0);
  hired_.assign(std::max<std::size_t>(1, world.market.brands.size()), 0);
  for (const Contract& contract : world.market.contracts) {
    const std::uint8_t brand = world.market.campaigns[contract.campaign].brand;
    if (brand == kNoBrand) continue;
    ++hired_[brand];
    ++roster_[brand * people_.size() + group_of(world, AccountId(world.creators[contract.creator].account))];
  }
}

std::vector<double> Inclusion::trust_by_brand(const World& world) {
  const Inclusion& inclusion = *world.find<Inclusion>();
  std::vector<double> values;
  for (std::size_t b = 0; b < world.market.brands.size(); ++b) {
    double sum = 0;
    for (std::size_t g = 0; g < inclusion.people_.size(); ++g)
      sum += inclusion.people_[g] * inclusion.trust(b, g);
    values.push_back(sum / world.part.accounts);
  }
  return values;
}

std::vector<double> Inclusion::seen_by_brand(const World& world) {
  const Inclusion& inclusion = *world.find<Inclusion>();
  const std::size_t groups = inclusion.people_.size();
  std::vector<double> values;
  for (std::size_t b = 0; b < world.market.brands.size(); ++b) {
    double sum = 0;
    for (std::size_t g = 0; g < groups; ++g)
      if (inclusion.roster_[b * groups + g] > 0) sum += inclusion.people_[g];
    values.push_back(sum / world.part.accounts);
  }
  return values;
}

std::vector<double> Inclusion::sincerity_by_brand(const World& world) {
  const Inclusion& inclusion = *world.find<Inclusion>();
  std::vector<double> values;
  for (std::size_t b = 0; b < world.market.brands.size(); ++b) {
    double deeds = inclusion.deeds_[b], words = 0;
    for (const Act& act : inclusion.acts_)
      if (act.brand == b && act.day <= world.day()) (act.kind == StanceKind::deed ? deeds : words) += 1;
    const double all = deeds + inclusion.keys_.doubt * words;
    values.push_back(all <= 0 ? 1 : deeds / all);
  }
  return values;
}

}  // namespace

extern constinit const MechanismEntry inclusion = mechanism<Inclusion>(
    "inclusion",
    "whom people find themselves in, stances that win and lose, and a feed that the old can use");

}  // namespace fanfare::fan_economy
