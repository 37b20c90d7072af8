// Who has which level of an attribute: a keyed draw, or a row of a file, so that any account can be asked,
// owned or not.
#pragma once

#include <cstddef>
#include <cstdint>

#include "fanfare/ids.h"

namespace fanfare::fan_economy {

struct World;

// At set-up, once World::part stands. Errors: ScenarioError (rows that don't match accounts), InputError.
void open_attributes(World& world);

std::uint8_t attribute_of(const World& world, AccountId account, std::size_t attribute);

// In the account's block, at set-up: its row of attributes.
void draw_attributes(World& world, AccountId account);

}  // namespace fanfare::fan_economy
