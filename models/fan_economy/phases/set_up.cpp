// The order in which a world is built at tick 0.
#include "models/fan_economy/events/events.h"
#include "models/fan_economy/feed/constants.h"
#include "models/fan_economy/feed/index.h"
#include "models/fan_economy/feed/seen.h"
#include "models/fan_economy/hiring/campaign.h"
#include "models/fan_economy/market/brands.h"
#include "models/fan_economy/mechanisms/mechanisms.h"
#include "models/fan_economy/people/activity.h"
#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/people/platforms.h"
#include "models/fan_economy/people/population.h"
#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/phases/phases.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

void populate(World& world) {
  open_population(world);
  open_seen(world);
  cast_creators(world);
  world.index_creators();
  open_market(world);
  open_campaigns(world);
  open_index(world);
  open_mechanisms(world);
  open_events(world);
  fill_segments(world);
  world.all_interests.reset();
}

void prepare_platform(World& world) {
  if (world.tables_version == world.parameters_version) return;
  tabulate_ranking(world);
  world.tables_version = world.parameters_version;
}

void prepare_tick(World& world) {
  prepare_platform(world);
  if (world.habits_version != world.parameters_version) {
    tabulate_habits(world);
    if (!world.p.links.empty()) tabulate_crossing(world);
  }
  world.habits_version = world.parameters_version;
  set_rhythm(world);
}

}  // namespace fanfare::fan_economy
