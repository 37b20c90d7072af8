#include "models/fan_economy/market/brands.h"

#include <algorithm>

#include "fanfare/expects.h"
#include "models/fan_economy/market/purchase.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

Quote quote_of(const World& world, const OfferBy& kind, const OfferAsk& ask) {
  if (kind.rule->quote != nullptr) {
    Quote own = kind.rule->quote(kind.by, world, ask);
    expects(own.price > 0 && own.price <= ask.list, "an offer asks something, at most the list price");
    own.offer = ask.number;
    return own;
  }
  const auto off = static_cast<std::int32_t>(ask.offer.discount * 10'000 + 0.5);
  return {ask.list - portion(ask.list, {off}), ask.number, ask.offer.urgency};
}

// The lowest price, and among equals the first offer; `account`: none asks for what is open to anyone.
Quote best_quote(const World& world, std::uint8_t brand, AccountId account) {
  const Market& market = world.market;
  const Cents list = market.brands[brand].price;
  Quote best{list, kNoOffer, 0};
  const double day = world.calendar.days(world.tick);
  const std::int64_t units = scale_of(world);
  for (std::size_t i = 0; i < market.offers.size(); ++i) {
    const Offer& offer = market.offers[i];
    if (offer.brand != brand || day < offer.from_day || day >= offer.until_day) continue;
    if (offer.stock >= 0 && offer.stock < units) continue;
    const OfferBy& kind = market.offer_rules[i];
    const OfferAsk ask{static_cast<std::uint8_t>(i), offer, account, list};
    const bool is_for_anyone = kind.rule->open == nullptr;
    if (!is_for_anyone && (account.value == kNobody || !kind.rule->open(kind.by, world, ask))) continue;
    const Quote now = quote_of(world, kind, ask);
    if (now.price < best.price || best.offer == kNoOffer) best = now;
  }
  return best;
}

}  // namespace

Quote quote(const World& world, std::uint8_t brand, AccountId account) {
  return best_quote(world, brand, account);
}
Quote quote(const World& world, std::uint8_t brand) { return best_quote(world, brand, AccountId(kNobody)); }

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
