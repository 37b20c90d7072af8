// Events: what happens at a time or on a condition. Conditions read the integers the last tick published.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fanfare/phase.h"
#include "models/fan_economy/keys/events.h"

namespace fanfare::fan_economy {

struct World;
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
