#include "models/fan_economy/attention/fading.h"

#include <cmath>

#include "fanfare/sampling.h"
#include "models/fan_economy/attention/persuasion.h"
#include "models/fan_economy/people/daily.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// By word: 0 attitude, 1 exposures, 2 awareness. Drawn only where something may change: most accounts have
// nothing that fades.
Words rounding(const World& world, AccountId account, std::size_t brand) {
  return world.words(draw::bond_fading(account, brand, world.day()));
}

void fade_bond(World& world, AccountId account, std::size_t brand, const BondFading& fading) {
  BrandBond& bond = world.accounts.bond.row(account)[brand];
  LastTouch& touch = world.accounts.touch.row(account)[brand];
  const double equity = static_cast<double>(world.market.brands[brand].equity) * kAttitudeUnit;
  if (bond.exposures == 0 && !touch.exists() && std::fabs(bond.attitude - equity) < 1) return;
  const Words words = rounding(world, account, brand);
  const double faded = bond.attitude + (equity - bond.attitude) * fading.attitude;
  bond.attitude = static_cast<std::int16_t>(stochastic_round(faded, to_unit(words[0])));
  bond.exposures =
      static_cast<std::uint8_t>(stochastic_round(bond.exposures * (1 - fading.exposures), to_unit(words[1])));
  const auto age = static_cast<std::uint8_t>(world.day() - touch.day());
  if (touch.exists() && age > world.p.purchase.attribution_days) touch = {};
}

// Who neither meets nor buys the brand forgets it; others hear of it elsewhere, as many as keep the share
// that knows it where it began, if there is no campaign.
void drift_awareness(World& world, const BlockScope& scope, AccountId account, std::size_t brand,
                     double loss) {
  const double known = world.p.brands[brand].awareness;
  if (known >= 1) return;
  const BrandBond& bond = world.accounts.bond.row(account)[brand];
  const bool may_forget = bond.at() == Stage::aware && bond.exposures == 0,
             may_hear = bond.at() == Stage::unaware;
  const double chance = may_forget ? loss : (may_hear ? loss * known / (1 - known) : 0);
  if (chance <= 0 || to_unit(rounding(world, account, brand)[2]) >= chance) return;
  set_stage(world, scope, account, brand, may_forget ? Stage::unaware : Stage::aware);
}

}  // namespace

BondFading bond_fading(const World& world) {
  const PersuasionParameters& p = world.p.persuasion;
  return {daily_loss(p.attitude_half_life), daily_loss(p.wear_half_life), daily_loss(p.awareness_half_life)};
}

void fade_brand(World& world, const BlockScope& scope, AccountId account, std::size_t brand,
                const BondFading& fading) {
  fade_bond(world, account, brand, fading);
  cool_stage(world, scope, account, brand);
  drift_awareness(world, scope, account, brand, fading.awareness);
}

}  // namespace fanfare::fan_economy
