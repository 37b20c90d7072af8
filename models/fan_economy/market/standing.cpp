#include "models/fan_economy/market/standing.h"

#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

double sentiment(const World& world, std::size_t brand) {
  std::int64_t aware = 0;
  for (std::size_t s = 1; s < kStages; ++s)
    aware += world.measures[world.measures.stage_count(brand, static_cast<Stage>(s))];
  if (aware == 0) return 0;
  return static_cast<double>(world.measures[world.measures.attitude(brand)]) / static_cast<double>(aware) /
         32767;
}

double awareness(const World& world, std::size_t brand) {
  const std::int64_t unaware = world.measures[world.measures.stage_count(brand, Stage::unaware)];
  return world.part.accounts == 0 ? 0 : 1 - static_cast<double>(unaware) / world.part.accounts;
}

std::int64_t spend(const World& world, std::size_t campaign) {
  std::int64_t sum = 0;
  for (const CampaignCell c : {CampaignCell::fees, CampaignCell::platform_fees, CampaignCell::handling,
                               CampaignCell::product, CampaignCell::commission})
    sum += world.measures[world.measures.cell(c, campaign)];
  return sum;
}

}  // namespace fanfare::fan_economy
