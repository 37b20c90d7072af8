// Who is on which platform, who follows whom there, and where everyone publishes. Nothing of it is there
// where a scenario has one platform.
#pragma once

#include "fanfare/graph_build.h"

namespace fanfare::fan_economy {

struct World;

// After accounts, partition and the first platform's graph stand: memberships, the other platforms' graphs,
// homes. Leaves the first platform in the world. Errors: ScenarioError for a platform on which nobody is.
void open_platforms(World& world);

// What walls between platforms leave of clicks, by platform and brand; nothing where there is none. Again
// where parameters change.
void tabulate_crossing(World& world);

// The rows of a graph of all accounts that this rank owns, without follows of or by accounts that are not
// members, nor follows that are not returned where only friends count.
BuiltGraph keep_members(const World& world, const BuiltGraph& whole, std::uint32_t platform);

}  // namespace fanfare::fan_economy
