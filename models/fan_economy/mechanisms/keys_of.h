// Keys that another mechanism has in this run.
#pragma once

#include <cstddef>
#include <string_view>

#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

// K: the struct of keys of the mechanism of this id. nullptr where it is off.
template <class K>
const K* keys_of_mechanism(const World& world, std::string_view id) {
  const auto catalogue = mechanisms();
  for (std::size_t i = 0; i < catalogue.size(); ++i)
    if (catalogue[i]->id == id) return static_cast<const K*>(world.p.mechanisms[i].get());
  return nullptr;
}

}  // namespace fanfare::fan_economy
