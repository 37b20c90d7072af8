#include "models/fan_economy/mechanisms/live_commerce_keys.h"

#include <set>

namespace fanfare::fan_economy {

void describe(Schema<LiveOfferKeys>& s) {
  using K = LiveOfferKeys;
  s.value("brand", &K::brand).help("whose product it is; empty: the first of `brands`");
  s.value("discount", &K::discount)
      .unit(Unit::share)
      .in(0, 0.99)
      .help("off the list price, for who is in the room")
      .source("folk");
  s.value("price", &K::price).unit(Unit::money).in(0, 1e7).help("in place of the discount; 0: none");
  s.value("stock", &K::stock)
      .unit(Unit::count)
      .quantity_of("units")
      .in(-1, 1e12)
      .help("for sale in each show; -1: no limit");
  s.value("slot_fee", &K::slot_fee)
      .unit(Unit::money)
      .in(0, 1e9)
      .help("that the brand pays the host for each show (keng wei fei)");
  s.value("commission", &K::commission)
      .unit(Unit::share)
      .in(0, 0.9)
      .help("of revenue, to the host; given back with what comes back; of a brand's own account: none")
      .source("20 to 30 % in trade reports; folk");
  s.value("promise", &K::promise)
      .unit(Unit::days)
      .in(0, 366)
      .help("before the first and after the last show in which the brand sells nowhere for less")
      .source("the practice is known, its length is folk");
}

void describe(Schema<LiveRoomKeys>& s) {
  using K = LiveRoomKeys;
  s.id(&K::id).help("name of the room");
  s.group("host", &K::host).help("who holds it: the first whom this selects at the start");
  s.value("account_of", &K::account_of).help("a brand whose own account holds it, in place of a creator");
  s.range("dates", &K::dates).unit(Unit::days).at_least(0).help("first day, and that after the last");
  s.value("hour", &K::hour)
      .unit(Unit::count)
      .quantity_of("hours after midnight")
      .in(0, 23)
      .help("at which a show begins");
  s.value("length", &K::length).unit(Unit::hours).in(0.1, 24).help("of a show, one tick at least");
  s.value("every", &K::every).unit(Unit::count).quantity_of("days").in(1, 366).help("from show to show");
  s.value("told", &K::told).help("segment whose members are told of it in groups; empty: nobody");
  s.value("cost", &K::cost)
      .unit(Unit::money)
      .in(0, 1e9)
      .help("of a show: studio and staff, paid by the brand of the first offer");
  s.list("offers", &K::offers).help("what is sold, at most eight; none: the first brand's product");
  s.check([](const K& keys, Checker& c) {
    if (keys.offers.size() > 8)
      c.problem("offers", "more than eight offers in one room", "hold a second room");
    if (keys.dates.hi <= keys.dates.lo)
      c.problem("dates", "the last day is not after the first", "write dates: [first, after the last]");
    std::set<std::string> brands;
    for (const LiveOfferKeys& offer : keys.offers) {
      if (!brands.insert(offer.brand).second)
        c.problem("offers", "two offers of one brand in one room", "leave one out");
      if (!keys.account_of.empty() && offer.slot_fee > 0)
        c.problem("offers", "a slot fee in a brand's own room, where nobody is to be paid",
                  "say what the room costs in `cost`");
      if (offer.stock == 0)
        c.problem("offers", "stock without goods: 0 units are for sale",
                  "leave the offer out, or give it units");
    }
  });
}

void describe(Schema<LiveCommerceKeys>& s) {
  using K = LiveCommerceKeys;
  s.list("rooms", &K::rooms)
      .help("rooms; where none is named, one of the first brand's, every evening; []: none");
  s.group("audience", &K::audience).help("who comes, how long they stay");
  s.value("pitches", &K::pitches)
      .in(0, 60)
      .mutable_at_run()
      .help("times an hour that each product is shown; each is worth what a click on a post is")
      .source("folk");
  s.value("tone", &K::tone).in(-1, 1).mutable_at_run().help("of what is said of products").source("folk");
  s.value("urgency", &K::urgency)
      .in(0, 1)
      .mutable_at_run()
      .help("how much \"now or never\" an offer says when a show begins in an empty room")
      .source("folk");
  s.value("by_crowd", &K::by_crowd)
      .in(0, 1)
      .mutable_at_run()
      .help("added to it by a full room")
      .source("folk");
  s.value("by_clock", &K::by_clock)
      .in(0, 1)
      .mutable_at_run()
      .help("added to it by the end of the show, or of the stock")
      .source("folk");
  s.value("thrill", &K::thrill)
      .in(0, 1.2)
      .mutable_at_run()
      .help("more than usual that is expected of what is bought in full urgency by the most impulsive")
      .source("folk");
}

}  // namespace fanfare::fan_economy
