// Campaigns: who is hired for which money, when the posts appear, what is paid. Posts themselves are
// written by publishing.
#pragma once

#include <cstdint>

#include "fanfare/ledger.h"
#include "fanfare/phase.h"
#include "models/fan_economy/keys/campaigns.h"

namespace fanfare::fan_economy {

struct World;

// Replicated: hires at the flight's start, pays for the posts that appear now, closes at its end.
void run_campaigns(World& world, const StepScope& scope);

// At set-up: books, checks. Errors: ScenarioError.
void open_campaigns(World& world);

}  // namespace fanfare::fan_economy
