// Who posts what, when. Sponsored posts come from the campaigns; here they take an organic one's place.
#pragma once

#include <span>

#include "fanfare/block.h"
#include "models/fan_economy/content/openings.h"
#include "models/fan_economy/state/market.h"

namespace fanfare::fan_economy {

struct World;
struct NewPost;

// Local. Also decides who opens the app this tick (World::opens), in the same draw.
void publish(World& world, const BlockScope& scope);

// What `account` would write now beside its own posts: kMechanismSlot is the k of a mechanism's, which
// sends it.
inline constexpr std::uint32_t kMechanismSlot = 14;
NewPost write_further(const World& world, AccountId account, std::uint32_t k);

// This tick's sponsored posts, sorted by (account, slot). Each of them is to be published.
std::span<const ScheduledPost> scheduled_now(const World& world);

}  // namespace fanfare::fan_economy
