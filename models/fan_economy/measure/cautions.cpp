#include "models/fan_economy/measure/cautions.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "fanfare/fmath.h"
#include "models/fan_economy/market/brands.h"
#include "models/fan_economy/mechanisms/pools.h"
#include "models/fan_economy/hiring/hiring.h"
#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/people/population.h"
#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/people/selector.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

struct NamedTier {
  const char* blank;
  double from;  // followers, people
};
constexpr std::array kNamedTiers{NamedTier{"lowest", 0},  NamedTier{"nano", 1e3},  NamedTier{"micro", 1e4},
                            NamedTier{"mid", 1e5}, NamedTier{"macro", 5e5}, NamedTier{"mega", 1e6}};

Caution accounts_per_tier(const World& world) {
  std::array<std::uint32_t, kNamedTiers.size()> counts{};
  for (const std::uint32_t followers : world.followers) {
    std::size_t tier = kNamedTiers.size() - 1;
    while (world.people(followers) < kNamedTiers[tier].from) --tier;
    ++counts[tier];
  }
  Caution tiers{"caution.tiers"};
  for (std::size_t t = 0; t < kNamedTiers.size(); ++t)
    tiers.blanks.emplace_back(kNamedTiers[t].blank, static_cast<double>(counts[t]));
  return tiers;
}

bool has_pools(const World& world) { return world.feed().sources.discovery > 0; }

void check_first_rung(const World& world, std::vector<Caution>& found) {
  constexpr double kFew = 20;
  const double rung = world.feed().pools.ladder.front();
  if (!has_pools(world) || rung / world.p.population.scale >= kFew) return;
  found.push_back({"caution.first_rung", {{"rung", rung}, {"accounts", rung / world.p.population.scale}}});
}

double mean_of(const Distribution& d) {
  using Kind = Distribution::Kind;
  switch (d.kind) {
    case Kind::lognormal: return d.a * fmath::exp(d.b * d.b / 2);
    case Kind::uniform: return (d.a + d.b) / 2;
    case Kind::beta: return d.a / (d.a + d.b);
    case Kind::gamma: return d.a * d.b;
    case Kind::constant:
    case Kind::normal: break;
  }
  return d.a;
}

double posts_per_day(const World& world) {
  const PublishingParameters& p = world.p.publishing;
  return world.part.accounts * author_share(world) * p.median_per_day * fmath::exp(p.sigma * p.sigma / 2);
}

// Impressions that the pools owe to a day's posts, accounts.
double pool_supply(const World& world) {
  const PoolParameters& pools = world.feed().pools;
  double owed = 0, share = 1;
  for (std::uint32_t k = 0; k < rungs(world); ++k, share *= pools.promote_share)
    owed += share * pools.ladder[k];
  return posts_per_day(world) * owed / world.p.population.scale;
}

// Impressions that readers would take from the pools in a day, by the sources' quotas, accounts.
double pool_demand(const World& world) {
  const SourceParameters& s = world.feed().sources;
  const double part = s.discovery / static_cast<double>(s.following + s.discovery + s.trending);
  return world.part.accounts * world.p.attention.active_share * mean_of(world.p.attention.items) * part;
}

void check_pools(const World& world, std::vector<Caution>& found) {
  if (!has_pools(world)) return;
  const double supply = pool_supply(world), demand = pool_demand(world);
  if (supply >= 0.5 * demand && supply <= 2 * demand) return;
  const char* key = supply < demand ? "caution.scarce_pools" : "caution.flooded_pools";
  found.push_back({key, {{"supply", supply}, {"demand", demand}}});
}

// A graph from a file has as many accounts as it has: there scale can't be traded for them.
void check_authors(const World& world, std::vector<Caution>& found) {
  const PopulationParameters& p = world.p.population;
  const double authors = p.authors * p.scale;
  if (authors < 1.5 || p.graph.kind == GraphKind::file) return;
  found.push_back({"caution.authors", {{"authors", authors}}});
}

// Below a few hundred orders chance decides whether a campaign pays.
void check_break_even(const World& world, std::vector<Caution>& found) {
  constexpr double kFew = 200;
  for (std::size_t c = 0; c < world.p.campaigns.size(); ++c) {
    const Campaign& campaign = world.market.campaigns[c];
    if (campaign.brand == kNoBrand || campaign.budget == 0) continue;
    const Brand& brand = world.market.brands[campaign.brand];
    const double earned = static_cast<double>(brand.price) * static_cast<double>(brand.margin);
    if (earned <= 0) continue;
    const double orders = static_cast<double>(campaign.budget) / earned / world.p.population.scale;
    if (orders >= kFew) continue;
    found.push_back(
        {"caution.break_even", {{"campaign", "campaigns." + world.p.campaigns[c].id}, {"orders", orders}}});
  }
}

void check_budgets(const World& world, std::vector<Caution>& found) {
  constexpr double kNearlyAll = 0.9;
  for (std::size_t c = 0; c < world.p.campaigns.size(); ++c) {
    const Cents budget = world.market.campaigns[c].budget, most = most_spendable(world, c);
    if (static_cast<double>(most) < kNearlyAll * static_cast<double>(budget))
      found.push_back({"caution.budget",
                       {{"campaign", "campaigns." + world.p.campaigns[c].id},
                        {"most", static_cast<double>(most) / 100},
                        {"budget", static_cast<double>(budget) / 100}}});
  }
}

// Whether a line's money goes to creators who suit the brand, as things stand at the start.
void check_fit(const World& world, std::size_t c, std::size_t line, Cents money,
               std::vector<Caution>& found) {
  constexpr double kGood = 0.8;
  const CampaignParameters& terms = world.p.campaigns[c];
  const auto topic = topic_for(world, world.market.campaigns[c]);
  if (!topic || is_known_later(world, terms.lines[line].hire)) return;
  double suits = 0, hired = 0;
  for (const std::uint32_t creator : candidates_of(world, c, line)) {
    const Cents cost = contract_cost(world, terms, terms.lines[line], creator);
    if (cost > money) continue;
    money -= cost;
    suits += fit(world.creators[creator].niche, *topic) / 255.0;
    hired += 1;
  }
  if (hired == 0 || suits / hired >= kGood) return;
  const std::string& id = terms.lines[line].id;
  const std::string where = id.empty() ? "[" + std::to_string(line) + "]" : "." + id;
  found.push_back({"caution.fit",
                   {{"line", "campaigns." + terms.id + ".lines" + where},
                    {"creators", hired},
                    {"fit", std::floor(100 * suits / hired + 0.5)}}});
}

void check_fits(const World& world, std::vector<Caution>& found) {
  for (std::size_t c = 0; c < world.p.campaigns.size(); ++c) {
    const std::vector<Cents> budgets = line_budgets(world.p.campaigns[c]);
    for (std::size_t line = 0; line < budgets.size(); ++line) check_fit(world, c, line, budgets[line], found);
  }
}

// A short --until is a fair way to look at a start, so this is no error.
void check_flights(const World& world, std::vector<Caution>& found) {
  const Tick end = world.setup.run.ticks();
  for (std::size_t c = 0; c < world.p.campaigns.size(); ++c) {
    const Campaign& campaign = world.market.campaigns[c];
    const auto add = [&](const char* key) {
      found.push_back({key, {{"flight", "campaigns." + world.p.campaigns[c].id + ".flight"}}});
    };
    if (campaign.from < world.setup.run.warmup_ticks()) add("caution.flight_in_warmup");
    if (campaign.from >= end)
      add("caution.flight_unseen");
    else if (campaign.until > end)
      add("caution.flight_cut");
  }
}

// The brand's list price as the scenario writes it, or nullptr.
const ConfigNode* written_price(const World& world, const std::string& brand) {
  const ConfigNode* brands = world.parameter_set.written().find("brands");
  const ConfigNode* item = brands != nullptr ? brands->item(brand) : nullptr;
  return item != nullptr ? item->find("price") : nullptr;
}

// Is it an arm or a point of a design that says it, and not the scenario that all share?
bool is_of_an_arm(const ConfigNode& node) {
  if (!node.mark.exists()) return false;
  const std::string& layer = node.mark.source->layer;
  return layer.starts_with("arm ") || layer.starts_with("point ");
}

// Prices are held against the usual one; where none is stated that is the price at the start, so an arm that
// changes the price changes what is usual too, and nobody minds.
void check_prices(const World& world, std::vector<Caution>& found) {
  for (const BrandParameters& brand : world.p.brands) {
    if (brand.usual_price > 0) continue;
    const std::string key = "brands." + brand.id + ".price";
    if (const ConfigNode* price = written_price(world, brand.id); price != nullptr && is_of_an_arm(*price))
      found.push_back({"caution.price_of_arm", {{"price", key}}});
    for (const EventParameters& event : world.p.events)
      for (const Assignment& change : event.set)
        if (change.path == key)
          found.push_back({"caution.price_of_event", {{"event", "events." + event.id}, {"price", key}}});
  }
}

// Of what is known of all accounts; what they do is yet to come.
void check_segments(const World& world, std::vector<Caution>& found) {
  const auto uses = segment_uses(world.p);
  for (std::size_t i = 0; i < world.p.segments.size(); ++i) {
    const std::string id = world.p.segments[i].id;
    const std::string at = "segments." + id;
    const auto names_it = [&](const SegmentUse& use) { return use.segment == id; };
    if (world.segments.expressions[i].is_known && !has_members(world, i))
      found.push_back({"caution.segment_empty",
                       {{"segment", at}, {"accounts", static_cast<double>(world.part.accounts)}}});
    else if (world.segments.place[i] == Segments::kNotKept &&
             std::none_of(uses.begin(), uses.end(), names_it))
      found.push_back({"caution.segment_unused", {{"segment", at}}});
  }
}

}  // namespace

std::vector<Caution> cautions(const World& world) {
  std::vector<Caution> found{accounts_per_tier(world)};
  check_authors(world, found);
  check_first_rung(world, found);
  check_pools(world, found);
  check_break_even(world, found);
  check_budgets(world, found);
  check_fits(world, found);
  check_flights(world, found);
  check_prices(world, found);
  check_segments(world, found);
  return found;
}

}  // namespace fanfare::fan_economy
