// What a brand asks now, offers included.
#pragma once

#include <cstdint>

#include "fanfare/ids.h"
#include "fanfare/ledger.h"
#include "models/fan_economy/keys/vocabulary.h"

namespace fanfare::fan_economy {

struct World;

// What a brand asks at a tick, offers included; `offer` indexes Market::offers or is kNoOffer.
struct Quote {
  Cents price = 0;
  std::uint8_t offer = kNoOffer;
  float urgency = 0;
};
Quote quote(const World& world, std::uint8_t brand);

// Takes over prices, margins, quality and equity from the parameters, after an event changed them.
void refresh_brands(World& world);

// The month's factors of all brands' rates.
void refresh_seasons(World& world);

// At set-up: brands, books, wallets, initial awareness, attitudes and need. Errors: ScenarioError (unknown
// topic, too many brands or offers, …).
void open_market(World& world);

}  // namespace fanfare::fan_economy
