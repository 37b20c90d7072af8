// What a brand asks now, offers included.
#pragma once

#include <cstdint>

#include "fanfare/ids.h"
#include "models/fan_economy/state/market.h"

namespace fanfare::fan_economy {

struct World;

// The best of all offers that are open to an account of this block, and of those that are open to anyone.
Quote quote(const World& world, std::uint8_t brand, AccountId account);
Quote quote(const World& world, std::uint8_t brand);

// Takes over prices, margins, quality and equity from the parameters, after an event changed them.
void refresh_brands(World& world);

// The month's factors of all brands' rates.
void refresh_seasons(World& world);

// At set-up: brands, books, wallets, initial awareness, attitudes and need. Errors: ScenarioError (unknown
// topic, too many brands or offers, …).
void open_market(World& world);

}  // namespace fanfare::fan_economy
