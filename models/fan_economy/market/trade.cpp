// Money of the tick: scarce stock, payments, credit, and which comments are answered.
#include <algorithm>
#include <cmath>
#include <vector>

#include "models/fan_economy/market/contracts.h"
#include "models/fan_economy/market/offers.h"
#include "models/fan_economy/market/purchase.h"
#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

bool is_scarce(const Market& market) {
  const auto limited = [](const auto& thing) { return thing.stock >= 0; };
  return std::any_of(market.brands.begin(), market.brands.end(), limited) ||
         std::any_of(market.offers.begin(), market.offers.end(), limited);
}

// The order in which intents are served: as they came, or by a keyed hash where something is scarce, so
// that low account ids have no better luck.
std::vector<std::uint32_t> serving_order(const World& world, std::span<const PurchaseIntent> intents) {
  struct Place {
    std::uint32_t hash, account, index;
    auto operator<=>(const Place&) const = default;
  };
  const bool scarce = is_scarce(world.market);
  std::vector<Place> places;
  for (std::uint32_t i = 0; i < intents.size(); ++i) {
    const PurchaseIntent& intent = intents[i];
    places.push_back(
        {scarce ? world.words(draw::serving(AccountId(intent.account), intent.brand, world.tick))[0] : 0,
         intent.account, i});
  }
  std::sort(places.begin(), places.end());
  std::vector<std::uint32_t> order;
  for (const Place& place : places) order.push_back(place.index);
  return order;
}

bool take_stock(World& world, const PurchaseIntent& intent) {
  const std::int64_t units = scale_of(world);
  std::int64_t& stock = world.market.brands[intent.brand].stock;
  std::int64_t unlimited = -1;
  std::int64_t& offered =
      intent.offer < world.market.offers.size() ? world.market.offers[intent.offer].stock : unlimited;
  if ((stock >= 0 && stock < units) || (offered >= 0 && offered < units)) return false;
  if (stock >= 0) stock -= units;
  if (offered >= 0) offered -= units;
  return true;
}

BasisPoints basis_points(double share) {
  return {static_cast<std::int32_t>(std::floor(share * 10'000 + 0.5))};
}

// What the order is made on: from here on it keeps these terms.
TradedOrder terms_of(const World& world, const PurchaseIntent& intent) {
  TradedOrder order;
  order.account = intent.account;
  order.price = intent.price;
  order.cost = static_cast<std::uint32_t>(unit_cost(world.market.brands[intent.brand]));
  order.contract = intent.contract;
  order.take = static_cast<std::uint16_t>(basis_points(world.p.purchase.platform_take).value);
  order.brand = intent.brand;
  order.offer = intent.offer;
  order.days = intent.days;
  order.clicked = intent.clicked;
  order.expectation = intent.expectation;
  return order;
}

// Price to the brand, cost of the product out of it, the platform's take.
void pay_brand(World& world, const TradedOrder& order) {
  const OrderMoney money = money_of(world, order);
  const BookId book(world.market.brands[order.brand].book);
  world.ledger.transfer(world.market.consumers, book, money.revenue - money.subsidy);
  world.ledger.transfer(world.market.outside, book, money.subsidy);
  world.ledger.transfer(book, world.market.outside, money.cost);
  world.ledger.transfer(book, world.market.platform, money.take);
  const auto count = [&](BrandCell cell, std::int64_t value) {
    world.measures.add(world.measures.cell(cell, order.brand), value);
  };
  count(BrandCell::orders, 1);
  count(BrandCell::revenue, money.revenue);
  count(BrandCell::product_cost, money.cost);
  count(BrandCell::platform_take, money.take);
  const std::uint32_t met = Clicked::platform(order.clicked);
  if (met == 0) return;
  const World::PlatformCells& cells = world.platform_cells;
  const std::size_t place = order.brand * world.platform_count() + met - 1;
  world.measures.add(cells.orders + place, 1);
  world.measures.add(cells.revenue + place, money.revenue);
  if ((order.clicked & Clicked::kHidden) == 0) world.measures.add(cells.told_orders + place, 1);
}

// The unit is for sale again, at the offer's price if it was sold at that.
void put_back_stock(World& world, const ReturnedOrder& order) {
  const std::int64_t units = scale_of(world);
  if (std::int64_t& stock = world.market.brands[order.brand].stock; stock >= 0) stock += units;
  if (order.offer >= world.market.offers.size()) return;
  if (std::int64_t& offered = world.market.offers[order.offer].stock; offered >= 0) offered += units;
}

// What last-touch attribution would say, and what contracts pay by it.
void credit(World& world, TradedOrder& order) {
  if (order.contract == kNobody) return;
  const OrderMoney money = money_of(world, order);
  Contract& contract = world.market.contracts[order.contract];
  const auto count = [&](auto cell, std::size_t which, std::int64_t value) {
    world.measures.add(world.measures.cell(cell, which), value);
  };
  count(BrandCell::last_touch_orders, order.brand, 1);
  count(BrandCell::last_touch_revenue, order.brand, money.revenue);
  count(BrandCell::last_touch_gain, order.brand, money.revenue - money.cost - money.take);
  count(CampaignCell::last_touch_orders, contract.campaign, 1);
  count(CampaignCell::last_touch_revenue, contract.campaign, money.revenue);
  if ((order.clicked & Clicked::kAtOnce) != 0) count(CampaignCell::click_orders, contract.campaign, 1);
  if (const auto pay = rule_of(contract.kind).on_order;
      pay != nullptr && contract.status == ContractStatus::running)
    order.commission = pay(world, contract, money.revenue);
}

void serve_orders(World& world) {
  const auto intents = world.intents.received();
  world.market.orders.clear();
  for (const std::uint32_t i : serving_order(world, intents)) {
    const PurchaseIntent& intent = intents[i];
    TradedOrder order = terms_of(world, intent);
    world.at.ordered(world, order);
    order.granted = take_stock(world, intent) ? 1 : 0;
    if (order.granted != 0) pay_brand(world, order), credit(world, order);
    else world.measures.add(world.measures.cell(BrandCell::rejected, intent.brand), 1);
    using What = OfferOutcome::What;
    resolve_offer(world, order, order.granted != 0 ? What::granted : What::refused);
    world.market.orders.push_back(order);
  }
  std::stable_sort(world.market.orders.begin(), world.market.orders.end(),
                   [](const TradedOrder& a, const TradedOrder& b) { return a.account < b.account; });
}

// Each creator answers as many as it has replies left today, whom, falls by a keyed hash.
void answer_comments(World& world) {
  struct Place {
    std::uint32_t creator, hash, reader, author, post_tick;
    auto operator<=>(const Place&) const = default;
  };
  std::vector<Place> places;
  for (const FanComment& c : world.comments.received())
    places.push_back({c.creator, world.words(draw::answering(AccountId(c.reader), c.author, c.post_tick))[0],
                      c.reader, c.author, c.post_tick});
  std::sort(places.begin(), places.end());
  world.market.replies.clear();
  for (const Place& place : places) {
    Creator& creator = world.creators[place.creator];
    if (creator.replies_left == 0 || !creator.active) continue;
    --creator.replies_left;
    world.market.replies.push_back({place.reader, place.creator});
  }
  std::stable_sort(world.market.replies.begin(), world.market.replies.end(),
                   [](const Reply& a, const Reply& b) { return a.account < b.account; });
}

}  // namespace

OrderMoney money_of(const World& world, std::uint32_t price, std::uint32_t cost, std::uint16_t take,
                    std::uint8_t offer) {
  const std::int64_t people = scale_of(world);
  const Cents paid = Cents{price} * people;
  const auto& offers = world.market.offers;
  const Cents subsidy = offer < offers.size() ? portion(paid, {offers[offer].subsidy}) : 0;
  return {paid + subsidy, Cents{cost} * people, portion(paid + subsidy, {take}), subsidy};
}

Cents unit_cost(const Brand& brand) {
  return portion(brand.price, basis_points(1 - static_cast<double>(brand.margin)));
}

void take_in_returns(World& world) {
  for (const ReturnedOrder& order : world.market.returns.received()) {
    if (order.commission != 0) rule_of(world.market.contracts[order.contract].kind).on_returned(world, order);
    put_back_stock(world, order);
    resolve_offer(world, order, OfferOutcome::What::returned);
  }
  world.market.returns.clear_received();
}

void trade(World& world, const StepScope&) {
  serve_orders(world);
  answer_comments(world);
  world.intents.clear_received();
  world.comments.clear_received();
}

}  // namespace fanfare::fan_economy
