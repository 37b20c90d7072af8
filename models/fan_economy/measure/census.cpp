#include "models/fan_economy/measure/census.h"

#include <array>

#include "models/fan_economy/people/relations.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// Levels are counted anew each tick, so they can't drift from what accounts hold.
void count_wallets(World& world, const BlockScope& scope) {
  const bool ends_day = world.calendar.is_last_of_day(world.tick);
  std::int64_t wallets = 0, present = 0, fans = 0;
  std::array<std::uint32_t, kCommunities> communities{};
  for (std::uint32_t a = scope.first; a < scope.last; ++a) {
    const AccountId account(a);
    const std::int32_t wallet = world.accounts.wallet[account];
    wallets += wallet;
    present += (world.accounts.flags[account] & AccountFlags::kGone) == 0;
    if (wallet < 0) world.market.breaches.push(scope, {a, wallet});
    if (ends_day) fans += fan_follows(world, account);
    ++communities[world.accounts.community[account]];
  }
  world.measure_tally.add(scope.worker, world.measures.wallets(), wallets);
  world.measure_tally.add(scope.worker, world.measures.present(), present);
  world.measure_tally.add(scope.worker, world.measures.fans(), fans);
  for (std::size_t s = 0; s < kCommunities; ++s)
    if (communities[s] > 0)
      world.measure_tally.add(scope.worker, world.measures.community_size(s), communities[s]);
}

void count_bonds(World& world, const BlockScope& scope, std::size_t brand) {
  std::int64_t attitude = 0;
  std::array<std::uint32_t, 8> stages{};
  std::array<std::uint32_t, kCommunities> buyers{};
  for (std::uint32_t a = scope.first; a < scope.last; ++a) {
    const BrandBond& bond = world.accounts.bond.row(AccountId(a))[brand];
    ++stages[bond.stage & 7U];
    attitude += bond.at() == Stage::unaware ? 0 : bond.attitude;
    buyers[world.accounts.community[AccountId(a)]] += (bond.stage & BrandBond::kBought) != 0;
  }
  const Measures& m = world.measures;
  world.measure_tally.add(scope.worker, m.attitude(brand), attitude);
  for (std::size_t s = 0; s < kStages; ++s)
    world.measure_tally.add(scope.worker, m.stage_count(brand, static_cast<Stage>(s)), stages[s]);
  for (std::size_t s = 0; s < kCommunities; ++s)
    if (buyers[s] > 0) world.measure_tally.add(scope.worker, m.community_buyers(brand, s), buyers[s]);
}

}  // namespace

void count_levels(World& world, const BlockScope& scope) {
  count_wallets(world, scope);
  for (std::size_t brand = 0; brand < world.market.brands.size(); ++brand) count_bonds(world, scope, brand);
}

}  // namespace fanfare::fan_economy
