#include <algorithm>
#include <string>

#include "fanfare/problems.h"
#include "models/fan_economy/keys/name_hash.h"
#include "models/fan_economy/market/purchase.h"
#include "models/fan_economy/mechanisms/friends.h"
#include "models/fan_economy/mechanisms/gift_a_friend.h"
#include "models/fan_economy/mechanisms/named.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

void describe(Schema<GiftOfferKeys>& s) {
  using K = GiftOfferKeys;
  s.id(&K::id).help("name of the offer");
  s.value("brand", &K::brand).required().help("whose trials they are; it pays");
  s.value("each", &K::each)
      .unit(Unit::count)
      .quantity_of("trials")
      .in(1, 250)
      .help("that each customer can give away");
  s.value("trials", &K::trials).unit(Unit::people).in(0, 1e12).help("that there are in all; 0: no limit");
  s.value("cost", &K::cost).unit(Unit::money).in(0, 1e9).help("of a trial; 0: what the product costs");
  s.range("flight", &K::flight)
      .unit(Unit::days)
      .in(0, 1e5)
      .help("first and last day on which they are given");
  s.choice("to", &K::to,
           {{"closest", GiftTo::closest, "of the friends that come to mind, the closest"},
            {"anyone", GiftTo::anyone, "any of them, by lot"}})
      .help("whom customers give them to");
  s.check([](const K& keys, Checker& c) {
    if (keys.flight.hi <= keys.flight.lo)
      c.problem("flight", "it ends before it begins", "give the first day, then a later one");
  });
}

void describe(Schema<GiftAFriendKeys>& s) {
  using K = GiftAFriendKeys;
  s.value("give", &K::give)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance a day that a customer with a trial left gives it")
      .source("folk");
  s.value("liking_at", &K::liking_at)
      .in(-1, 1)
      .mutable_at_run()
      .help("attitude to the brand from which one gives")
      .source("folk");
  s.value("asks", &K::asks)
      .unit(Unit::count)
      .quantity_of("friends")
      .in(1, kMostFriends)
      .help("that come to mind")
      .source("folk");
  s.value("accept", &K::accept)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance that who has never bought the brand takes a trial")
      .source("folk");
  s.value("trial_days", &K::trial_days)
      .unit(Unit::days)
      .in(1, 200)
      .help("that a trial lasts; who is on one buys none");
  s.value("word", &K::word)
      .in(-1, 1)
      .mutable_at_run()
      .help("way to full attitude that the word of a distant friend goes")
      .source("folk");
  s.value("mutual", &K::mutual)
      .in(0, 100)
      .mutable_at_run()
      .help("times that, if the two follow each other; 1: ties are all the same")
      .source("sign: Aral & Walker 2014; size: folk");
  s.value("same", &K::same)
      .in(0, 100)
      .mutable_at_run()
      .help("times that, if they are of one community")
      .source("sign: Aral & Walker 2014; size: folk");
  s.value("worth", &K::worth)
      .in(0, 1000)
      .mutable_at_run()
      .help("clicks whose chance of an order a trial's end has")
      .source("folk");
  s.value("window_days", &K::window_days)
      .unit(Unit::days)
      .in(1, 200)
      .help("after a trial in which an order counts as brought by it");
  s.value("each_brand", &K::each_brand)
      .help("where there are no offers: one for each brand, at the defaults");
  s.list("offers", &K::offers).help("of brands");
  s.check([](const K& keys, Checker& c) {
    if (keys.offers.size() > kMostGiftOffers) c.problem("offers", "more than 16 offers", "leave some out");
  });
}

namespace {

GiftOffer gift_offer(World& world, const GiftOfferKeys& keys) {
  const std::string at = "gift_a_friend.offers." + keys.id;
  GiftOffer offer;
  offer.hash = hash_of_name(keys.id);
  offer.brand = brand_named(world, keys.brand, at + ".brand");
  offer.each = keys.each;
  const auto scale = static_cast<std::uint64_t>(scale_of(world));
  if (keys.trials > 0 && keys.trials < scale)
    throw ScenarioError(at + ".trials: " + std::to_string(keys.trials) +
                        " trials are less than one for an account, which stands for " +
                        std::to_string(scale) + " people (more of them, or a smaller population.scale)");
  offer.trials = keys.trials == 0
                     ? kNobody
                     : static_cast<std::uint32_t>(std::min<std::uint64_t>(kNobody - 1, keys.trials / scale));
  offer.cost = keys.cost > 0 ? keys.cost : unit_cost(world.market.brands[offer.brand]);
  const auto tick = [&](double days) {
    return static_cast<Tick>(std::min(4e9, days * world.ticks_per_day() + 0.5));
  };
  offer.from = tick(keys.flight.lo);
  offer.until = tick(keys.flight.hi);
  offer.to_closest = keys.to == GiftTo::closest;
  offer.spent = world.measures.open("trials " + keys.id);
  world.market.costs.push_back({offer.brand, offer.spent});
  return offer;
}

}  // namespace

std::vector<GiftOffer> gift_offers(World& world, const GiftAFriendKeys& keys) {
  std::vector<GiftOffer> offers;
  for (std::size_t i = 0; i < keys.offers.size(); ++i) {
    GiftOfferKeys offer = keys.offers[i];
    if (offer.id.empty()) offer.id = "offer" + std::to_string(i);
    offers.push_back(gift_offer(world, offer));
  }
  if (offers.empty() && keys.each_brand)
    for (const BrandParameters& brand : world.p.brands) {
      if (offers.size() >= kMostGiftOffers) break;
      GiftOfferKeys offer;
      offer.id = offer.brand = brand.id;
      offers.push_back(gift_offer(world, offer));
    }
  return offers;
}

}  // namespace fanfare::fan_economy
