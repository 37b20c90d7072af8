// Money of the tick: scarce stock, payments, credit, and which comments are answered.
#include <algorithm>
#include <cmath>
#include <vector>

#include "models/fan_economy/campaign.h"
#include "models/fan_economy/careers.h"
#include "models/fan_economy/purchase.h"
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
  const Draws draws = world.draws(Draw::stock);
  std::vector<Place> places;
  for (std::uint32_t i = 0; i < intents.size(); ++i) {
    const PurchaseIntent& intent = intents[i];
    places.push_back(
        {scarce ? draws.words({intent.account, intent.brand, world.tick})[0] : 0, intent.account, i});
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

// Price to the brand, cost of the product out of it, the platform's take.
void pay_brand(World& world, const PurchaseIntent& intent) {
  const Brand& brand = world.market.brands[intent.brand];
  const Cents revenue = Cents{intent.price} * scale_of(world);
  const BookId book(brand.book);
  world.ledger.transfer(world.market.consumers, book, revenue);
  world.ledger.transfer(book, world.market.outside, unit_cost(brand) * scale_of(world));
  world.ledger.transfer(book, world.market.platform,
                        portion(revenue, basis_points(world.p.purchase.platform_take)));
  world.measures.add(world.measures.cell(BrandCell::orders, intent.brand), 1);
  world.measures.add(world.measures.cell(BrandCell::revenue, intent.brand), revenue);
}

// Says whether something was paid.
bool pay_commission(World& world, Contract& contract, Cents revenue) {
  const Campaign& campaign = world.market.campaigns[contract.campaign];
  if (contract.kind == ContractKind::flat || contract.status != ContractStatus::running) return false;
  // What is promised for posts yet to come is not there to be paid as commission.
  const Cents free = std::max<Cents>(0, world.ledger.balance(BookId(campaign.book)) - campaign.committed);
  const Cents due = std::min(portion(revenue, {contract.commission_rate}), free);
  world.ledger.transfer(BookId(campaign.book), world.market.creators, due);
  contract.commission_paid += due;
  world.measures.add(world.measures.cell(CampaignCell::commission, contract.campaign), due);
  earn(world, contract.creator, due);
  return due > 0;
}

// The creator gives back what the order earned it, to the escrow while the campaign runs, then to the brand.
void take_back_commission(World& world, const ReturnedOrder& order) {
  const std::uint32_t number = contract_for(world, order.creator, static_cast<std::uint8_t>(order.brand));
  if (number == kNobody) return;
  Contract& contract = world.market.contracts[number];
  Campaign& campaign = world.market.campaigns[contract.campaign];
  const Cents earned = portion(Cents{order.price} * scale_of(world), {contract.commission_rate});
  const Cents back =
      std::min({earned, contract.commission_paid, world.ledger.balance(world.market.creators)});
  const bool is_over = campaign.stage == CampaignStage::over;
  world.ledger.transfer(world.market.creators,
                        BookId(is_over ? world.market.brands[order.brand].book : campaign.book), back);
  if (is_over) {
    campaign.unspent += back;
    world.measures.add(world.measures.cell(CampaignCell::unspent, contract.campaign), back);
  }
  contract.commission_paid -= back;
  world.measures.add(world.measures.cell(CampaignCell::commission, contract.campaign), -back);
  earn(world, contract.creator, -back);
}

// What last-touch attribution would say, and commissions, which are paid by it.
// Says whether a commission was paid.
bool credit(World& world, const PurchaseIntent& intent) {
  if (intent.creator == kNobody) return false;
  const Cents revenue = Cents{intent.price} * scale_of(world);
  world.measures.add(world.measures.cell(BrandCell::last_touch_orders, intent.brand), 1);
  world.measures.add(world.measures.cell(BrandCell::last_touch_revenue, intent.brand), revenue);
  const std::uint32_t contract = contract_for(world, intent.creator, intent.brand);
  if (contract == kNobody) return false;
  const std::uint8_t campaign = world.market.contracts[contract].campaign;
  world.measures.add(world.measures.cell(CampaignCell::last_touch_orders, campaign), 1);
  world.measures.add(world.measures.cell(CampaignCell::last_touch_revenue, campaign), revenue);
  return pay_commission(world, world.market.contracts[contract], revenue);
}

void serve_orders(World& world) {
  const auto intents = world.intents.received();
  world.market.orders.clear();
  for (const std::uint32_t i : serving_order(world, intents)) {
    const PurchaseIntent& intent = intents[i];
    const bool granted = take_stock(world, intent);
    bool commissioned = false;
    if (granted) pay_brand(world, intent), commissioned = credit(world, intent);
    else world.measures.add(world.measures.cell(BrandCell::rejected, intent.brand), 1);
    world.market.orders.push_back({intent.account, intent.price, intent.creator, intent.brand,
                                   static_cast<std::uint8_t>(granted), intent.days,
                                   static_cast<std::uint8_t>(commissioned)});
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
  const Draws draws = world.draws(Draw::stock);
  std::vector<Place> places;
  for (const FanComment& c : world.comments.received())
    places.push_back(
        {c.creator, draws.words({c.reader, c.author, c.post_tick}, 1)[0], c.reader, c.author, c.post_tick});
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

Cents unit_cost(const Brand& brand) {
  return portion(brand.price, basis_points(1 - static_cast<double>(brand.margin)));
}

void trade(World& world, const StepScope&) {
  for (const ReturnedOrder& order : world.market.returns.received()) take_back_commission(world, order);
  world.market.returns.clear_received();
  serve_orders(world);
  answer_comments(world);
  world.intents.clear_received();
  world.comments.clear_received();
}

}  // namespace fanfare::fan_economy
