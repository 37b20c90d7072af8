// Mechanism `pools`, the traffic pools: a post is owed impressions rung by rung, climbs if it does well among
// those of its rung, and is found by readers through the slot tables meanwhile.
#pragma once

#include <cstdint>

#include "fanfare/ids.h"
#include "models/fan_economy/state/candidates.h"
#include "models/fan_economy/state/posts.h"

namespace fanfare::fan_economy {

struct World;

// Source `discovery`: posts on the ladder, drawn by the reader's interests from the slot tables. Counts the
// Philox blocks it draws.
void retrieve_discovery(const World& world, AccountId reader, SessionScratch& scratch, std::uint64_t& draws);

// What a post of this rung is still owed, in accounts.
std::uint32_t owed(const World& world, const PostScore& post);
// Rungs that fit the population: a rung above it would never be used up.
std::uint32_t rungs(const World& world);
// Realised value per impression, drawn to the predicted one with the weight of `shrinkage` impressions.
float shrunk_value(const World& world, const PostScore& post, const PostCounts& counts);
// What the platform expects of a post before showing it.
float predicted_value(const World& world, const PostScore& post);

}  // namespace fanfare::fan_economy
