// The end of a tick for each account: answers heard, and once a day what fades and what is refilled.
#include "models/fan_economy/attention/fading.h"
#include "models/fan_economy/market/purchase.h"
#include "models/fan_economy/measure/census.h"
#include "models/fan_economy/measure/scoresheet.h"
#include "models/fan_economy/people/daily.h"
#include "models/fan_economy/people/relations.h"
#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/phases/phases.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

struct Fading {
  BondFading bond;
  double fandom;
};

void do_chores(World& world, const BlockScope& scope, AccountId account, const Fading& fading) {
  for (std::size_t brand = 0; brand < world.market.brands.size(); ++brand)
    fade_brand(world, scope, account, brand, fading.bond);
  fade_fandom(world, account, fading.fandom);
  for (std::uint8_t& days : world.accounts.category_days.row(account))
    if (days < kNeverBought - 1) ++days;
  refill_wallet(world, scope, account);
  review_follows(world, scope, account);
  world.at.daily(world, scope, account);
}

}  // namespace

void relate(World& world, const BlockScope& scope) {
  refresh_segments(world, scope);
  if (world.calendar.is_last_of_day(world.tick))
    for (std::uint32_t a = scope.first; a < scope.last; ++a) world.accounts.time_today[AccountId(a)] = 0;
  hear_replies(world, scope);
  const Fading fading{bond_fading(world), daily_loss(world.p.relations.fandom_half_life)};
  for_each_daily(world, scope, [&](AccountId account) { do_chores(world, scope, account, fading); });
  announce_debuts(world, scope);
  if (is_daily_tick(world, scope.block)) world.graph.merge(scope.block);
  count_levels(world, scope);
  count_pairs(world, scope);
}

}  // namespace fanfare::fan_economy
