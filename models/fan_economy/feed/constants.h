// What ranking reads of the parameters, tabulated; rebuilt when they change.
#pragma once

#include <cstdint>

namespace fanfare::fan_economy {

struct World;

void tabulate_ranking(World& world);

// Appeal that likes in accounts, which readers see, add to a post.
float appeal_of_likes(const World& world, std::uint32_t likes);

}  // namespace fanfare::fan_economy
