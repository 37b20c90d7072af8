// Creators by a selector, and the ranks that need the whole graph. Ties are broken by a keyed hash, so they
// favour nobody.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fanfare/ids.h"
#include "fanfare/rng.h"
#include "models/fan_economy/keys/selector.h"
#include "models/fan_economy/state/market.h"

namespace fanfare::fan_economy {

struct World;

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

// Engagements per impression of so many accounts, drawn to a common prior while there is little data. In
// people, so that it does not depend on how many an account stands for.
double engagement_rate(const World& world, std::uint32_t engagements, std::uint32_t impressions);

// Whether whom it selects is known only once the run is under way.
bool is_known_later(const World& world, const Selector& selector);
// Errors: ScenarioError, if such a segment is asked for in the first tick. `at`: the key that says when.
void expect_later(const World& world, const Selector& selector, Tick tick, const std::string& at);

// Errors: ScenarioError, if the kind belongs to a mechanism that is off. `at`: the key that names it.
void expect_kind(const World& world, CreatorKind kind, const std::string& at);

// Errors: ScenarioError, if it names a creator that no roster has.
void expect_names(const World& world, const Selector& selector, const std::string& at);

// A centrality of every account, over the whole graph. At set-up only; takes seconds on large graphs.
std::vector<double> account_centrality(World& world, RankBy by);
std::vector<InfluenceGain> influence_gains(World& world, std::vector<std::uint32_t> candidates);
double gain_of(const std::vector<InfluenceGain>& gains, std::uint32_t account);
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
