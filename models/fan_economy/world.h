// Everything a run of the fan economy holds, for the submodels' functions to work on.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fanfare/calendar.h"
#include "fanfare/graph.h"
#include "fanfare/ledger.h"
#include "fanfare/outbox.h"
#include "fanfare/parameter_set.h"
#include "fanfare/philox_batch.h"
#include "fanfare/philox_four.h"
#include "fanfare/setup.h"
#include "fanfare/tally.h"
#include "models/fan_economy/keys/draws.h"
#include "models/fan_economy/keys/economy.h"
#include "models/fan_economy/state/accounts.h"
#include "models/fan_economy/state/attributes.h"
#include "models/fan_economy/state/candidates.h"
#include "models/fan_economy/state/compiled_once.h"
#include "models/fan_economy/state/creators.h"
#include "models/fan_economy/keys/kinds.h"
#include "models/fan_economy/state/feed_index.h"
#include "models/fan_economy/state/formats.h"
#include "models/fan_economy/state/market.h"
#include "models/fan_economy/state/measures.h"
#include "models/fan_economy/state/mechanism.h"
#include "models/fan_economy/state/orders.h"
#include "models/fan_economy/state/permit.h"
#include "models/fan_economy/state/platform.h"
#include "models/fan_economy/state/posts.h"
#include "models/fan_economy/state/sample.h"
#include "models/fan_economy/state/scoresheet.h"
#include "models/fan_economy/state/segments.h"
#include "models/fan_economy/state/tables.h"
#include "models/fan_economy/state/trace.h"
#include "models/fan_economy/state/value_table.h"

namespace fanfare::fan_economy {

struct World : PlatformState {
  World(EconomyParameters& parameters, ParameterSet& set, const Setup& run_setup);
  ~World();

  EconomyParameters& p;            // changed only by events, in `intervene`
  ParameterSet& parameter_set;     // the same parameters by path
  Setup setup;
  Calendar calendar;
  Partition part;
  // Of the streams from which sessions draw by the dozen.
  const PhiloxKeys reaction_keys{draws(Draw::reaction)};
  const PhiloxKeys discovery_keys{draws(Draw::discovery)};
  // All that an impression may draw of its reader and post; see draw::impression.
  const PhiloxFour impression_words{streams_of(draw::impression)};
  Tick tick = 0;                   // set at the start of each tick
  std::uint32_t parameters_version = 1;  // counted up by every change of a parameter
  std::uint32_t habits_version = 0;      // of those from which `activity` was made

  // Platforms: the number of the one whose state stands here, the others, and who is on which (a bit each)
  // and where everyone publishes; the last two are derived and empty where there is one platform.
  std::uint32_t platform = 0;
  std::vector<PlatformState> parked;
  std::vector<std::uint8_t> memberships;
  std::vector<std::uint8_t> homes;
  struct PlatformCells {
    std::size_t sessions = 0, impressions = 0, seconds = 0;  // by platform
    std::size_t reach = 0;                                   // by campaign, then platform
    std::size_t both = 0;              // reached on both: by campaign, platform and another
    std::size_t clicks = 0, told = 0;  // by platform: clicks on posts about brands, and those brands know of
    std::size_t orders = 0, revenue = 0;  // by brand, then platform: where the brand was met last
    std::size_t told_orders = 0;          // of them, those brands know of
    std::size_t pushed = 0;               // by platform: sessions that a push began
  } platform_cells;
  // By platform and brand: times the chance of a click that has to cross to its shop; empty: nowhere a wall.
  std::vector<float> crossing;
  // The platform on which one posts once a day in a window, or none.
  static constexpr std::uint32_t kNoPlatform = 0xff;
  std::uint32_t daily_platform = kNoPlatform;
  // By creator, bits of the platforms on which it publishes, where a mechanism decides; 0: as everyone.
  std::vector<std::uint8_t> publishes_on;
  std::uint8_t shut = 0;  // platforms that nobody can open, a bit each: derived, by mechanisms, in each tick
  std::size_t saves = 0,
              shown = 0;  // cells by campaign, where anything is saved, and where reach is that; else 0

  // Owned.
  AccountState accounts;
  BlockLists<Order> orders;
  BlockLists<PendingPost> pending_posts;
  // Within a tick: the app that is opened, platform + 1, or 0; derived, not saved.
  Column<std::uint8_t> opens;
  static constexpr std::uint8_t kFirstApp = 1;  // of `opens`

  // All interests, accounts × kTopics, at set-up only.
  std::shared_ptr<const std::vector<std::uint8_t>> all_interests;

  // Shared.
  std::vector<TopicRow> community_interest;  // mean interests of each community, known to the platform
  std::vector<Creator> creators;          // in order of account at the start; newcomers at the end
  // Of a roster, in its order: set-up, so no state.
  struct NamedCreator {
    std::string name;
    std::uint32_t account;
  };
  std::vector<NamedCreator> named;
  std::vector<std::uint64_t> creator_bits;   // derived: one bit an account
  std::vector<std::uint32_t> creators_by_account;  // derived: indices of creators, by account
  std::vector<std::uint32_t> creators_before;      // derived: by word of creator_bits, bits set in those before it
  ActivityTables activity;                // derived, of this tick
  Attributes attributes;                  // derived from parameters and files
  Segments segments;                      // derived from parameters but for what it says is counted
  Market market;                          // brands, campaigns, offers, events: shared state of the economy
  Ledger ledger;
  Law law;                                // derived, of this tick

  // What a scenario has on, in the order of the catalogue: entry, the one at work, at work (moments: at).
  std::vector<const MechanismEntry*> entries;
  std::vector<std::unique_ptr<Mechanism>> mechanisms;
  Factors factors;            // theirs, on whatever platform an account is
  std::vector<Word> sources;  // by Source
  std::vector<KindTerms> kinds;  // of creators, by place in kind_rules(): as the scenario has them
  std::array<std::uint8_t, 256> kind_places{};  // place_of(), beside the terms
  std::vector<std::uint32_t> brand_accounts;  // by brand: its own account; empty if no brand has one
  std::vector<Word> terms;    // of the score, that mechanisms add to those of state/term.h

  Formats formats;                        // derived: those in use
  std::size_t format_cells = 0;           // first of those of kFormatCounts by format
  // Times the posts a day, by platform of the author, then place of the kind, last those who are no creators;
  // empty: once.
  std::vector<float> output;
  std::vector<FurtherAuthor> further_authors;  // within `index`: of this tick's posts

  std::vector<std::uint8_t> withdrawn;  // within `index`: new posts that give way to sponsored ones

  // What blocks write for others.
  Outbox<NewPost> new_posts;
  Outbox<NewShare> new_shares;
  Outbox<PurchaseIntent> intents;
  Outbox<FanComment> comments;
  WideTally<kPostCounters> post_tally;
  WideTally<2> follow_tally;              // by account: followers gained, lost, on the first platform
  std::vector<std::unique_ptr<WideTally<2>>> further_follows;  // on the second and on
  Tally measure_tally;                    // cells of Measures
  Measures measures;                      // totals since the start and since warm-up
  Scoresheet scoresheet;                  // what only the scorecard needs
  Sample sample;                          // what a scenario asks to be kept in full

  // Work shown by the progress line, one a worker.
  struct alignas(64) Work {
    std::uint64_t impressions = 0, candidates = 0, edges = 0, draws = 0;
  };
  std::vector<Work> work;
  std::vector<std::unique_ptr<SessionScratch>> scratch;  // one a worker

  bool keeps_personas = false;   // set by who keeps AccountState::persona, before there are accounts

  Trace* trace = nullptr;        // watches sessions, if any; not owned
  Mutant mutant = Mutant::none;  // for tests alone

  // The whole stream of a purpose, for batches and distributions; a decision alone has its words.
  Draws draws(Draw d) const { return {setup.seed, purpose_of(d)}; }
  std::array<StreamIndex, 4> streams_of(const std::array<Decision, 4>& decisions) const {
    std::array<StreamIndex, 4> streams{};
    for (std::size_t i = 0; i < streams.size(); ++i) streams[i] = {draws(decisions[i].purpose), decisions[i].index};
    return streams;
  }
  Words words(const Decision& d) const { return draws(d.purpose).words(d.about, d.index); }
  double uniform(const Decision& d) const { return to_unit(words(d)[0]); }
  bool chance(double probability, const Decision& d) const { return uniform(d) < probability; }
  double normal(const Decision& d) const { return draws(d.purpose).normal(d.about, d.index); }
  std::uint32_t ticks_per_day() const { return setup.run.ticks_per_day(); }
  std::uint32_t day() const { return tick / ticks_per_day(); }
  // Each account has its daily chores at a tick of its own, so that no tick carries them all.
  bool is_daily_tick(AccountId a) const { return (a.value + tick) % ticks_per_day() == 0; }
  // The luck of a mechanism, see state/mechanism.h.
  MechanismLuck luck(std::string_view id) const { return {setup.seed, id}; }
  // Errors: LogicError if no mechanism that is on brings it.
  Source source(std::string_view word) const;
  const KindTerms& terms_of(CreatorKind kind) const {
    return kinds[kind_places[static_cast<std::size_t>(kind)]];
  }
  // The mechanism of this type, if it is on.
  template <class M>
  M* find() const {
    for (const auto& mechanism : mechanisms)
      if (auto* found = dynamic_cast<M*>(mechanism.get())) return found;
    return nullptr;
  }
  // Puts the state of another platform here.
  void enter(std::uint32_t number);
  std::uint32_t platform_count() const { return static_cast<std::uint32_t>(p.platforms.size()); }
  bool has_several() const { return p.platforms.size() > 1; }
  float output_of(AccountId a) const { return output.empty() ? 1.0F : output_at(a, place_of_none()); }
  float output_of(AccountId a, CreatorKind kind) const {
    return output.empty() ? 1.0F : output_at(a, place_of(kind));
  }
  float output_at(AccountId a, std::size_t place) const {
    return output[(has_several() ? homes[a.value] : 0) * (place_of_none() + 1) + place];
  }
  bool is_member(AccountId a, std::uint32_t of) const {
    return !has_several() || ((memberships[a.value] >> of) & 1U) != 0;
  }
  // The state of any platform, also of the one that stands here.
  PlatformState& on(std::uint32_t number) { return number == platform ? *this : parked[number]; }
  const PlatformState& on(std::uint32_t number) const { return number == platform ? *this : parked[number]; }
  // Of the platform that stands here, and of any.
  const FeedParameters& feed() const { return p.platforms[platform].feed; }
  const FeedParameters& feed_of(std::uint32_t number) const { return p.platforms[number].feed; }
  WideTally<2>& follows_here() { return platform == 0 ? follow_tally : *further_follows[platform - 1]; }

  // What an owned account may do now; whether the platform may go by what it knows of it; whether a creator
  // may hold live shows.
  Permit permit(AccountId a) const {
    Permit permit;
    at.permit(*this, a, permit);
    return permit;
  }
  bool may_target(AccountId a) const { return (accounts.flags[a] & AccountFlags::kOptOut) == 0; }
  bool may_host(std::uint32_t creator) const {
    bool may = true;
    at.licence(*this, creator, may);
    return may;
  }

  // Index in `creators` of an account, or kNobody.
  std::uint32_t creator_index(AccountId a) const {
    if (!is_creator(a)) return kNobody;
    const std::uint64_t smaller = creator_bits[a.value >> 6] & ((std::uint64_t{1} << (a.value & 63)) - 1);
    return creators_by_account[creators_before[a.value >> 6] + static_cast<std::uint32_t>(std::popcount(smaller))];
  }
  bool is_creator(AccountId a) const { return (creator_bits[a.value >> 6] >> (a.value & 63)) & 1U; }
  // After `creators` has changed.
  void index_creators();
  double people(double accounts_count) const { return accounts_count * p.population.scale; }
};

// People an account stands for; whole, so money stays exact.
std::int64_t scale_of(const World& world);

}  // namespace fanfare::fan_economy
