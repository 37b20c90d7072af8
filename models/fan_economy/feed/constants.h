// What ranking reads of the parameters, tabulated; rebuilt when they change.
#pragma once

namespace fanfare::fan_economy {

struct World;

void tabulate_ranking(World& world);

}  // namespace fanfare::fan_economy
