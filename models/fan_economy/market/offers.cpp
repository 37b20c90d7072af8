#include "models/fan_economy/market/offers.h"

#include <algorithm>
#include <string>
#include <vector>

#include "fanfare/expects.h"
#include "fanfare/problems.h"
#include "models/fan_economy/keys/limits.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

constexpr OfferRule kDiscount{"discount", "a share off the list price, of one brand"};

OfferBy what_does(const World& world, OfferKind kind) {
  if (kind == kDiscountOffer) return {&kDiscount, nullptr};
  for (std::size_t m = 0; m < world.entries.size(); ++m)
    for (const OfferRule& rule : world.entries[m]->offers)
      if (offer_kind(rule.word) == kind) return {&rule, world.mechanisms[m].get()};
  throw LogicError("offers: no mechanism that is on brings the kind of an offer");
}

template <class Ordered>
void resolve(World& world, const Ordered& order, OfferOutcome::What what) {
  if (order.offer >= world.market.offer_rules.size()) return;
  const OfferBy& kind = world.market.offer_rules[order.offer];
  if (kind.rule->resolve == nullptr) return;
  kind.rule->resolve(kind.by, world, {what, order.offer, order.brand, AccountId(order.account), order.price});
}

}  // namespace

std::span<const OfferRule> offer_rules() {
  static const std::vector<OfferRule> kRules =
      with_lines_of_mechanisms(std::span(&kDiscount, 1), &MechanismEntry::offers);
  return kRules;
}

void open_offers(World& world) {
  for (const MechanismEntry* entry : world.entries)
    for (const OfferRule& rule : entry->offers) world.market.offers_in_run |= rule.in_run;
}

std::uint8_t add_offer(World& world, const Offer& offer, OfferKind kind, std::string_view place) {
  Market& market = world.market;
  if (market.offers.size() >= kMostOffers)
    throw ScenarioError(std::string(place) + ": there would be more than " + std::to_string(kMostOffers) +
                        " offers in all (leave out sales, festivals or brands)");
  const OfferBy does = what_does(world, kind);
  if (world.tick > 0 && !does.rule->in_run)
    throw LogicError("offers: '" + std::string(does.rule->word) + "' is made in the run, but not `in_run`");
  market.offers.push_back(offer);
  market.offer_kinds.push_back(kind);
  market.offer_rules.push_back(does);
  return static_cast<std::uint8_t>(market.offers.size() - 1);
}

void link_offers(World& world) {
  world.market.offer_rules.clear();
  for (const OfferKind kind : world.market.offer_kinds)
    world.market.offer_rules.push_back(what_does(world, kind));
}

void resolve_offer(World& world, const TradedOrder& order, OfferOutcome::What what) {
  resolve(world, order, what);
}
void resolve_offer(World& world, const ReturnedOrder& order, OfferOutcome::What what) {
  resolve(world, order, what);
}

}  // namespace fanfare::fan_economy
