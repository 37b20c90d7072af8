#include "models/fan_economy/attention/persuasion.h"

#include <algorithm>
#include <cmath>

#include "fanfare/fmath.h"
#include "fanfare/sampling.h"
#include "models/fan_economy/content/disclosure.h"
#include "models/fan_economy/people/relations.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

double wear(double n, double peak) { return n / peak * fmath::exp(1 - n / peak); }

double credibility(const World& world, AccountId reader, const PostScore& post) {
  const PersuasionParameters& p = world.p.persuasion;
  double fandom = 0, suits = 1;  // a customer speaks of its own purchase: that always fits
  if (post.creator != kNobody) fandom = fandom_of(world, reader, post.creator);
  if ((post.flags & PostFlags::kPurchase) == 0) suits = post.fit / 255.0;
  const double trust = std::min(1.0, static_cast<double>(post.trust) * (1 + p.fandom_gain * fandom) *
                                         world.factors.believed(world, reader, post));
  if (!perceives_ad(world, reader, post)) return trust * suits;
  const double cost = (post.flags & PostFlags::kDisclosed) != 0 ? p.cost_disclosed : p.cost_found_out;
  return trust * suits * (1 - cost * world.accounts.ad_scepticism[reader] / 255.0);
}

std::int16_t persuade(std::int16_t attitude, double g, double negativity, double u) {
  const double a = attitude / kAttitudeUnit;
  const double moved = g >= 0 ? a + g * (1 - a) : a + negativity * g * (1 + a);
  return static_cast<std::int16_t>(stochastic_round(std::clamp(moved, -1.0, 1.0) * kAttitudeUnit, u));
}

namespace {

Stage stage_by_attitude(const PersuasionParameters& p, const BrandBond& bond) {
  const double a = bond.attitude / kAttitudeUnit;
  if ((bond.stage & BrandBond::kBought) != 0) return a >= p.advocate_at ? Stage::advocate : Stage::customer;
  if (a >= p.intending_at) return Stage::intending;
  return a >= p.interested_at ? Stage::interested : Stage::aware;
}

// The first time that a campaign reaches the account on this platform.
void count_reach_here(World& world, const BlockScope& scope, AccountId reader, std::uint8_t campaign) {
  std::uint8_t& on = world.accounts.reached_on.row(reader)[campaign];
  const auto here = static_cast<std::uint8_t>(1U << world.platform);
  if ((on & here) != 0) return;
  const std::uint32_t platforms = world.platform_count();
  for (std::uint32_t p = 0; p < platforms; ++p)
    if (((on >> p) & 1U) != 0) {
      const std::size_t first = world.platform_cells.both + campaign * platforms * platforms;
      world.measure_tally.add(scope.worker, first + p * platforms + world.platform, 1);
      world.measure_tally.add(scope.worker, first + world.platform * platforms + p, 1);
    }
  on = static_cast<std::uint8_t>(on | here);
  world.measure_tally.add(scope.worker,
                          world.platform_cells.reach + campaign * world.platform_count() + world.platform, 1);
}

// Counts the exposure to a campaign; its reach is exact because the transitions are.
void count_frequency(World& world, const BlockScope& scope, AccountId reader, std::uint8_t campaign) {
  if (world.has_several()) count_reach_here(world, scope, reader, campaign);
  std::uint8_t& frequency = world.accounts.frequency.row(reader)[campaign];
  if (frequency == 255) return;
  ++frequency;
  if (frequency <= kReachSteps)
    world.measure_tally.add(scope.worker, world.measures.reach_at_least(campaign, frequency), 1);
}

// Fresh exposures after this one, in 1/16: one more of the same voice, a half of another.
std::uint8_t exposures_after(const World& world, const BrandBond& bond, const LastTouch& touch,
                             std::uint32_t creator) {
  const PersuasionParameters& p = world.p.persuasion;
  const bool is_same = touch.exists() && world.market.contracts[touch.contract()].creator == creator;
  const bool is_other = bond.exposures > 0 && !is_same;
  const int step = is_other ? static_cast<int>(16 * p.other_voice + 0.5) : 16;
  return static_cast<std::uint8_t>(std::min(255, bond.exposures + step));
}

}  // namespace

void meet_here(World& world, AccountId reader, std::size_t brand) {
  if (!world.has_several()) return;
  world.accounts.touched_on.row(reader)[brand] = static_cast<std::uint8_t>(world.platform + 1);
}

void set_stage(World& world, const BlockScope& scope, AccountId account, std::size_t brand, Stage after) {
  BrandBond& bond = world.accounts.bond.row(account)[brand];
  const Stage before = bond.at();
  if (after == before) return;
  bond.stage = static_cast<std::uint8_t>((bond.stage & ~7U) | static_cast<unsigned>(after));
  world.measure_tally.add(scope.worker, world.measures.stage_flow(brand, before, after), 1);
}

void update_stage(World& world, const BlockScope& scope, AccountId account, std::size_t brand, Stage floor) {
  const BrandBond& bond = world.accounts.bond.row(account)[brand];
  const Stage before = bond.at();
  set_stage(world, scope, account, brand, std::max({before, floor, stage_by_attitude(world.p.persuasion, bond)}));
}

void cool_stage(World& world, const BlockScope& scope, AccountId account, std::size_t brand) {
  const BrandBond& bond = world.accounts.bond.row(account)[brand];
  const PersuasionParameters& p = world.p.persuasion;
  const double a = bond.attitude / kAttitudeUnit;
  const Stage before = bond.at();
  Stage after = before;
  if (before == Stage::advocate && a < p.advocate_at / 2) after = Stage::customer;
  if (before == Stage::intending && a < p.intending_at / 2) after = Stage::interested;
  if (before == Stage::interested && a < p.interested_at / 2) after = Stage::aware;
  set_stage(world, scope, account, brand, after);
}

void expose(World& world, const BlockScope& scope, AccountId reader, const PostScore& post, std::uint32_t contract) {
  if (post.campaign != kNoCampaign) count_frequency(world, scope, reader, post.campaign);
  if (post.brand == kNoBrand) return;
  meet_here(world, reader, post.brand);
  const PersuasionParameters& p = world.p.persuasion;
  BrandBond& bond = world.accounts.bond.row(reader)[post.brand];
  LastTouch& touch = world.accounts.touch.row(reader)[post.brand];
  bond.exposures = exposures_after(world, bond, touch, post.creator);
  const double g = p.strength * (0.5 + 0.5 * credibility(world, reader, post)) * (post.tone / 100.0) *
                   wear(bond.exposures / 16.0, p.wear_peak);
  // By word: 0 whether it is perceived as an ad, 1 rounding, 2 recall.
  const Words words = world.words(draw::persuasion(post.key(), reader));
  bond.attitude = persuade(bond.attitude, g, p.negativity, to_unit(words[1]));
  if (contract != kNobody) touch = LastTouch::of(contract, world.day());
  if (bond.at() != Stage::unaware || to_unit(words[2]) < p.recall)
    update_stage(world, scope, reader, post.brand, Stage::aware);
}

}  // namespace fanfare::fan_economy
