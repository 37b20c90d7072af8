// Exposure → attitude → stage. What a branded item does to a reader who watches it.
#pragma once

#include <cstddef>
#include <cstdint>

#include "fanfare/block.h"
#include "fanfare/ids.h"
#include "models/fan_economy/keys/vocabulary.h"
#include "models/fan_economy/state/posts.h"

namespace fanfare::fan_economy {

struct World;

// wear(n) = (n/n*)·e^(1−n/n*): 1 at its peak n = n*.
double wear(double n, double peak);

// A branded or sponsored item was watched past the threshold: frequency and reach of its campaign; with a
// brand also wear-out, attitude, stage and last touch. In the reader's block.
// `contract` is that of a sponsored post, else kNobody.
void expose(World& world, const BlockScope& scope, AccountId reader, const PostScore& post, std::uint32_t contract);

// Credibility of the post's author for this reader, 0 … 1.
double credibility(const World& world, AccountId reader, const PostScore& post);

// Moves an attitude by `g` of the way to its bound: g·(1−A) up, negativity·g·(1+A) down; rounded
// stochastically by the uniform `u`.
std::int16_t persuade(std::int16_t attitude, double g, double negativity, double u);

// The account meets a brand on the platform that stands in the world: where its orders are said to come from.
void meet_here(World& world, AccountId reader, std::size_t brand);

// Moves the bond to another stage; counts the flow.
void set_stage(World& world, const BlockScope& scope, AccountId account, std::size_t brand, Stage after);
// Raises the bond to at least `floor` and to what its attitude allows; counts the flow. Never lowers it.
void update_stage(World& world, const BlockScope& scope, AccountId account, std::size_t brand, Stage floor);
// Daily: lowers the stage by one step where the attitude has fallen below half of what raised it.
void cool_stage(World& world, const BlockScope& scope, AccountId account, std::size_t brand);

}  // namespace fanfare::fan_economy
