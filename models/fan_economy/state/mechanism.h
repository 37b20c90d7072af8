// The seam of mechanisms. A mechanism is a class in a file of its own and a line in the catalogue; it is off
// unless a scenario names it, and then it costs nothing.
//
//   class Coupons final : public Mechanism {
//    public:
//     struct Keys { double share = 0.1; };  // with describe(Schema<Keys>&): its key of a scenario
//     Coupons(World& world, const Keys& keys);
//     void trade(World& world, const StepScope& scope);  // named like a moment: it is walked then
//     static constexpr std::array kSources = {Word{"coupons", "…"}};  // lines for the tables
//   };
//   extern constinit const MechanismEntry coupons = mechanism<Coupons>("coupons", "…");
//
// Moments are in state/moments.h. A mechanism without Keys is part of every run; what turns it on lies among
// other keys. Its luck is drawn by MechanismLuck, which is keyed by its id, never by its place in a list.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fanfare/ledger.h"
#include "fanfare/model.h"
#include "fanfare/rng.h"
#include "fanfare/schema.h"
#include "models/fan_economy/keys/campaigns.h"
#include "models/fan_economy/keys/events.h"
#include "models/fan_economy/keys/kinds.h"
#include "models/fan_economy/keys/name_hash.h"
#include "models/fan_economy/keys/word.h"
#include "models/fan_economy/state/market.h"
#include "models/fan_economy/state/formats.h"
#include "models/fan_economy/state/moments.h"

namespace fanfare {
class Recorder;
}

namespace fanfare::fan_economy {

class Mechanism;

// What happens at an event of this word.
struct EventRule {
  std::string_view word, help;
  void (*happen)(World& world, const EventParameters& event, std::size_t number);
  bool has_target = true;  // creators, whom the event's `target` selects
};

// What a condition may ask about: a brand or a campaign.
struct ConditionRule {
  enum class Of : std::uint8_t { brand, campaign };
  std::string_view word;
  Of of;
  double (*value)(const World& world, std::size_t which);
};

// How a creator is paid.
struct ContractRule {
  std::string_view word, help;
  ContractKind kind;
  bool pays_fee = true;
  // Of a line's money, kept for what orders will cost; none: 0.
  double (*reserve)(const LineParameters& line) = nullptr;
  // An order by last touch: what it costs the campaign, already moved between the books. The order keeps it.
  Cents (*on_order)(World& world, Contract& contract, Cents revenue) = nullptr;
  // It comes back: in the block of its account the money, `counts` if the order counts at all; then on all
  // ranks the records.
  void (*on_refund)(World& world, const BlockScope& scope, const Order& order, ReturnedOrder& back,
                    bool counts) = nullptr;
  void (*on_returned)(World& world, const ReturnedOrder& order) = nullptr;
};

// A kind of offer. Each offer of a run is a row of Market::offers (add_offer() of market/offers.h), which
// says of which brand it is, when, and how many units there are; the kind says the rest. `by`: its mechanism.
struct OfferRule {
  std::string_view word, help;
  // In the account's block: whether it is for this account, this tick. None: for everyone.
  bool (*open)(const Mechanism* by, const World& world, const OfferAsk& ask) = nullptr;
  // What the account would pay. None: the list price less the discount of the row.
  Quote (*quote)(const Mechanism* by, const World& world, const OfferAsk& ask) = nullptr;
  // On all ranks: an order at it was granted, found no stock, or came back. The market has moved the money.
  void (*resolve)(Mechanism* by, World& world, const OfferOutcome& outcome) = nullptr;
  bool in_run = false;  // offers of this kind are made after the set-up too, so which is which is state
};

// Where an ad can stand.
struct PlacementRule {
  std::string_view word, help;
  std::string_view served_by;  // the mechanism in which such places come up
};

// A measure of the whole run: a series of the results.
struct MeasureRule {
  std::string_view name, units, help, formula;
  bool integral;
  // None: what the mechanism added to the cell of this name (Measures::named), in accounts, shown as people;
  // cents where `units` is CNY.
  double (*value)(const World& world) = nullptr;
  // By something: a value for each label of an axis. `labels` empty: an axis that every run has ("brand",
  // "creator_kind"). Not recorded where there is no label.
  std::string_view axis = {}, axis_help = {};
  std::vector<std::string> (*labels)(const World& world) = nullptr;
  std::vector<double> (*values)(const World& world) = nullptr;
};

// A mechanism at work in one run.
class Mechanism {
 public:
  virtual ~Mechanism() = default;

  // At set-up, when the rest of the world stands: cells of measures, books, marks.
  virtual void open(World&) {}
  // The same for each platform on whose feed it takes part; that one stands in the world.
  virtual void open_platform(World&) {}
  // Outboxes and tallies of its own, the same on every rank.
  virtual void mail(Mail&) {}
  // State of its own, columns included: what is not named here is neither saved nor fingerprinted.
  virtual void state(Archive&) {}
  // Rebuilds what follows from state, after a checkpoint was loaded.
  virtual void restore(World&) {}
  virtual void restore_platform(World&) {}
  virtual std::size_t bytes_beside_state() const { return 0; }
  // Measures with axes of their own, and tables that are known at the end; see MeasureRule for the others.
  virtual void declare(const World&, Recorder&) {}
  virtual void record(const World&, Recorder&) {}
  virtual void finish(const World&, Recorder&) {}
  // What a user should know of it before believing a run.
  virtual std::vector<Caution> cautions(const World&) const { return {}; }
  // Empty if all is well, else what broke.
  virtual std::string breach(const World&) const { return {}; }
};

// The luck of a mechanism: a stream for each of its purposes, keyed by its id.
class MechanismLuck {
 public:
  constexpr MechanismLuck(std::uint32_t seed, std::string_view id) : seed_(seed), id_(hash_of_name(id)) {}
  // `purpose`: a small number of the mechanism's own.
  constexpr Draws draws(std::uint32_t purpose) const {
    // The highest bit keeps them from the streams of models (see Purpose).
    return {seed_, Purpose{0x80000000U | ((id_ + purpose * 0x9E3779B9U) & 0x7fffffffU)}};
  }

 private:
  std::uint32_t seed_, id_;
};

struct MechanismEntry {
  std::string_view id, help;
  const StructSpec& (*keys)() = nullptr;  // none: part of every run
  std::unique_ptr<Mechanism> (*make)(World& world, const void* keys) = nullptr;
  void (*join)(Mechanism& made, Moments& moments) = nullptr;
  void (*put_factors)(const Mechanism& made, Factors& factors) = nullptr;
  // Takes part in the feed of every platform, else of the first.
  bool on_every_platform = false;

  // Lines for the tables; see state/moments.h for what retrieves and what values.
  std::span<const Word> sources, terms;
  std::span<const EventRule> events;
  std::span<const ConditionRule> conditions;
  std::span<const ContractRule> contracts;
  std::span<const OfferRule> offers;
  std::span<const PlacementRule> placements;
  std::span<const MeasureRule> measures;
  std::span<const FormatRule> formats;
  std::span<const KindRule> kinds;
  std::span<const std::string_view> at_end;  // variables that it records at the end, for its table of the report
};

namespace mechanism_detail {

template <class M>
float term(const void* of, const World& world, AccountId reader, const PostScore& post) {
  return static_cast<const M*>(of)->value(world, reader, post);
}

template <class M>
bool gate(const void* of, const World& world, AccountId reader, const PostScore& post) {
  return static_cast<const M*>(of)->admits(world, reader, post);
}

// Walks the members that are named like moments. A member of such a name with other arguments doesn't
// compile.
template <class M>
void join(Mechanism& made, Moments& at) {
  M& m = static_cast<M&>(made);
#define FANFARE_JOIN(moment) \
  if constexpr (requires { &M::moment; }) at.moment.template join<&M::moment>(m)
  FANFARE_JOIN(intervene);
  FANFARE_JOIN(campaign);
  FANFARE_JOIN(index);
  FANFARE_JOIN(reacted);
  FANFARE_JOIN(trade);
  FANFARE_JOIN(close);
  FANFARE_JOIN(adapt);
  FANFARE_JOIN(written);
  FANFARE_JOIN(published);
  FANFARE_JOIN(counted);
  FANFARE_JOIN(ordered);
  FANFARE_JOIN(publish);
  FANFARE_JOIN(shop);
  FANFARE_JOIN(settle);
  FANFARE_JOIN(relate);
  FANFARE_JOIN(daily);
  FANFARE_JOIN(vet);
  FANFARE_JOIN(priced);
  FANFARE_JOIN(rationed);
  FANFARE_JOIN(cast);
  FANFARE_JOIN(doors);
  FANFARE_JOIN(retrieve);
  FANFARE_JOIN(chances);
  FANFARE_JOIN(ranked);
  FANFARE_JOIN(sift);
  FANFARE_JOIN(permit);
  FANFARE_JOIN(licence);
  FANFARE_JOIN(viewed);
  FANFARE_JOIN(left);
  FANFARE_JOIN(place);
  FANFARE_JOIN(clicked);
#undef FANFARE_JOIN
  if constexpr (requires { &M::value; }) at.terms.push_back({&m, &term<M>});
  if constexpr (requires { &M::admits; }) at.gates.push_back({&m, &gate<M>});
}

// The same for members that are named like factors.
template <class M>
void put_factors(const Mechanism& made, Factors& on) {
  [[maybe_unused]] const M& m = static_cast<const M&>(made);
  if constexpr (requires { &M::drive; }) on.drive.template join<&M::drive>(m);
  if constexpr (requires { &M::believed; }) on.believed.template join<&M::believed>(m);
  if constexpr (requires { &M::session_length; }) on.session_length.template join<&M::session_length>(m);
}

template <class M>
std::unique_ptr<Mechanism> make(World& world, [[maybe_unused]] const void* keys) {
  if constexpr (requires { typename M::Keys; })
    return std::make_unique<M>(world, *static_cast<const typename M::Keys*>(keys));
  else
    return std::make_unique<M>(world);
}

}  // namespace mechanism_detail

template <class M>
constexpr MechanismEntry mechanism(std::string_view id, std::string_view help) {
  static_assert(std::derived_from<M, Mechanism>);
  MechanismEntry entry{id, help};
  if constexpr (requires { typename M::Keys; }) entry.keys = &struct_spec<typename M::Keys>;
  entry.make = &mechanism_detail::make<M>;
  entry.join = &mechanism_detail::join<M>;
  entry.put_factors = &mechanism_detail::put_factors<M>;
  if constexpr (requires { M::kOnEveryPlatform; }) entry.on_every_platform = M::kOnEveryPlatform;
  if constexpr (requires { M::kSources; }) entry.sources = M::kSources;
  if constexpr (requires { M::kTerms; }) entry.terms = M::kTerms;
  if constexpr (requires { M::kEvents; }) entry.events = M::kEvents;
  if constexpr (requires { M::kConditions; }) entry.conditions = M::kConditions;
  if constexpr (requires { M::kContracts; }) entry.contracts = M::kContracts;
  if constexpr (requires { M::kOffers; }) entry.offers = M::kOffers;
  if constexpr (requires { M::kPlacements; }) entry.placements = M::kPlacements;
  if constexpr (requires { M::kMeasures; }) entry.measures = M::kMeasures;
  if constexpr (requires { M::kFormats; }) entry.formats = M::kFormats;
  if constexpr (requires { M::kKinds; }) entry.kinds = M::kKinds;
  if constexpr (requires { M::kAtEnd; }) entry.at_end = M::kAtEnd;
  return entry;
}

// The mechanisms of this tree, in order: a line each in models/fan_economy/mechanisms.cpp.
std::span<const MechanismEntry* const> standard_mechanisms();
// The catalogue: what a scenario may name; at most kMostMechanisms. A program with mechanisms of its own
// defines it instead of models/fan_economy/catalogue.cpp.
std::span<const MechanismEntry* const> mechanisms();

// A whole table: the model's own lines, then those that the catalogue brings.
template <class Rule>
std::vector<Rule> with_lines_of_mechanisms(std::span<const Rule> own,
                                           std::span<const Rule> MechanismEntry::*lines) {
  std::vector<Rule> rules(own.begin(), own.end());
  for (const MechanismEntry* entry : mechanisms())
    rules.insert(rules.end(), (entry->*lines).begin(), (entry->*lines).end());
  return rules;
}

}  // namespace fanfare::fan_economy
