#include "models/fan_economy/people/selector.h"

#include <algorithm>
#include <cmath>

#include "fanfare/centrality.h"
#include "fanfare/influence.h"
#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/people/population.h"
#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

std::optional<std::uint8_t> topic_number(const World& world, const std::string& name) {
  const auto& topics = world.p.topics;
  const auto at = std::find(topics.begin(), topics.end(), name);
  if (at == topics.end()) return std::nullopt;
  return static_cast<std::uint8_t>(at - topics.begin());
}

std::vector<double> account_centrality(World& world, RankBy by) {
  const auto built = whole_graph(world);
  if (by == RankBy::pagerank) return pagerank(built->graph, world.setup.parallel);
  if (by == RankBy::k_core) return core_numbers(built->graph);
  expects(by == RankBy::betweenness, "account_centrality: no centrality");
  return betweenness(built->graph, world.setup.seed, world.setup.parallel);
}

std::vector<InfluenceGain> influence_gains(World& world, std::vector<std::uint32_t> candidates) {
  if (candidates.empty()) return {};
  const auto built = whole_graph(world);
  InfluenceQuestion question;
  question.candidates = std::move(candidates);
  const InfluenceRank rank = most_influential(built->graph, question, world.setup.seed, world.setup.parallel);
  std::vector<InfluenceGain> gains;
  for (std::size_t i = 0; i < rank.accounts.size(); ++i) gains.push_back({rank.accounts[i], rank.gains[i]});
  std::sort(gains.begin(), gains.end(), [](const auto& a, const auto& b) { return a.account < b.account; });
  return gains;
}

double gain_of(const std::vector<InfluenceGain>& gains, std::uint32_t account) {
  const auto at = std::lower_bound(gains.begin(), gains.end(), account,
                                   [](const auto& g, std::uint32_t a) { return g.account < a; });
  return at != gains.end() && at->account == account ? at->accounts : 0;
}

std::vector<std::uint32_t> keep_best(const World& world, const Selector& selector,
                                     std::vector<Ranked> found, const Asking& asking) {
  const auto tie = [&](const Ranked& r) {
    return world.words(draw::selection_tie(asking.about(r.account)))[0];
  };
  std::sort(found.begin(), found.end(), [&](const Ranked& a, const Ranked& b) {
    if (a.score != b.score) return a.score > b.score;
    const std::uint32_t left = tie(a), right = tie(b);
    return left != right ? left < right : a.account < b.account;
  });
  auto count = static_cast<std::size_t>(std::ceil(selector.share * static_cast<double>(found.size())));
  if (selector.top > 0) count = std::min<std::size_t>(count, selector.top);
  std::vector<std::uint32_t> best;
  for (std::size_t i = 0; i < std::min(count, found.size()); ++i) best.push_back(found[i].index);
  return best;
}

double engagement_rate(const World& world, std::uint32_t engagements, std::uint32_t impressions) {
  constexpr double kPriorImpressions = 10'000, kPriorRate = 0.025;
  return (world.people(engagements) + kPriorRate * kPriorImpressions) /
         (world.people(impressions) + kPriorImpressions);
}

namespace {

double engagement_rate(const World& world, const Creator& creator) {
  return fan_economy::engagement_rate(world, creator.engagements, creator.impressions);
}

bool is_hired_by(const World& world, std::uint32_t creator, const std::string& campaign) {
  const auto& contracts = world.market.contracts;
  return std::any_of(contracts.begin(), contracts.end(), [&](const Contract& contract) {
    return contract.creator == creator && world.p.campaigns[contract.campaign].id == campaign;
  });
}

bool is_named(const World& world, std::uint32_t account, const std::vector<std::string>& names) {
  return std::any_of(world.named.begin(), world.named.end(), [&](const World::NamedCreator& creator) {
    return creator.account == account && std::find(names.begin(), names.end(), creator.name) != names.end();
  });
}

bool fits(const World& world, std::uint32_t index, const Selector& s) {
  const Creator& creator = world.creators[index];
  if (!creator.active) return false;
  if (s.kind != KindFilter::any && s.kind != filter_of(creator.kind))
    return false;
  if (!s.topic.empty() && topic_number(world, s.topic) != strongest(creator.niche)) return false;
  if (!s.followers.holds(world.people(world.followers[creator.account]))) return false;
  if (!s.accounts.empty() &&
      std::find(s.accounts.begin(), s.accounts.end(), creator.account) == s.accounts.end())
    return false;
  if (!s.names.empty() && !is_named(world, creator.account, s.names)) return false;
  return s.hired_by.empty() || is_hired_by(world, index, s.hired_by);
}

// By what an account is at set-up.
bool same_filter(const Selector& a, const Selector& b) {
  return a.kind == b.kind && a.segment == b.segment && a.topic == b.topic &&
         a.followers.lo == b.followers.lo && a.followers.hi == b.followers.hi && a.accounts == b.accounts &&
         a.names == b.names;
}

// Who is hired, and who has lived up to a segment, is not known then.
Selector at_start(const World& world, const Selector& selector) {
  Selector who = selector;
  who.hired_by.clear();
  if (!is_known(world, who.segment)) who.segment.clear();
  return who;
}

double influence(const World& world, const Selector& selector, std::uint32_t account) {
  const Selector who = at_start(world, selector);
  for (const InfluenceRanking& ranking : world.market.influence)
    if (same_filter(ranking.who, who)) return gain_of(ranking.gains, account);
  return 0;
}

double score(const World& world, std::uint32_t index, const Selector& selector,
             std::optional<std::uint8_t> brand_topic, const Asking& asking) {
  const Creator& creator = world.creators[index];
  const double followers = world.followers[creator.account];
  const auto centrality = [&](std::size_t which) {
    return index < world.market.centrality.size() ? world.market.centrality[index][which] : 0;
  };
  switch (selector.by) {
    case RankBy::followers: return followers;
    case RankBy::engagement: return engagement_rate(world, creator);
    case RankBy::fit: return brand_topic ? fit(creator.niche, *brand_topic) : 0;
    case RankBy::cost_per_engagement:
      return followers * engagement_rate(world, creator) / static_cast<double>(std::max<Cents>(creator.price, 1));
    case RankBy::pagerank: return centrality(0);
    case RankBy::k_core: return centrality(1);
    case RankBy::betweenness: return centrality(2);
    case RankBy::influence: return influence(world, selector, creator.account);
    case RankBy::random: return world.uniform(draw::selected(asking.about(creator.account)));
  }
  return 0;
}

}  // namespace

bool is_known_later(const World& world, const Selector& selector) {
  return !selector.hired_by.empty() || !is_known(world, selector.segment);
}

void expect_later(const World& world, const Selector& selector, Tick tick, const std::string& at) {
  if (tick > 0 || is_known(world, selector.segment)) return;
  throw ScenarioError(at + ": is at the start, when nobody has done yet what segment '" + selector.segment +
                      "' asks; let it be a day later, or name a segment of attributes");
}

void expect_names(const World& world, const Selector& selector, const std::string& at) {
  for (const std::string& name : selector.names) {
    const auto is_it = [&](const World::NamedCreator& creator) { return creator.name == name; };
    if (std::any_of(world.named.begin(), world.named.end(), is_it)) continue;
    std::string known;
    for (const World::NamedCreator& creator : world.named)
      known += (known.empty() ? "" : ", ") + creator.name;
    throw ScenarioError(at + ": no creator of the roster is called '" + name + "' (" +
                        (known.empty() ? "there is no roster: write `roster:` with its creators" :
                                         "there are " + known) + ")");
  }
}

void expect_kind(const World& world, CreatorKind kind, const std::string& at) {
  for (const MechanismEntry* entry : mechanisms()) {
    if (std::find(world.entries.begin(), world.entries.end(), entry) != world.entries.end()) continue;
    for (const KindRule& rule : entry->kinds)
      if (rule.kind == kind)
        throw ScenarioError(at + ": '" + std::string(rule.word) + "' belongs to " + std::string(entry->id) +
                            ", which is off (write `" + std::string(entry->id) + ": {}` in the scenario)");
  }
}

void rank_by_influence(World& world, const Selector& selector) {
  const Selector who = at_start(world, selector);
  for (const InfluenceRanking& ranking : world.market.influence)
    if (same_filter(ranking.who, who)) return;
  const InSegment segment(world, who.segment);
  std::vector<std::uint32_t> candidates;
  for (std::uint32_t i = 0; i < world.creators.size(); ++i)
    if (fits(world, i, who) && segment.holds(AccountId(world.creators[i].account)))
      candidates.push_back(world.creators[i].account);
  world.market.influence.push_back({who, influence_gains(world, std::move(candidates))});
}

std::vector<std::uint32_t> select_creators(const World& world, const Selector& selector,
                                           std::optional<std::uint8_t> brand_topic, const Asking& asking) {
  const InSegment segment(world, selector.segment);
  std::vector<Ranked> found;
  for (std::uint32_t i = 0; i < world.creators.size(); ++i)
    if (fits(world, i, selector) && segment.holds(AccountId(world.creators[i].account)))
      found.push_back({i, world.creators[i].account, score(world, i, selector, brand_topic, asking)});
  return keep_best(world, selector, std::move(found), asking);
}

}  // namespace fanfare::fan_economy
