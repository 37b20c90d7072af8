// Events: what happens at a time or on a condition. Conditions read the integers the last tick published.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "fanfare/phase.h"
#include "models/fan_economy/keys/events.h"
#include "models/fan_economy/people/selector.h"
#include "models/fan_economy/state/mechanism.h"

namespace fanfare::fan_economy {

struct World;
// What happens, and what a condition may ask: the model's own lines, then those of the catalogue.
std::span<const EventRule> event_rules();
std::span<const ConditionRule> condition_rules();
const EventRule& rule_of(EventKind kind);

// Whom an event asks for: its second scandal meets others than the first; no event meets those whom a
// campaign or a role drew.
Asking asking_of_event(const World& world, std::size_t number);

// The value now. Errors: ScenarioError if there is no such measure or id.
double condition_value(const World& world, const Condition& condition);

// Replicated.
void intervene(World& world, const StepScope& scope);

// After a checkpoint was loaded: makes the parameter changes of past events again, in their order.
void restore_parameters(World& world);

// At set-up: flags, checks of conditions and targets. Errors: ScenarioError.
void open_events(World& world);

}  // namespace fanfare::fan_economy
