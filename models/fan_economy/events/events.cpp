#include "models/fan_economy/events/events.h"

#include <algorithm>
#include <numeric>

#include "fanfare/expects.h"
#include "models/fan_economy/market/brands.h"
#include "models/fan_economy/market/standing.h"
#include "models/fan_economy/people/selector.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

template <BrandCell Cell>
double people_of(const World& world, std::size_t brand) {
  return world.people(static_cast<double>(world.measures[world.measures.cell(Cell, brand)]));
}

using Of = ConditionRule::Of;
constexpr ConditionRule kCoreConditions[] = {
    {"sentiment", Of::brand, &sentiment},
    {"awareness", Of::brand, &awareness},
    {"orders", Of::brand, &people_of<BrandCell::orders>},
    {"new_buyers", Of::brand, &people_of<BrandCell::new_buyers>},
    {"impressions", Of::brand, &people_of<BrandCell::impressions>},
    {"revenue", Of::brand,
     [](const World& w, std::size_t b) {
       return static_cast<double>(w.measures[w.measures.cell(BrandCell::revenue, b)]) / 100;
     }},
    {"reach", Of::campaign,
     [](const World& w, std::size_t c) {
       return w.people(static_cast<double>(w.measures[w.measures.reach_at_least(c, 1)]));
     }},
    {"spend", Of::campaign,
     [](const World& w, std::size_t c) { return static_cast<double>(spend(w, c)) / 100; }},
};

template <class Things>
std::optional<std::size_t> find_id(const Things& things, std::string_view id) {
  for (std::size_t i = 0; i < things.size(); ++i)
    if (things[i].id == id) return i;
  return std::nullopt;
}

}  // namespace

std::span<const ConditionRule> condition_rules() {
  static const std::vector<ConditionRule> kRules =
      with_lines_of_mechanisms(std::span<const ConditionRule>(kCoreConditions), &MechanismEntry::conditions);
  return kRules;
}

double condition_value(const World& world, const Condition& condition) {
  for (const ConditionRule& rule : condition_rules()) {
    if (rule.word != condition.measure) continue;
    const bool of_brand = rule.of == Of::brand;
    const auto which =
        of_brand ? find_id(world.p.brands, condition.id) : find_id(world.p.campaigns, condition.id);
    if (!which)
      throw ScenarioError("events: " + condition.measure + "(" + condition.id + "): no " +
                          (of_brand ? "brand" : "campaign") + " '" + condition.id + "'");
    return rule.value(world, *which);
  }
  std::string known;
  for (const ConditionRule& rule : condition_rules())
    known += (known.empty() ? "" : ", ") + std::string(rule.word);
  throw ScenarioError("events: no measure '" + condition.measure + "' (measures are " + known + ")");
}

namespace {

void make_settings(World& world, const EventParameters& event) {
  for (const Assignment& assignment : event.set) {
    const std::string wrong = world.parameter_set.set_at_run(assignment.path, assignment.value);
    if (!wrong.empty()) throw ScenarioError("events: " + assignment.path + ": " + wrong);
  }
  ++world.parameters_version;
  refresh_brands(world);
}

// Ends the contracts: posts to come are cancelled, and later news of a scandal no longer touches the brand.
void drop_contracts(World& world, const EventParameters& event, std::size_t number) {
  const auto targets = select_creators(world, event.target, std::nullopt, asking_of_event(world, number));
  for (Contract& contract : world.market.contracts)
    if (contract.status == ContractStatus::running &&
        std::find(targets.begin(), targets.end(), contract.creator) != targets.end())
      contract.status = ContractStatus::dropped;
}

constexpr EventRule kCoreEvents[] = {
    {"set", "parameters change", [](World& w, const EventParameters& e, std::size_t) { make_settings(w, e); },
     false},
    {"drop", "brands end their contracts with creators", drop_contracts},
};

void happen(World& world, std::size_t number) {
  const EventParameters& event = world.p.events[number];
  rule_of(event.kind).happen(world, event, number);
  EventState& state = world.market.events[number];
  ++state.times;
  state.last = world.tick;
}

bool is_time(const World& world, const EventParameters& event) {
  return event.at < 0 || world.tick >= static_cast<Tick>(event.at * world.ticks_per_day() + 0.5);
}

// A condition fires when it comes true, not as long as it is. Nothing is published before the first tick.
bool is_due(World& world, std::size_t number) {
  const EventParameters& event = world.p.events[number];
  EventState& state = world.market.events[number];
  const bool may = state.times == 0 || (!event.once && !event.when.empty());
  if (event.when.empty()) return may && is_time(world, event);
  if (world.tick == 0) return false;
  const Condition condition = *parse_condition(event.when);
  const double value = condition_value(world, condition);
  const bool holds =
      (condition.below ? value < condition.bound : value > condition.bound) && is_time(world, event);
  const bool came_true = holds && state.held == 0;
  state.held = holds ? 1 : 0;
  return may && came_true;
}

}  // namespace

Asking asking_of_event(const World& world, std::size_t number) {
  return {Asking::Who::event, static_cast<std::uint32_t>(number), world.market.events[number].times};
}

std::span<const EventRule> event_rules() {
  static const std::vector<EventRule> kRules =
      with_lines_of_mechanisms(std::span<const EventRule>(kCoreEvents), &MechanismEntry::events);
  return kRules;
}

const EventRule& rule_of(EventKind kind) {
  for (const EventRule& rule : event_rules())
    if (event_kind(rule.word) == kind) return rule;
  throw LogicError("events: a kind without a rule");
}

void intervene(World& world, const StepScope&) {
  for (std::size_t i = 0; i < world.p.events.size(); ++i)
    if (is_due(world, i)) happen(world, i);
}

void restore_parameters(World& world) {
  std::vector<std::size_t> order(world.p.events.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return world.market.events[a].last < world.market.events[b].last;
  });
  for (const std::size_t i : order)
    if (world.market.events[i].times > 0 && world.p.events[i].kind == kSetEvent)
      make_settings(world, world.p.events[i]);
}

namespace {

// An event or a condition of a mechanism that the scenario does not name would do nothing.
void check_is_on(const World& world, const EventParameters& event) {
  const std::string asked = event.when.empty() ? "" : parse_condition(event.when)->measure;
  for (const MechanismEntry* entry : mechanisms()) {
    if (std::find(world.entries.begin(), world.entries.end(), entry) != world.entries.end()) continue;
    const auto off = [&](std::string_view key, std::string_view word) {
      throw ScenarioError("events" + (event.id.empty() ? "" : "." + event.id) + "." + std::string(key) +
                          ": '" + std::string(word) + "' belongs to " + std::string(entry->id) +
                          ", which is off (write `" + std::string(entry->id) + ": {}` in the scenario)");
    };
    for (const EventRule& rule : entry->events)
      if (event_kind(rule.word) == event.kind) off("do", rule.word);
    for (const ConditionRule& rule : entry->conditions)
      if (rule.word == asked) off("when", rule.word);
  }
}

// Who has lived up to a segment is not known in the first tick.
void check_target_time(const World& world, const EventParameters& event) {
  if (!event.when.empty()) return;
  const auto at = static_cast<Tick>(std::max(0.0, event.at) * world.ticks_per_day() + 0.5);
  expect_later(world, event.target, at, "events" + (event.id.empty() ? "" : "." + event.id) + ".at");
}

}  // namespace

void open_events(World& world) {
  world.market.events.assign(world.p.events.size(), {});
  for (const EventParameters& event : world.p.events) {
    check_is_on(world, event);
    if (!event.when.empty()) condition_value(world, *parse_condition(event.when));
    if (!rule_of(event.kind).has_target) continue;
    check_target_time(world, event);
    expect_names(world, event.target, "events" + (event.id.empty() ? "" : "." + event.id) + ".target.names");
    if (is_known_later(world, event.target)) continue;
    if (select_creators(world, event.target, std::nullopt).empty())
      throw ScenarioError("events" + (event.id.empty() ? "" : "." + event.id) + ".target: selects none of " +
                          std::to_string(world.creators.size()) +
                          " creators (check kind, topic and followers against `creators`)");
  }
}

}  // namespace fanfare::fan_economy
