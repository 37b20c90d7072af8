#include "models/fan_economy/measure/cautions.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "fanfare/fmath.h"
#include "models/fan_economy/market/brands.h"
#include "models/fan_economy/feed/pools.h"
#include "models/fan_economy/hiring/hiring.h"
#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// 1,234,567
std::string count_text(std::int64_t value) {
  std::string digits = std::to_string(value);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), 1, ',');
  return digits;
}

// The same, with one decimal below ten.
std::string about(double value) {
  if (value >= 9.95) return count_text(static_cast<std::int64_t>(value + 0.5));
  const auto tenths = static_cast<int>(value * 10 + 0.5);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

struct NamedTier {
  const char* name;
  double from;  // followers, people
};
constexpr std::array kNamedTiers{NamedTier{"under 1k", 0},     NamedTier{"nano (1k)", 1e3},    NamedTier{"micro (10k)", 1e4},
                            NamedTier{"mid (100k)", 1e5}, NamedTier{"macro (500k)", 5e5}, NamedTier{"mega (1M)", 1e6}};

std::string accounts_per_tier(const World& world) {
  std::array<std::uint32_t, kNamedTiers.size()> counts{};
  for (const std::uint32_t followers : world.followers) {
    std::size_t tier = kNamedTiers.size() - 1;
    while (world.people(followers) < kNamedTiers[tier].from) --tier;
    ++counts[tier];
  }
  std::string text = "accounts by followers:";
  for (std::size_t t = 0; t < kNamedTiers.size(); ++t)
    text += std::string(t == 0 ? " " : " · ") + kNamedTiers[t].name + " " + count_text(counts[t]);
  return text;
}

bool has_pools(const World& world) { return world.p.feed().sources.discovery > 0; }

void check_first_rung(const World& world, std::vector<std::string>& lines) {
  constexpr double kFew = 20;
  const double rung = world.p.feed().pools.ladder.front();
  if (!has_pools(world) || rung / world.p.population.scale >= kFew) return;
  lines.push_back("the pools' first rung of " + about(rung) + " impressions is " +
                  about(rung / world.p.population.scale) +
                  " accounts: chance decides who climbs (lower population.scale or raise feed.pools.ladder)");
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
  return world.part.accounts * p.median_per_day * fmath::exp(p.sigma * p.sigma / 2);
}

// Impressions that the pools owe to a day's posts, accounts.
double pool_supply(const World& world) {
  const PoolParameters& pools = world.p.feed().pools;
  double owed = 0, share = 1;
  for (std::uint32_t k = 0; k < rungs(world); ++k, share *= pools.promote_share)
    owed += share * pools.ladder[k];
  return posts_per_day(world) * owed / world.p.population.scale;
}

// Impressions that readers would take from the pools in a day, by the sources' quotas, accounts.
double pool_demand(const World& world) {
  const SourceParameters& s = world.p.feed().sources;
  const double part = s.discovery / static_cast<double>(s.following + s.discovery + s.trending);
  return world.part.accounts * world.p.attention.active_share * mean_of(world.p.attention.items) * part;
}

void check_pools(const World& world, std::vector<std::string>& lines) {
  if (!has_pools(world)) return;
  const double supply = pool_supply(world), demand = pool_demand(world);
  const std::string sums = "pools owe about " + about(supply) + " impressions a day and readers take about " +
                           about(demand) + " (accounts): ";
  if (supply < 0.5 * demand)
    lines.push_back(
        sums +
        "sessions end for lack of posts (lower population.scale, or raise publishing or feed.pools.ladder)");
  else if (supply > 2 * demand)
    lines.push_back(
        sums +
        "many posts leave before they were shown (lower feed.pools.ladder, or raise sources.discovery)");
}

// Below a few hundred orders chance decides whether a campaign pays.
void check_break_even(const World& world, std::vector<std::string>& lines) {
  constexpr double kFew = 200;
  for (std::size_t c = 0; c < world.p.campaigns.size(); ++c) {
    const Campaign& campaign = world.market.campaigns[c];
    if (campaign.brand == kNoBrand) continue;
    const Brand& brand = world.market.brands[campaign.brand];
    const double earned = static_cast<double>(brand.price) * static_cast<double>(brand.margin);
    if (earned <= 0) continue;
    const double orders = static_cast<double>(campaign.budget) / earned / world.p.population.scale;
    if (orders >= kFew) continue;
    lines.push_back("campaigns." + world.p.campaigns[c].id + " breaks even at " + about(orders) +
                    " orders by accounts of this world: single orders weigh much (lower population.scale or "
                    "add replicates)");
  }
}

void check_budgets(const World& world, std::vector<std::string>& lines) {
  constexpr double kNearlyAll = 0.9;
  for (std::size_t c = 0; c < world.p.campaigns.size(); ++c) {
    const Cents budget = world.market.campaigns[c].budget, most = most_spendable(world, c);
    if (static_cast<double>(most) < kNearlyAll * static_cast<double>(budget))
      lines.push_back("campaigns." + world.p.campaigns[c].id + " can spend at most " + money_text(most) +
                      " of " + money_text(budget) +
                      " on the creators that its lines select: the rest comes back unspent");
  }
}

// Whether a line's money goes to creators who suit the brand, as things stand at the start.
void check_fit(const World& world, std::size_t c, std::size_t line, Cents money, std::vector<std::string>& lines) {
  constexpr double kGood = 0.8;
  const CampaignParameters& terms = world.p.campaigns[c];
  const auto topic = topic_for(world, world.market.campaigns[c]);
  if (!topic || !terms.lines[line].hire.hired_by.empty()) return;
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
  lines.push_back("campaigns." + terms.id + ".lines" + (id.empty() ? "[" + std::to_string(line) + "]" : "." + id) +
                  " would hire " + about(hired) + " creators whose mean fit is " +
                  std::to_string(static_cast<int>(100 * suits / hired + 0.5)) +
                  " %: who suits the brand less sells less (hire.topic, hire.by: fit, or less money for the line)");
}

void check_fits(const World& world, std::vector<std::string>& lines) {
  for (std::size_t c = 0; c < world.p.campaigns.size(); ++c) {
    const std::vector<Cents> budgets = line_budgets(world.p.campaigns[c]);
    for (std::size_t line = 0; line < budgets.size(); ++line) check_fit(world, c, line, budgets[line], lines);
  }
}

// A short --until is a fair way to look at a start, so this is no error.
void check_flights(const World& world, std::vector<std::string>& lines) {
  const Tick end = world.setup.run.ticks();
  for (std::size_t c = 0; c < world.p.campaigns.size(); ++c) {
    const Campaign& campaign = world.market.campaigns[c];
    const std::string flight = "campaigns." + world.p.campaigns[c].id + ".flight ";
    const std::string cure = " (a later run.until, or an earlier flight)";
    if (campaign.from < world.setup.run.warmup_ticks())
      lines.push_back(flight + "begins in the warm-up, of which nothing is counted: what it spends and brings before "
                               "run.warmup is left out (a later flight, or a shorter run.warmup)");
    if (campaign.from >= end)
      lines.push_back(flight + "begins after the run's end: the campaign does nothing" + cure);
    else if (campaign.until > end)
      lines.push_back(flight + "goes on after the run's end: the rest is not seen" + cure);
  }
}

}  // namespace

std::vector<std::string> cautions(const World& world) {
  std::vector<std::string> lines{accounts_per_tier(world)};
  check_first_rung(world, lines);
  check_pools(world, lines);
  check_break_even(world, lines);
  check_budgets(world, lines);
  check_fits(world, lines);
  check_flights(world, lines);
  return lines;
}

}  // namespace fanfare::fan_economy
