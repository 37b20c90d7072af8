#include "models/fan_economy/market/brands.h"

#include <algorithm>

#include "models/fan_economy/market/purchase.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

Quote quote(const World& world, std::uint8_t brand) {
  const Market& market = world.market;
  Quote best{market.brands[brand].price, kNoOffer, 0};
  const double day = world.calendar.days(world.tick);
  const std::int64_t units = scale_of(world);
  for (std::size_t i = 0; i < market.offers.size(); ++i) {
    const Offer& offer = market.offers[i];
    if (offer.brand != brand || day < offer.from_day || day >= offer.until_day) continue;
    if (offer.stock >= 0 && offer.stock < units) continue;
    const auto off = static_cast<std::int32_t>(offer.discount * 10'000 + 0.5);
    const Cents price = market.brands[brand].price - portion(market.brands[brand].price, {off});
    if (price < best.price || best.offer == kNoOffer)
      best = {price, static_cast<std::uint8_t>(i), offer.urgency};
  }
  return best;
}

void refresh_brands(World& world) {
  for (std::size_t i = 0; i < world.market.brands.size(); ++i) {
    const BrandParameters& from = world.p.brands[i];
    Brand& brand = world.market.brands[i];
    brand.price = from.price;
    brand.quality = static_cast<float>(from.quality);
    brand.equity = static_cast<float>(from.equity);
    brand.margin = static_cast<float>(from.margin);
  }
}

void refresh_seasons(World& world) {
  const auto month = static_cast<std::size_t>(world.calendar.month(world.tick)) - 1;
  for (std::size_t i = 0; i < world.market.brands.size(); ++i) {
    const auto& season = world.p.brands[i].season;
    world.market.season[i] = season.empty() ? 1.0 : season[month];
  }
}

}  // namespace fanfare::fan_economy
