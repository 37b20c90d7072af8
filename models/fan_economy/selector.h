// Who is meant: filters, then a rank, then a count or a share. One small language for roles, campaigns
// and events. Ties are broken by a keyed hash, so they favour nobody.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fanfare/ids.h"
#include "fanfare/schema.h"
#include "fanfare/schema_types.h"
#include "models/fan_economy/vocabulary.h"

namespace fanfare::fan_economy {

struct World;

// The order of kinds after `any` is that of CreatorKind.
enum class KindFilter : std::uint8_t { any, kol, koc, celebrity, employee, virtual_idol, ugc };

enum class RankBy : std::uint8_t {
  followers, engagement, fit, cost_per_engagement, pagerank, k_core, betweenness, random, influence
};

struct Selector {
  KindFilter kind = KindFilter::any;
  std::string topic;              // strongest topic of the niche; empty: any
  Range followers;                // people
  std::string hired_by;           // id of a campaign that has a contract with them; empty: any
  std::vector<double> accounts;   // a list of account ids; empty: any
  RankBy by = RankBy::followers;
  std::uint32_t top = 0;          // the first so many; 0: all
  double share = 1;               // the first share of those that fit
};
void describe(Schema<Selector>& s);

// Who asks: so that "random" means another draw for each role, campaign line and event, the same in all arms.
struct Asking {
  enum class Who : std::uint8_t { looking, casting, line, event };
  Who who = Who::looking;
  std::uint32_t number = 0;  // of the role, campaign or event
  std::uint32_t part = 0;    // line of the campaign; times that the event has happened before
  constexpr Subject about(std::uint32_t account) const {
    return {account, static_cast<std::uint32_t>(who) << 24 | number, part};
  }
};

// Indices into World::creators, best first. `brand_topic` is what `fit` compares with (none: fit is 0).
// Inactive creators are left out. Replicated: the same on every rank.
std::vector<std::uint32_t> select_creators(const World& world, const Selector& selector,
                                           std::optional<std::uint8_t> brand_topic, const Asking& asking = {});

// Whether a rank needs the graph's centralities, which are computed at set-up only.
constexpr bool is_centrality(RankBy by) {
  return by == RankBy::pagerank || by == RankBy::k_core || by == RankBy::betweenness;
}

// A centrality of every account, over the whole graph. At set-up only; takes seconds on large graphs.
std::vector<double> account_centrality(World& world, RankBy by);

// Greedy over reverse influence sets among `candidates` (accounts): whom each adds to those chosen before it,
// where a follow carries with 1 / follows of its reader (weighted cascade, Kempe et al. 2003). Ascending by
// account; who is not there adds nobody. At set-up only.
struct InfluenceGain {
  std::uint32_t account;
  double accounts;
};
std::vector<InfluenceGain> influence_gains(World& world, std::vector<std::uint32_t> candidates);
double gain_of(const std::vector<InfluenceGain>& gains, std::uint32_t account);

// The gains of a selector that ranks creators by influence, among those who fit it at set-up.
struct InfluenceRanking {
  Selector who;
  std::vector<InfluenceGain> gains;
};
void rank_by_influence(World& world, const Selector& selector);

// The number of a topic's name, or none.
std::optional<std::uint8_t> topic_number(const World& world, const std::string& name);

// Orders indices by (score descending, keyed hash of who asks and the account); keeps `top` and `share` of them.
struct Ranked {
  std::uint32_t index;
  std::uint32_t account;
  double score;
};
std::vector<std::uint32_t> keep_best(const World& world, const Selector& selector, std::vector<Ranked> found,
                                     const Asking& asking);

}  // namespace fanfare::fan_economy
