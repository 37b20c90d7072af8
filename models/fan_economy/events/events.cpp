#include "models/fan_economy/events/events.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "models/fan_economy/market/brands.h"
#include "models/fan_economy/market/standing.h"
#include "models/fan_economy/people/selector.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

struct BrandMeasure {
  std::string_view name;
  double (*value)(const World&, std::size_t brand);
};
struct CampaignMeasure {
  std::string_view name;
  double (*value)(const World&, std::size_t campaign);
};

template <BrandCell Cell>
double people_of(const World& world, std::size_t brand) {
  return world.people(static_cast<double>(world.measures[world.measures.cell(Cell, brand)]));
}

constexpr std::array kBrandMeasures = {
    BrandMeasure{"sentiment", &sentiment},
    BrandMeasure{"awareness", &awareness},
    BrandMeasure{"orders", &people_of<BrandCell::orders>},
    BrandMeasure{"new_buyers", &people_of<BrandCell::new_buyers>},
    BrandMeasure{"impressions", &people_of<BrandCell::impressions>},
    BrandMeasure{"revenue", [](const World& w, std::size_t b) {
                   return static_cast<double>(w.measures[w.measures.cell(BrandCell::revenue, b)]) / 100;
                 }},
};
constexpr std::array kCampaignMeasures = {
    CampaignMeasure{"reach",
                    [](const World& w, std::size_t c) {
                      return w.people(static_cast<double>(w.measures[w.measures.reach_at_least(c, 1)]));
                    }},
    CampaignMeasure{"spend",
                    [](const World& w, std::size_t c) { return static_cast<double>(spend(w, c)) / 100; }},
};

template <class Things>
std::optional<std::size_t> find_id(const Things& things, std::string_view id) {
  for (std::size_t i = 0; i < things.size(); ++i)
    if (things[i].id == id) return i;
  return std::nullopt;
}

}  // namespace

std::vector<std::string_view> condition_measures() {
  std::vector<std::string_view> names;
  for (const auto& m : kBrandMeasures) names.push_back(m.name);
  for (const auto& m : kCampaignMeasures) names.push_back(m.name);
  return names;
}

double condition_value(const World& world, const Condition& condition) {
  const auto missing = [&](const char* what) {
    return ScenarioError("events: " + condition.measure + "(" + condition.id + "): no " + what + " '" +
                         condition.id + "'");
  };
  for (const auto& measure : kBrandMeasures) {
    if (measure.name != condition.measure) continue;
    const auto brand = find_id(world.p.brands, condition.id);
    if (!brand) throw missing("brand");
    return measure.value(world, *brand);
  }
  for (const auto& measure : kCampaignMeasures) {
    if (measure.name != condition.measure) continue;
    const auto campaign = find_id(world.p.campaigns, condition.id);
    if (!campaign) throw missing("campaign");
    return measure.value(world, *campaign);
  }
  std::string known;
  for (const auto name : condition_measures()) known += (known.empty() ? "" : ", ") + std::string(name);
  throw ScenarioError("events: no measure '" + condition.measure + "' (measures are " + known + ")");
}

namespace {

// A second scandal by the same event meets others; no event meets those whom a campaign or a role drew.
Asking asking_for(const World& world, std::size_t number) {
  return {Asking::Who::event, static_cast<std::uint32_t>(number), world.market.events[number].times};
}

void make_settings(World& world, const EventParameters& event) {
  for (const Assignment& assignment : event.set) {
    const std::string wrong = world.parameter_set.set_at_run(assignment.path, assignment.value);
    if (!wrong.empty()) throw ScenarioError("events: " + assignment.path + ": " + wrong);
  }
  ++world.parameters_version;
  refresh_brands(world);
}

void break_scandal(World& world, const EventParameters& event, std::size_t number) {
  constexpr double kTrustLoss = 0.6;  // at severity 1
  for (const std::uint32_t index : select_creators(world, event.target, std::nullopt, asking_for(world, number))) {
    Creator& creator = world.creators[index];
    const auto kept = static_cast<float>(1 - kTrustLoss * event.severity);
    creator.trust *= kept;
    creator.stain = 1 - (1 - creator.stain) * kept;
    Scandal scandal;
    scandal.creator = index;
    scandal.since = world.tick;
    scandal.event = static_cast<std::uint32_t>(number);
    scandal.number = static_cast<std::uint32_t>(world.market.scandals.size());
    scandal.severity = static_cast<float>(event.severity);
    world.market.scandals.push_back(scandal);
  }
}

// Ends the contracts: posts to come are cancelled, and later news of a scandal no longer touches the brand.
void drop_contracts(World& world, const EventParameters& event, std::size_t number) {
  const auto targets = select_creators(world, event.target, std::nullopt, asking_for(world, number));
  for (Contract& contract : world.market.contracts)
    if (contract.status == ContractStatus::running &&
        std::find(targets.begin(), targets.end(), contract.creator) != targets.end())
      contract.status = ContractStatus::dropped;
}

void happen(World& world, std::size_t number) {
  const EventParameters& event = world.p.events[number];
  switch (event.kind) {
    case EventKind::set: make_settings(world, event); break;
    case EventKind::scandal: break_scandal(world, event, number); break;
    case EventKind::drop: drop_contracts(world, event, number); break;
  }
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
    if (world.market.events[i].times > 0 && world.p.events[i].kind == EventKind::set)
      make_settings(world, world.p.events[i]);
}

void open_events(World& world) {
  world.market.events.assign(world.p.events.size(), {});
  for (const EventParameters& event : world.p.events) {
    if (!event.when.empty()) condition_value(world, *parse_condition(event.when));
    if (event.kind == EventKind::set || !event.target.hired_by.empty()) continue;
    if (select_creators(world, event.target, std::nullopt).empty())
      throw ScenarioError("events" + (event.id.empty() ? "" : "." + event.id) + ".target: selects none of " +
                          std::to_string(world.creators.size()) +
                          " creators (check kind, topic and followers against `creators`)");
  }
}

}  // namespace fanfare::fan_economy
