#include "models/fan_economy/attention/fading.h"

#include <cmath>

#include "fanfare/sampling.h"
#include "models/fan_economy/attention/persuasion.h"
#include "models/fan_economy/people/daily.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

void fade_bond(World& world, AccountId account, std::size_t brand, const BondFading& fading, const Words& words) {
  BrandBond& bond = world.accounts.bond.row(account)[brand];
  LastTouch& touch = world.accounts.touch.row(account)[brand];
  const double equity = static_cast<double>(world.market.brands[brand].equity) * kAttitudeUnit;
  if (bond.exposures == 0 && !touch.exists() && std::fabs(bond.attitude - equity) < 1) return;
  const double faded = bond.attitude + (equity - bond.attitude) * fading.attitude;
  bond.attitude = static_cast<std::int16_t>(stochastic_round(faded, to_unit(words[0])));
  bond.exposures =
      static_cast<std::uint8_t>(stochastic_round(bond.exposures * (1 - fading.exposures), to_unit(words[1])));
  const auto age = static_cast<std::uint8_t>(world.day() - touch.day());
  if (touch.exists() && age > world.p.purchase.attribution_days) touch = {};
}

// Who neither meets nor buys the brand forgets it; others hear of it elsewhere, as many as keep the share that knows
// it where it began, if there is no campaign.
void drift_awareness(World& world, const BlockScope& scope, AccountId account, std::size_t brand, double loss,
                     double u) {
  const double known = world.p.brands[brand].awareness;
  if (known >= 1) return;
  BrandBond& bond = world.accounts.bond.row(account)[brand];
  const Stage before = bond.at();
  const bool forgets = before == Stage::aware && bond.exposures == 0 && u < loss;
  const bool hears = before == Stage::unaware && u < loss * known / (1 - known);
  if (forgets || hears) set_stage(world, scope, account, brand, forgets ? Stage::unaware : Stage::aware);
}

}  // namespace

BondFading bond_fading(const World& world) {
  const PersuasionParameters& p = world.p.persuasion;
  return {daily_loss(p.attitude_half_life), daily_loss(p.wear_half_life), daily_loss(p.awareness_half_life)};
}

// By word: 0 attitude, 1 exposures, 2 awareness.
void fade_brand(World& world, const BlockScope& scope, AccountId account, std::size_t brand,
                const BondFading& fading) {
  const Words words = world.words(draw::bond_fading(account, brand, world.day()));
  fade_bond(world, account, brand, fading, words);
  cool_stage(world, scope, account, brand);
  drift_awareness(world, scope, account, brand, fading.awareness, to_unit(words[2]));
}

}  // namespace fanfare::fan_economy
