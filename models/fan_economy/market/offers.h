// The table of kinds of offers, and the offers of a run. What the best of them asks: market/brands.h.
#pragma once

#include <span>
#include <string_view>

#include "models/fan_economy/state/mechanism.h"

namespace fanfare::fan_economy {

// A discount, then what mechanisms bring.
std::span<const OfferRule> offer_rules();
inline constexpr OfferKind kDiscountOffer = offer_kind("discount");

// Before any offer is made: whether their kinds are state.
void open_offers(World& world);
// On all ranks; which it is of Market::offers. Errors: ScenarioError at `place` if there are too many,
// LogicError if nothing that is on brings its kind, or if it comes after the set-up and its kind doesn't say
// so.
std::uint8_t add_offer(World& world, const Offer& offer, OfferKind kind, std::string_view place);
// After a checkpoint was loaded: finds what each offer's kind does.
void link_offers(World& world);

// On all ranks: tells the offer's kind what became of the order.
void resolve_offer(World& world, const TradedOrder& order, OfferOutcome::What what);
void resolve_offer(World& world, const ReturnedOrder& order, OfferOutcome::What what);

}  // namespace fanfare::fan_economy
