// Events: what happens at a time or on a condition. Conditions read the integers the last tick published.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fanfare/phase.h"
#include "fanfare/schema.h"
#include "fanfare/schema_types.h"
#include "models/fan_economy/selector.h"

namespace fanfare::fan_economy {

struct World;

enum class EventKind : std::uint8_t {
  set,      // parameters change
  scandal,  // creators lose trust and followers, tied brands lose attitude
  drop      // brands end their contracts with creators
};

struct EventParameters {
  std::string id;
  double at = -1;                    // days; −1: on its condition
  std::string when;                  // "sentiment(aurora) < -0.4"; empty: at its time
  bool once = true;                  // else each time the condition comes true anew
  EventKind kind = EventKind::set;   // `do`
  std::vector<Assignment> set;
  Selector target;
  double severity = 0.5;
};
void describe(Schema<EventParameters>& s);

// `measure(id) < number`, parsed.
struct Condition {
  std::string measure;
  std::string id;
  bool below = true;
  double bound = 0;
};
// None if the text is not of that form.
std::optional<Condition> parse_condition(std::string_view text);
// The names a condition may use: brand measures, then campaign measures.
std::vector<std::string_view> condition_measures();
// The value now. Errors: ScenarioError if there is no such measure or id.
double condition_value(const World& world, const Condition& condition);

// Replicated.
void intervene(World& world, const StepScope& scope);

// After a checkpoint was loaded: makes the parameter changes of past events again, in their order.
void restore_parameters(World& world);

// At set-up: flags, checks of conditions and targets. Errors: ScenarioError.
void open_events(World& world);

}  // namespace fanfare::fan_economy
