#include "models/fan_economy/world.h"

#include <algorithm>
#include <numeric>

namespace fanfare::fan_economy {

World::World(EconomyParameters& parameters, ParameterSet& set, const Setup& run_setup)
    : p(parameters), parameter_set(set), setup(run_setup), calendar(run_setup.run) {}

World::~World() = default;

std::uint32_t World::creator_index(AccountId a) const {
  if (!is_creator(a)) return kNobody;
  const auto at = std::lower_bound(creators_by_account.begin(), creators_by_account.end(), a.value,
                                   [&](std::uint32_t creator, std::uint32_t account) { return creators[creator].account < account; });
  return *at;
}

void World::index_creators() {
  creator_bits.assign((followers.size() + 63) / 64, 0);
  creators_by_account.resize(creators.size());
  std::iota(creators_by_account.begin(), creators_by_account.end(), 0U);
  std::sort(creators_by_account.begin(), creators_by_account.end(),
            [&](std::uint32_t x, std::uint32_t y) { return creators[x].account < creators[y].account; });
  for (const Creator& c : creators) creator_bits[c.account >> 6] |= std::uint64_t{1} << (c.account & 63);
}

std::int64_t scale_of(const World& world) {
  return static_cast<std::int64_t>(world.p.population.scale + 0.5);
}

}  // namespace fanfare::fan_economy
