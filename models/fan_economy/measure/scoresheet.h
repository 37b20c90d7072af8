// Filling the scoresheet.
#pragma once

#include "fanfare/phase.h"

namespace fanfare::fan_economy {

struct World;

// Replicated, at a tick's start: makes room in the run's last tick.
void open_scoresheet(World& world);
// Local, in the last tick: every follow of the block adds ±1 to one cell, sign and cell by a hash of the
// unordered pair. A mutual pair adds twice to the same cell with the same sign, so the sum of squares tells
// how many there are, whoever owns the rows (Alon, Matias & Szegedy 1999; Charikar et al. 2002).
void count_pairs(World& world, const BlockScope& scope);
// Exchange, at a tick's end.
void close_scoresheet(World& world);

}  // namespace fanfare::fan_economy
