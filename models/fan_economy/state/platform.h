// What each platform has of its own. The world holds that of the platform on which a phase works, the others
// are parked: moving on copies handles and the tables of values (some 40 kB), and rules never ask where they
// are.
#pragma once

#include <cstdint>
#include <vector>

#include "fanfare/columns.h"
#include "fanfare/graph.h"
#include "models/fan_economy/state/feed_index.h"
#include "models/fan_economy/state/moments.h"
#include "models/fan_economy/state/posts.h"
#include "models/fan_economy/state/tables.h"
#include "models/fan_economy/state/value_table.h"

namespace fanfare::fan_economy {

struct PlatformState {
  FollowGraph graph;                      // owned rows
  std::vector<std::uint32_t> followers;   // of every account, in accounts; shared
  Posts posts;
  FeedIndex index;
  ValueTable values;                      // derived from parameters
  RankConstants rank_constants;           // derived from parameters
  std::uint32_t tables_version = 0;       // of the parameters from which both were made
  Moments at;                             // where mechanisms take part
  const Column<std::uint16_t>* forgotten = nullptr;  // of what was observed of accounts; not owned
};

}  // namespace fanfare::fan_economy
