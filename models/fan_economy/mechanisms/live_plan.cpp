#include "models/fan_economy/mechanisms/live_plan.h"

#include <algorithm>

#include "models/fan_economy/market/offers.h"
#include "models/fan_economy/mechanisms/named.h"
#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/people/selector.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

BasisPoints live_points(double share) { return {static_cast<std::int32_t>(share * 10'000 + 0.5)}; }

std::string live_path(const LiveRoomKeys& keys) { return "live_commerce.rooms." + keys.id; }

}  // namespace

Cents PlannedOffer::price(Cents list) const {
  const Cents asked = terms->price > 0 ? terms->price : list - portion(list, live_points(terms->discount));
  return std::clamp<Cents>(asked, 1, list);
}

BasisPoints PlannedOffer::commission() const { return live_points(terms->commission); }

bool PlannedRoom::is_due(const World& world, Tick tick) const {
  const std::uint32_t ticks = world.ticks_per_day(), day = tick / ticks;
  const auto from = static_cast<std::uint32_t>(keys->dates.lo);
  return tick % ticks == keys->hour * ticks / 24 && day >= from && day < keys->dates.hi &&
         (day - from) % keys->every == 0;
}

bool PlannedRoom::may_be_held(const World& world) const {
  return world.creators[creator].active != 0 && world.may_host(creator);
}

void LivePlan::open(World& world, const LiveCommerceKeys& keys) {
  urgency_ = keys.urgency;
  for (const LiveRoomKeys& room : keys.rooms) {
    const bool is_usual = room.id == kUsualRoom;
    if (is_usual && (world.p.brands.empty() || world.creators.empty())) continue;  // a caution says so
    open_room(world, room);
  }
  if (!problems_.empty()) throw ScenarioError(problems_.render());
}

void LivePlan::problem(const std::string& where, const std::string& what, const std::string& suggestion) {
  problems_.add({}, where, what, suggestion);
}

void LivePlan::open_room(World& world, const LiveRoomKeys& keys) {
  if (world.p.brands.empty())
    return problem(live_path(keys), "there is nothing to sell", "name a brand in `brands`");
  PlannedRoom room;
  room.keys = &keys;
  room.first = offers.size();
  static const std::vector<LiveOfferKeys> kPlain(1);
  for (const LiveOfferKeys& terms : keys.offers.empty() ? kPlain : keys.offers) {
    PlannedOffer offer;
    offer.terms = &terms;
    offer.room = static_cast<std::uint32_t>(rooms.size());
    offer.dates = keys.dates;
    if (!terms.brand.empty())
      offer.brand = brand_named(world, terms.brand, live_path(keys) + ".offers.brand");
    check(world, offer, live_path(keys) + ".offers." + world.p.brands[offer.brand].id);
    add_row(world, offer);
  }
  room.last = offers.size();
  if (!keys.told.empty()) {
    room.told = segment_number(world.p, keys.told);
    if (room.told < 0)
      problem(live_path(keys) + ".told", "no segment '" + keys.told + "'", "name one of `segments`");
    else
      keep_segment(world, static_cast<std::size_t>(room.told));
  }
  if (choose_host(world, room)) rooms.push_back(room);
}

bool LivePlan::choose_host(World& world, PlannedRoom& room) {
  const LiveRoomKeys& keys = *room.keys;
  const std::string at = live_path(keys) + ".host";
  room.is_own = !keys.account_of.empty();
  if (room.is_own) {
    const std::size_t brand = brand_named(world, keys.account_of, live_path(keys) + ".account_of");
    const std::uint32_t account = brand < world.brand_accounts.size() ? world.brand_accounts[brand] : kNobody;
    if (account == kNobody) {
      problem(live_path(keys) + ".account_of", "brand '" + keys.account_of + "' has no account of its own",
              "name it in `brand_accounts`, or let a creator be the host");
      return false;
    }
    room.creator = world.creator_index(AccountId(account));
  } else {
    if (keys.host.kind != KindFilter::any) expect_kind(world, kind_of(keys.host.kind), at + ".kind");
    expect_later(world, keys.host, 0, at);
    const Asking asking{Asking::Who::looking, hash_of_name(keys.id) >> 8, 1};
    const auto found =
        select_creators(world, keys.host, world.market.brands[offers[room.first].brand].topic, asking);
    if (found.empty()) return problem(at, "a room without a host: this selects nobody", "widen it"), false;
    // The best who may hold shows; where nobody may, the best is told so.
    const auto may = std::ranges::find_if(found, [&](std::uint32_t creator) {
      return world.creators[creator].active != 0 && world.may_host(creator);
    });
    room.creator = may == found.end() ? found.front() : *may;
  }
  if (room.may_be_held(world)) return true;
  problem(at, "a room whose host is banned", "choose another host, or let it have a licence");
  return false;
}

void LivePlan::check(const World& world, const PlannedOffer& offer, const std::string& at) {
  const Brand& brand = world.market.brands[offer.brand];
  const std::int64_t stock = offer.terms->stock;
  if (offer.terms->price > brand.price)
    problem(at + ".price",
            money_text(offer.terms->price) + " CNY is above the list price of " + money_text(brand.price),
            "in a room a product is cheaper than elsewhere");
  if (brand.stock >= 0 && stock > brand.stock)
    problem(at + ".stock",
            "stock without goods: " + std::to_string(stock) + " units of a brand that has " +
                std::to_string(brand.stock),
            "raise the brand's stock, or lower the offer's");
  if (stock > 0 && stock < scale_of(world))
    problem(at + ".stock",
            std::to_string(stock) + " units are less than the people that an account stands for",
            "offer more, or lower population.scale");
  keep_promise(world, offer, at);
}

void LivePlan::add_row(World& world, PlannedOffer& offer) {
  Offer row;
  row.stock = offer.terms->stock;
  row.from_day = offer.dates.lo;
  row.until_day = offer.dates.hi + 2;  // a show may pass midnight; who may buy, and when, the room says
  row.urgency = static_cast<float>(urgency_);
  row.brand = offer.brand;
  const std::uint8_t number = add_offer(world, row, offer_kind("live"), "live_commerce.rooms");
  if (offers.empty()) first_row = number;
  offer.cost = world.measures.open("live rooms of " + world.p.brands[offer.brand].id);
  world.market.costs.push_back({offer.brand, offer.cost});
  offers.push_back(offer);
}

// While a promise holds nobody sells the brand for less: not the brand itself, and not in another room.
void LivePlan::keep_promise(const World& world, const PlannedOffer& offer, const std::string& at) {
  const Cents list = world.market.brands[offer.brand].price;
  const auto breaks = [&](const PlannedOffer& promised, Cents other, double from, double until) {
    const double days = promised.terms->promise;
    if (days <= 0 || other >= promised.price(list)) return;
    if (from >= promised.dates.hi + days || until <= promised.dates.lo - days) return;
    problem(at + ".promise",
            "the lowest price is promised for " + money_text(promised.price(list)) +
                " CNY, and elsewhere it is " + money_text(other),
            "lower the one, raise the other, or promise nothing (promise: 0d)");
  };
  for (std::size_t i = 0; i < world.market.offers.size(); ++i) {
    const Offer& other = world.market.offers[i];
    if (other.brand == offer.brand && world.market.offer_rules[i].rule->quote == nullptr)
      breaks(offer, list - portion(list, live_points(other.discount)), other.from_day, other.until_day);
  }
  for (const PlannedOffer& other : offers) {
    if (other.brand != offer.brand || other.room == offer.room) continue;
    breaks(offer, other.price(list), other.dates.lo, other.dates.hi);
    breaks(other, offer.price(list), offer.dates.lo, offer.dates.hi);
  }
}

}  // namespace fanfare::fan_economy
