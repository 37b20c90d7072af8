// Who opens which app, beside the wish to open one: what is open to it, how apps compare, what is pushed.
#pragma once

#include <cstdint>

#include "fanfare/block.h"
#include "fanfare/ids.h"

namespace fanfare::fan_economy {

struct World;

// May this account open the platform's app now, if it wants to? Whoever is a member, and is let in by its
// policies and by mechanisms.
bool may_open_app(const World& world, AccountId account, std::uint32_t platform);

// What World::opens holds of an account that wants to open an app: the platform + 1, or 0 where none is open
// to it. Of several, by appeal and by what the last sessions there were like. `word` is its luck.
std::uint8_t opened_app(const World& world, AccountId account, std::uint32_t word);

// Local, after accounts have decided by themselves: new posts of the last tick, pushed by platforms that
// push, open them for subscribers who have no app open.
void heed_pushes(World& world, const BlockScope& scope);

}  // namespace fanfare::fan_economy
