#include "models/fan_economy/mechanisms/local_keys.h"

#include <set>

namespace fanfare::fan_economy {

void describe(Schema<RegionKeys>& s) {
  s.value("region", &RegionKeys::region).required().help("level of local.attribute");
  s.value("x", &RegionKeys::x).in(-1e5, 1e5).help("kilometres east");
  s.value("y", &RegionKeys::y).in(-1e5, 1e5).help("kilometres north");
}

void describe(Schema<ShopKeys>& s) {
  using K = ShopKeys;
  s.id(&K::id).help("name of the shop");
  s.value("brand", &K::brand).required().help("whose products it sells");
  s.value("region", &K::region)
      .required()
      .help("level of local.attribute where it lies; without an attribute a number from 0");
  s.value("discount", &K::discount)
      .unit(Unit::share)
      .in(0, 0.99)
      .help("local offer: off the list price, in the shop alone");
  s.range("offer", &K::offer).unit(Unit::days).in(0, 1e6).help("days from which and until which it holds");
  s.check([](const K& shop, Checker& c) {
    if (shop.offer.hi <= shop.offer.lo)
      c.problem("offer", "ends before it begins", "write [first day, day after the last]");
  });
}

namespace {

void describe_local_regions(Schema<LocalKeys>& s) {
  using K = LocalKeys;
  s.value("attribute", &K::attribute)
      .help("attribute whose levels are regions; empty: accounts are drawn evenly over `regions`");
  s.value("regions", &K::regions)
      .unit(Unit::count)
      .quantity_of("regions")
      .in(1, 200)
      .help("of accounts without the attribute, numbered from 0");
  s.value("spacing", &K::spacing)
      .in(0, 1e4)
      .help("kilometres from one region to the next, in a row, where `map` says nothing");
  s.list("map", &K::map).help("where regions lie; all of them or none");
  s.list("shops", &K::shops).help("none: each brand has one in the first region");
}

void describe_local_visits(Schema<LocalKeys>& s) {
  using K = LocalKeys;
  s.value("visit", &K::visit)
      .in(0, 1)
      .mutable_at_run()
      .help(
          "visits a day to a shop next door by who knows the brand, with mean interest, full need, no "
          "attitude")
      .source("folk");
  s.value("near", &K::near)
      .in(0.01, 1e4)
      .help("kilometres within which distance hardly counts")
      .source("folk");
  s.value("decay", &K::decay)
      .in(0, 10)
      .help("of visits with distance: (1 + distance / near) to the minus this; 0: distance does not count")
      .source("Huff 1963, Land Economics 39, 81: exponents of 2 to 3");
  s.value("buy", &K::buy)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("visitors who buy at the list price; a discount counts by their price sensitivity")
      .source("folk");
  s.value("liking", &K::liking)
      .in(0, 1)
      .mutable_at_run()
      .help("step of attitude toward liking that a visit makes")
      .source("folk");
  s.value("look_nearby", &K::look_nearby)
      .in(0, 1)
      .mutable_at_run()
      .help(
          "times a day that somebody with mean interest and full need looks on the platform for a shop "
          "nearby")
      .source("folk");
}

void describe_local_friends(Schema<LocalKeys>& s) {
  using K = LocalKeys;
  s.value("offer_seen", &K::offer_seen)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance a day that who opens the app next door to a shop is shown its offer; less far away")
      .source("folk");
  s.value("offer_pull", &K::offer_pull)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance that an offer shown brings a visit, with mean interest, full need, next door")
      .source("folk");
  s.value("check_in", &K::check_in)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("visitors who check in")
      .source("folk");
  s.value("friend_pull", &K::friend_pull)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help(
          "chance that the check-in of one whom they follow brings a visit, with mean interest, full need, "
          "next door")
      .source("folk");
}

}  // namespace

void describe(Schema<LocalKeys>& s) {
  describe_local_regions(s);
  describe_local_visits(s);
  describe_local_friends(s);
  s.check([](const LocalKeys& keys, Checker& c) {
    if (!keys.map.empty() && keys.attribute.empty())
      c.problem("map", "places of regions that have no names", "name the regions in local.attribute");
    std::set<std::string> regions;
    for (const RegionKeys& at : keys.map)
      if (!regions.insert(at.region).second)
        c.problem("map", "'" + at.region + "' stands there twice", "leave one of them out");
    if (keys.shops.size() > 64) c.problem("shops", "more than 64", "merge shops that are close");
  });
}

}  // namespace fanfare::fan_economy
