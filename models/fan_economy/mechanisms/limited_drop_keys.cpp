#include "models/fan_economy/mechanisms/limited_drop_keys.h"

namespace fanfare::fan_economy {

namespace {

void describe_drop_resale(Schema<LimitedDropKeys>& s) {
  using K = LimitedDropKeys;
  s.value("delivery", &K::delivery).unit(Unit::days).in(0, 365)
      .help("until a physical one is there and can be sold on; a digital one at once");
  s.value("resale", &K::resale).unit(Unit::days).in(0, 1000).help("that the market for it is open; 0: none");
  s.value("floor", &K::floor).in(0, 100).help("lowest price there, times that of the edition; 0: none");
  s.value("fee", &K::fee).unit(Unit::share).in(0, 0.9).help("of a resale, for the platform").source("folk");
  s.value("ask", &K::ask).in(0.01, 100)
      .help("what flippers ask for at first, times the price of the edition").source("folk");
  s.value("patience", &K::patience).unit(Unit::days).in(0.1, 1000)
      .help("in which they come down by half").source("folk");
  s.value("look", &K::look).unit(Unit::share).in(0, 1)
      .help("chance that who opens the app looks at the market").source("folk");
  s.value("attached", &K::attached).in(1, 100)
      .help("times its worth to them, that keepers ask for")
      .source("about 2 in Kahneman, Knetsch and Thaler 1990, J. Polit. Econ. 98, 1325; here folk");
}

}  // namespace

void describe(Schema<LimitedDropKeys>& s) {
  using K = LimitedDropKeys;
  s.value("brand", &K::brand).help("whose edition it is; none: the first");
  s.choice("kind", &K::kind,
           {{"digital", DropKind::digital, "costs nothing a unit, and can be sold on at once"},
            {"physical", DropKind::physical, "has a cost a unit, and is delivered first"}})
      .help("of the edition");
  s.choice("by", &K::by,
           {{"draw", DropBy::draw, "who asks while it is open takes part in one fair draw"},
            {"first_come", DropBy::first_come,
             "in each tick those who ask, in an order by lot; bots are there first"}})
      .help("who gets one");
  s.value("at", &K::at).unit(Unit::days).in(0, 1e5).help("day on which it opens");
  s.value("open", &K::open).unit(Unit::days).in(0.01, 60).help("for how long");
  s.value("units", &K::units).unit(Unit::count).quantity_of("units").in(1, 1e9).help("of the edition");
  s.value("price", &K::price).unit(Unit::money).in(0.01, 1e6).help("of one");
  s.value("cost", &K::cost)
      .unit(Unit::share)
      .in(0, 1)
      .help("of the price, of making a physical one")
      .source("folk");
  s.value("wanted", &K::wanted).in(0, 1000)
      .help("what it is worth to the middle one of those who know the brand, times its price").source("folk");
  s.value("spread", &K::spread).in(0, 5).help("sd of the logarithm of that").source("folk");
  s.value("attitude_gain", &K::attitude_gain).in(0, 10)
      .help("logarithm of how much more it is worth at full attitude").source("folk");
  s.value("hype_half", &K::hype_half).unit(Unit::days).in(0.1, 1000)
      .help("after it opens, in which half of the hype is gone").source("folk");
  s.value("hype_rest", &K::hype_rest).unit(Unit::share).in(0, 1)
      .help("of its worth that is left without hype").source("folk");
  s.value("flippers", &K::flippers).unit(Unit::share).in(0, 1)
      .help("accounts that want one only to sell it").source("folk");
  s.value("bots", &K::bots).unit(Unit::count).quantity_of("bots").in(0, 1000)
      .help("of each of them, that ask in its name beside itself, day and night").source("folk");
  s.value("checked", &K::checked).unit(Unit::share).in(0, 1)
      .help("of those who use bots, whom a check of identity keeps to one request");
  describe_drop_resale(s);
  s.value("disappointment", &K::disappointment).in(0, 1)
      .help("way to full dislike of who asked and got none").source("folk");
  s.value("goodwill", &K::goodwill).in(0, 1)
      .help("the same beside it, if all units had gone to bots; less as fewer do").source("folk");
}

}  // namespace fanfare::fan_economy
