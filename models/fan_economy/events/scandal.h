// Scandals as accounts live through them: who notices when, who leaves, who defends, who writes about it,
// and what tied brands lose. Starting and ending one is in events.h.
#pragma once

#include <cstdint>

#include "fanfare/block.h"
#include "models/fan_economy/state/market.h"
#include "models/fan_economy/keys/vocabulary.h"

namespace fanfare::fan_economy {

struct World;

// In the account's block, once a day: scandals it notices today, of creators it follows or loves.
void notice_scandals(World& world, const BlockScope& scope, AccountId account);

// Day after the scandal on which an account would notice it: geometric, keyed by (account, scandal), so it
// needs no memory. Beyond `scandal_days`: never.
std::uint32_t day_of_notice(const World& world, AccountId account, const Scandal& scandal);

}  // namespace fanfare::fan_economy
