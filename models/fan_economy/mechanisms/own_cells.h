// Counts that a mechanism keeps by brand, by level or the like: a row of cells of its own.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

// At set-up. The first of `count` cells, one at least.
inline std::size_t open_cells(World& world, std::string_view name, std::size_t count) {
  const std::size_t first = world.measures.open(name);
  for (std::size_t i = 1; i < count; ++i) world.measures.open(name);
  return first;
}

// What they hold since the warm-up, as people: a value by brand.
inline std::vector<double> people_by_brand(const World& world, std::size_t first_cell) {
  std::vector<double> values;
  for (std::size_t b = 0; b < world.market.brands.size(); ++b)
    values.push_back(world.people(static_cast<double>(world.measures.since_warmup(first_cell + b))));
  return values;
}

}  // namespace fanfare::fan_economy
