// What mechanisms add to a scenario: a key each, and words of the tables. The catalogue on the top floor
// defines these lists (mechanisms/tables.cpp); the keys only ask for them.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "fanfare/schema.h"
#include "models/fan_economy/keys/events.h"
#include "models/fan_economy/keys/vocabulary.h"

namespace fanfare::fan_economy {

struct MechanismKey {
  std::string_view id, help;
  const StructSpec& (*spec)();
};
inline constexpr std::size_t kMostMechanisms = 64;
using MechanismSlots = std::array<KeySlot, kMostMechanisms>;

// In the order of the catalogue; at most kMostMechanisms. Slot i holds the keys of the i-th.
std::span<const MechanismKey> mechanism_keys();
// None of them is there.
MechanismSlots empty_slots();

std::span<const Choice<EventKind>> event_choices();
std::span<const Choice<ContractKind>> contract_choices();
std::span<const Choice<CreatorKind>> kind_choices();

}  // namespace fanfare::fan_economy
