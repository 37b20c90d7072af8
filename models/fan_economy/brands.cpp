#include "models/fan_economy/brands.h"

#include <algorithm>

#include "models/fan_economy/purchase.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

void describe(Schema<OfferParameters>& s) {
  using O = OfferParameters;
  s.id(&O::id).help("name of the offer");
  s.value("discount", &O::discount).unit(Unit::share).in(0, 0.99).help("share off the list price");
  s.range("dates", &O::dates).unit(Unit::days).at_least(0).help("from which day to which");
  s.value("stock", &O::stock).unit(Unit::count).at_least(-1).help("units at this price; −1: unlimited");
  s.value("urgency", &O::urgency).in(0, 1).help("how much it says 'now or never'");
}

void describe(Schema<BrandParameters>& s) {
  using B = BrandParameters;
  s.id(&B::id).required().help("name of the brand");
  s.value("topic", &B::topic).required()
      .help("its topic, which is also its category: brands of one topic compete for one need");
  s.value("price", &B::price).unit(Unit::money).in(0.01, 1e6).mutable_at_run().help("list price");
  s.value("usual_price", &B::usual_price).unit(Unit::money).in(0, 1e6)
      .help("what buyers find usual in its category: demand goes as (price / usual price)^−elasticity; 0: its list "
            "price at the start, so state it where arms differ in price");
  s.value("margin", &B::margin).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("share of the list price left after the product's cost");
  s.value("equity", &B::equity).in(-1, 1).mutable_at_run().help("attitude to which accounts return, −1 … 1");
  s.value("quality", &B::quality).in(0, 1).mutable_at_run()
      .help("of the product; customers compare it with what they expected");
  s.value("awareness", &B::awareness).unit(Unit::share).in(0, 1)
      .help("share of accounts that know it at the start");
  s.value("stock", &B::stock).unit(Unit::count).at_least(-1).help("units for sale; −1: unlimited");
  s.value("rate", &B::rate).unit(Unit::per_day).in(0, 10).mutable_at_run()
      .help("λ: orders a day of an aware account with mean interest, full need and no attitude")
      .source("about .3 % buyers a month at 20 % awareness");
  s.value("returns", &B::returns).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("share of delivered orders sent back, of what neither pleases nor disappoints")
      .source("12 % at the default quality; validation C9");
  s.numbers("season", &B::season).in(0, 100)
      .help("twelve factors, January first, that multiply the rate; empty: no seasons");
  s.list("offers", &B::offers).help("reasons to buy now");
  s.check([](const B& brand, Checker& c) {
    if (!brand.season.empty() && brand.season.size() != 12)
      c.problem("season", "has " + std::to_string(brand.season.size()) + " factors",
                "give twelve, January first, or none");
    if (brand.id == "none") c.problem("id", "'none' means no brand", "choose another id");
  });
}

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

std::uint8_t fit(const TopicRow& niche, std::uint8_t topic) {
  const std::uint32_t strongest = *std::max_element(niche.begin(), niche.end());
  if (strongest == 0) return 85;
  return static_cast<std::uint8_t>(85 + 170U * niche[topic] / strongest);
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
