// Traffic pools: a post is owed impressions rung by rung, climbs if it does well among those of its rung,
// and is found by readers through the slot tables meanwhile.
#pragma once

#include <cstdint>

#include "fanfare/parallel.h"
#include "models/fan_economy/state/accounts.h"
#include "models/fan_economy/state/posts.h"

namespace fanfare::fan_economy {

struct World;

void open_pools(World& world, std::uint32_t accounts);
// A new post starts on the first rung.
void enter_pool(World& world, std::uint32_t number, PostScore& post);
// After counters were summed: posts that used up what their rung owed climb or leave.
void settle_rungs(World& world);
void rebuild_slots(World& world, Parallel& parallel);
void restore_pools(World& world);

// What a post of this rung is still owed, in accounts.
std::uint32_t owed(const World& world, const PostScore& post);
// Rungs that fit the population: a rung above it would never be used up.
std::uint32_t rungs(const World& world);
// Realised value per impression, drawn to the predicted one with the weight of `shrinkage` impressions.
float shrunk_value(const World& world, const PostScore& post, const PostCounts& counts);
// What the platform expects of a post before showing it.
float predicted_value(const World& world, const PostScore& post);

}  // namespace fanfare::fan_economy
