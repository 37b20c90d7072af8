#include "models/fan_economy/keys/brands.h"

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
  s.value("shop", &B::shop)
      .help(
          "platform on which it is sold, to which clicks elsewhere have to cross; empty: wherever it is "
          "seen");
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

}  // namespace fanfare::fan_economy
