// Whether a reader takes a paid post for what it is.
#pragma once

#include "fanfare/ids.h"
#include "models/fan_economy/state/posts.h"

namespace fanfare::fan_economy {

struct World;

// Whether the reader takes a paid post for what it is; keyed by (reader, post).
bool perceives_ad(const World& world, AccountId reader, const PostScore& post);

}  // namespace fanfare::fan_economy
