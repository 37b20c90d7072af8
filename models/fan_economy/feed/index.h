// Building what readers retrieve from, and summing what they did.
#pragma once

#include "fanfare/phase.h"

namespace fanfare::fan_economy {

struct World;

// Sizes the tables for the population; called once.
void open_index(World& world);
// Takes in this tick's posts, lets old ones go, promotes, rebuilds the tables.
void index_posts(World& world, const StepScope& scope);
// After browsing: sums the counters of posts, takes in shares, counts cascades, makes the trending list.
void count_reactions(World& world, const StepScope& scope);
// Derived parts, after a checkpoint was loaded.
void restore_index(World& world);

}  // namespace fanfare::fan_economy
