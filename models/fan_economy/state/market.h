// The shared state of the economy: brands, offers, campaigns, contracts, scheduled posts, orders of the
// tick, scandals; and the messages by which accounts take part. No rules here.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "fanfare/archive.h"
#include "fanfare/ids.h"
#include "fanfare/ledger.h"
#include "fanfare/outbox.h"
#include "models/fan_economy/keys/campaigns.h"
#include "models/fan_economy/keys/name_hash.h"
#include "models/fan_economy/keys/selector.h"
#include "models/fan_economy/keys/vocabulary.h"

namespace fanfare::fan_economy {

class Mechanism;
struct OfferRule;

// --- What blocks send ---------------------------------------------------------------------------------

// An account wants to buy; the price is already reserved in its wallet.
struct PurchaseIntent {
  std::uint32_t account = 0;
  std::uint32_t price = 0;              // cents, one person
  std::uint32_t contract = kNobody;     // of the last touch within the window
  std::uint8_t brand = 0;
  std::uint8_t offer = 0xff;            // index in Market::offers, or kNoOffer
  std::uint8_t days = 0;                // category_days before, put back if there is no stock
  std::uint8_t clicked = 0;             // bits of Clicked
  std::int8_t expectation = 0;          // as the offer's quote says
  std::uint8_t reserved[3] = {};
};

// How an order came about: whether at once after a click on a post of its contract, on which platform the
// brand was met last (+ 1; 0: nowhere), and whether that platform keeps it to itself.
struct Clicked {
  static constexpr std::uint8_t kAtOnce = 1;
  static constexpr std::uint8_t kHidden = 2;
  static constexpr int kPlatform = 4;
  static constexpr std::uint8_t platform(std::uint8_t bits) {
    return static_cast<std::uint8_t>(bits >> kPlatform);
  }
};

// A comment that a creator may answer.
struct FanComment {
  std::uint32_t reader = 0;
  std::uint32_t creator = 0;            // index in World::creators
  std::uint32_t author = 0;             // of the post
  std::uint32_t post_tick = 0;          // and its k in the low 4 bits: tick · 16 + k
};

// An account whose audience has passed the tier shows its interests, to be the niche of a new creator.
struct Debut {
  std::uint32_t account = 0;
  TopicRow interest{};
};

// A wallet below zero: stops the run.
struct WalletBreach {
  std::uint32_t account = 0;
  std::int32_t amount = 0;
};

// --- What all ranks hold --------------------------------------------------------------------------------

// An intent after trade: in order of account, then of arrival.
struct TradedOrder {
  Cents commission = 0;                 // of all people
  std::uint32_t account = 0;
  std::uint32_t price = 0;              // cents, one person
  std::uint32_t cost = 0;               // of the product, cents, one person
  std::uint32_t contract = kNobody;
  std::uint16_t take = 0;               // of the platform, basis points
  std::uint8_t brand = 0;
  std::uint8_t offer = 0xff;
  std::uint8_t granted = 0;
  std::uint8_t days = 0;
  std::uint8_t clicked = 0;             // bits of Clicked
  std::int8_t expectation = 0;          // hundredths beyond purchase.expectation
};
static_assert(sizeof(TradedOrder) == 32);

// An order came back: so do the unit and the commission.
struct ReturnedOrder {
  Cents commission = 0;                 // of all people
  std::uint32_t contract = kNobody;
  std::uint8_t brand = 0;
  std::uint8_t offer = 0xff;
  std::uint8_t campaign_is_over = 0;    // the commission went to the brand, not to the escrow
  std::uint8_t reserved = 0;
  std::uint32_t account = 0;
  std::uint32_t price = 0;              // cents, one person
};

// A creator's answer to a comment.
struct Reply {
  std::uint32_t account = 0;            // the reader
  std::uint32_t creator = 0;
};

// A brand as all see it.
struct Brand {
  std::int64_t price = 0;        // cents, the list price
  std::int64_t stock = -1;       // units left; −1: unlimited
  float quality = 0;
  float equity = 0;              // attitude to which accounts decay
  float margin = 0;
  std::uint32_t book = 0;
  std::uint8_t topic = 0;
  std::uint8_t category = 0;
  std::uint16_t reserved[3] = {};
};

// Greedy over reverse influence sets among `candidates` (accounts): whom each adds to those chosen before it,
// where a follow carries with 1 / follows of its reader (weighted cascade, Kempe et al. 2003). Ascending by
// account; who is not there adds nobody. At set-up only.
struct InfluenceGain {
  std::uint32_t account;
  double accounts;
};

// The gains of a selector that ranks creators by influence, among those who fit it at set-up.
struct InfluenceRanking {
  Selector who;
  std::vector<InfluenceGain> gains;
};

// A reason to buy now. But for its stock it stays as it was made: orders name it and so keep its terms.
struct Offer {
  std::int64_t stock = -1;              // units left, −1: unlimited
  double discount = 0;                  // off the list price, unless its kind quotes by itself
  double from_day = 0;
  double until_day = 0;
  float urgency = 0;
  std::uint8_t brand = 0;
  std::uint8_t reserved = 0;
  std::uint16_t subsidy = 0;            // basis points of what is paid, that others add to it for the brand
};
static_assert(sizeof(Offer) == 40);

// The kind of an offer, by its word: mechanisms bring words of their own.
enum class OfferKind : std::uint32_t {};
// A number that no other word in use has: mechanisms/tables.cpp checks.
constexpr OfferKind offer_kind(std::string_view word) { return OfferKind{hash_of_name(word)}; }

// What an offer's kind does, and the mechanism that brings it; none of those that every run has.
struct OfferBy {
  const OfferRule* rule = nullptr;
  Mechanism* by = nullptr;
};

// Who asks what an offer is worth.
struct OfferAsk {
  std::uint8_t number;                  // of the offer
  const Offer& offer;
  AccountId account;
  Cents list;                           // the brand's list price
};

// What a brand asks at a tick, offers included; `offer` indexes Market::offers or is kNoOffer.
struct Quote {
  Cents price = 0;                      // above 0, at most the list price
  std::uint8_t offer = kNoOffer;
  float urgency = 0;                    // 0 … 1: how much "now or never" it says
  std::int8_t expectation = 0;          // of who buys at it, hundredths beyond purchase.expectation
};

// What became of an order at an offer.
struct OfferOutcome {
  enum class What : std::uint8_t { granted, refused, returned };
  What what;
  std::uint8_t number;                  // of the offer
  std::uint8_t brand;
  AccountId account;
  Cents price;                          // that was paid, one person
};

enum class CampaignStage : std::uint8_t { planned, running, over };

struct Campaign {
  Cents budget = 0;
  Cents unspent = 0;                    // returned at the flight's end
  Cents committed = 0;  // of the escrow, this tick: fees, handling and products still to be paid
  Tick from = 0;                        // flight: [from, until)
  Tick until = 0;
  std::uint32_t book = 0;               // its escrow
  std::uint8_t brand = kNoBrand;        // kNoBrand: a placebo, which moves no money
  std::uint8_t hired_as = 0;            // the brand for which creators are chosen
  CampaignStage stage = CampaignStage::planned;
  std::uint8_t reserved = 0;
};
// What a creator would be paid for a post, and the platform's part on top of it.
struct DealTerms {
  Cents fee = 0;
  double platform_share = 0;
};

enum class ContractStatus : std::uint8_t { running, over, dropped };

// What a brand promised a creator; frozen at hire.
struct Contract {
  std::uint32_t creator = 0;
  std::uint32_t followers = 0;          // people, at hire
  Cents fee = 0;                        // of one post, without the platform's part
  Cents platform_fee = 0;               // the platform's part, of one post
  Cents handling = 0;                   // once, with the first post
  Cents product = 0;                    // cost of the one that is given, with the first post
  Cents paid = 0;                       // fees so far
  Cents commission_paid = 0;
  std::uint64_t impressions = 0;        // of its posts, accounts
  std::uint64_t engagements = 0;        // likes, comments, shares
  std::uint16_t posts = 0;
  std::uint16_t published = 0;
  std::int32_t commission_rate = 0;     // basis points
  std::uint8_t campaign = 0;
  std::uint8_t line = 0;
  CreatorKind creator_kind = CreatorKind::koc;  // role at hire
  ContractKind kind = ContractKind::flat;
  ContractStatus status = ContractStatus::running;
  std::uint8_t reserved[3] = {};
};

// A sponsored post that is to appear. Sorted by (tick, account, slot).
struct ScheduledPost {
  Tick tick = 0;
  std::uint32_t account = 0;
  std::uint32_t creator = 0;            // index in World::creators
  std::uint32_t contract = 0;           // index in Market::contracts
  std::uint8_t slot = 0;                // 0 … 5, of the campaign: identity within (account, tick)
  std::uint8_t campaign = 0;
  std::uint8_t brand = kNoBrand;
  std::uint8_t flags = 0;               // PostFlags
  std::int8_t tone = 0;
  std::uint8_t platforms = 0;           // a bit each; 0: where its author publishes
  std::uint8_t reserved[2] = {};
};

struct EventState {
  std::uint32_t times = 0;              // how often it has happened
  Tick last = 0;                        // when, most recently
  std::uint8_t held = 0;                // its condition held at the last tick
  std::uint8_t reserved[3] = {};
};

// A scandal under way: accounts notice it over some days.
struct Scandal {
  std::uint32_t creator = 0;
  Tick since = 0;
  std::uint32_t event = 0;              // number of the event, part of the keys of its draws
  std::uint32_t number = 0;             // of this scandal, in order
  float severity = 0;                   // 0 … 1
};

// What a mechanism spends for a brand beside its campaigns: a cell of Measures, in cents.
struct BrandCost {
  std::size_t brand = 0, cell = 0;
};

struct Market {
  std::vector<Brand> brands;
  std::vector<double> usual_price;      // by brand: what buyers find usual in its category, cents
  std::vector<double> season;           // by brand, multiplies its hazard; 1
  std::vector<Offer> offers;
  std::vector<OfferKind> offer_kinds;   // by offer: known from the set-up, unless offers come in the run
  std::vector<OfferBy> offer_rules;     // by offer; derived
  bool offers_in_run = false;           // derived: some kind that is on makes offers in the run
  std::vector<Campaign> campaigns;
  std::vector<Contract> contracts;      // in order of hire
  std::vector<ScheduledPost> scheduled;
  std::vector<EventState> events;
  std::vector<Scandal> scandals;
  std::vector<TradedOrder> orders;      // of this tick, sorted by account
  std::vector<Reply> replies;           // of this tick, sorted by account
  std::vector<std::uint32_t> rising;    // accounts whose audience passed the tier in the last tick
  std::vector<std::uint64_t> ad_impressions;  // by creator, accounts, since midnight
  // By creator, where a campaign ranks by it: one row of three (pagerank, k_core, betweenness).
  std::vector<std::array<double, 3>> centrality;
  std::vector<InfluenceRanking> influence;  // of set-up, so no state: built again with the world

  std::vector<BrandCost> costs;         // of set-up, so no state

  Outbox<ReturnedOrder> returns;        // read by trade
  Outbox<Debut> debuts;                 // read by adapt
  Outbox<WalletBreach> breaches;        // read by breach()

  // Books, the same in every run of a scenario.
  BookId outside;                       // may be overdrawn: where incomes come from
  BookId consumers;
  BookId creators;                      // Creator::income says whose it is
  BookId platform;
};

// Walks all of it, outboxes aside (they are empty between ticks).
void walk(Archive& archive, Market& market);

}  // namespace fanfare::fan_economy
