// Mechanism `scandals`: who notices when, who leaves, who defends, who writes about it, and what tied brands
// lose. Brings the event `scandal`.
#pragma once

#include <cstdint>

#include "fanfare/ids.h"
#include "models/fan_economy/state/market.h"
#include "models/fan_economy/keys/vocabulary.h"

namespace fanfare::fan_economy {

struct World;

// Day after the scandal on which an account would notice it: geometric, keyed by (account, scandal), so it
// needs no memory. Beyond `scandal_days`: never.
std::uint32_t day_of_notice(const World& world, AccountId account, const Scandal& scandal);

// Whether the brand has a contract with the creator that runs.
bool is_brand_tied(const World& world, std::uint32_t creator, std::size_t brand);

}  // namespace fanfare::fan_economy
