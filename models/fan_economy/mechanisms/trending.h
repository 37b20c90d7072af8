// Mechanism `trending`: some of the posts that were most engaged with in the last tick are offered to
// everyone.
#pragma once

#include "fanfare/ids.h"
#include "models/fan_economy/state/candidates.h"

namespace fanfare::fan_economy {

struct World;

// A reader starts at a place of its own on the ring, so that the whole list is shown, and a post that is not
// in the list in another arm changes only the slates that held it or its stand-in.
//
// `source`: its number among World::sources.
void retrieve_trending(const World& world, AccountId reader, SessionScratch& scratch, Source source);

}  // namespace fanfare::fan_economy
