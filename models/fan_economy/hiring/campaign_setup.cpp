// Campaigns at set-up: books, brands by id, centralities, and what can be known to fail before the run.
#include <algorithm>
#include <string>

#include "models/fan_economy/hiring/campaign.h"
#include "models/fan_economy/market/brands.h"
#include "models/fan_economy/hiring/hiring.h"
#include "models/fan_economy/keys/limits.h"
#include "models/fan_economy/people/selector.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

std::string at(const CampaignParameters& campaign, std::size_t line) {
  const std::string& id = campaign.lines[line].id;
  return "campaigns." + campaign.id + ".lines" + (id.empty() ? "[" + std::to_string(line) + "]" : "." + id);
}

std::size_t brand_number(const World& world, const CampaignParameters& campaign, const std::string& id,
                         const char* key) {
  const auto& brands = world.p.brands;
  for (std::size_t b = 0; b < brands.size(); ++b)
    if (brands[b].id == id) return b;
  std::string known;
  for (const BrandParameters& brand : brands) known += brand.id + ", ";
  throw ScenarioError("campaigns." + campaign.id + "." + key + ": no brand '" + id + "' (brands are " +
                      known + "none)");
}

Campaign campaign_of(const World& world, const CampaignParameters& from) {
  Campaign campaign;
  campaign.budget = from.budget;
  const auto tick = [&](double day) { return static_cast<Tick>(day * world.ticks_per_day() + 0.5); };
  campaign.from = tick(from.flight.lo);
  campaign.until = std::max(tick(from.flight.hi), campaign.from + 1);
  if (from.brand != "none") {
    campaign.brand = static_cast<std::uint8_t>(brand_number(world, from, from.brand, "brand"));
    campaign.hired_as = campaign.brand;
  } else if (!from.stands_for.empty()) {
    campaign.hired_as = static_cast<std::uint8_t>(brand_number(world, from, from.stands_for, "stands_for"));
  }
  return campaign;
}

// Who pays by a contract of a mechanism that the scenario does not name would not find it.
void check_contract_is_on(const World& world, const CampaignParameters& campaign, std::size_t line) {
  for (const MechanismEntry* entry : mechanisms()) {
    if (std::find(world.entries.begin(), world.entries.end(), entry) != world.entries.end()) continue;
    for (const ContractRule& rule : entry->contracts)
      if (rule.kind == campaign.lines[line].contract)
        throw ScenarioError(at(campaign, line) + ".contract: '" + std::string(rule.word) + "' belongs to " +
                            std::string(entry->id) + ", which is off (write `" + std::string(entry->id) +
                            ": {}` in the scenario)");
  }
}

// A line that can hire nobody is a mistake that is known before the run.
void check_line(const World& world, std::size_t number, std::size_t line) {
  const CampaignParameters& campaign = world.p.campaigns[number];
  const LineParameters& terms = campaign.lines[line];
  check_contract_is_on(world, campaign, line);
  if (terms.hire.kind != KindFilter::any)
    expect_kind(world, kind_of(terms.hire.kind), at(campaign, line) + ".hire.kind");
  expect_names(world, terms.hire, at(campaign, line) + ".hire.names");
  expect_later(world, terms.hire, world.market.campaigns[number].from,
               "campaigns." + campaign.id + ".flight");
  if (is_known_later(world, terms.hire)) return;
  const Cents money = line_budgets(campaign)[line];
  if (money == 0) return;  // is to have nothing
  const auto found = candidates_of(world, number, line);
  const auto topic = topic_for(world, world.market.campaigns[number]);
  if (found.empty() && !select_creators(world, terms.hire, topic).empty())
    throw ScenarioError(at(campaign, line) +
                        ".hire: none of those that it selects takes the offer: by kind they refuse what does not "
                        "suit them, or are not free (select others, lengthen the flight, or set "
                        "creator_kinds.kinds)");
  if (found.empty())
    throw ScenarioError(at(campaign, line) + ".hire: selects none of " +
                        std::to_string(world.creators.size()) +
                        " creators (check kind, topic and followers against `creators`" +
                        (terms.platform.empty() ? "" : ", and who is on " + terms.platform) + ")");
  Cents cheapest = contract_cost(world, campaign, terms, found.front());
  for (const std::uint32_t c : found) cheapest = std::min(cheapest, contract_cost(world, campaign, terms, c));
  if (cheapest > money)
    throw ScenarioError(at(campaign, line) + ": its part of the budget, " + money_text(money) +
                        ", hires nobody (the cheapest of " + std::to_string(found.size()) +
                        " creators costs " + money_text(cheapest) + "); raise campaigns." + campaign.id +
                        ".budget or hire smaller ones");
}

// A budget far beyond what its creators cost is a mistake too.
void check_budget(const World& world, std::size_t number) {
  const CampaignParameters& campaign = world.p.campaigns[number];
  const Cents most = most_spendable(world, number);
  if (static_cast<double>(most) >= campaign.least_spendable * static_cast<double>(campaign.budget)) return;
  throw ScenarioError(
      "campaigns." + campaign.id + ".budget: " + money_text(campaign.budget) +
      " can't be spent (all creators that its lines select cost " + money_text(most) +
      " together); lower it, raise lines.posts, select more creators, or allow it with campaigns." +
      campaign.id + ".least_spendable");
}

// One row of values for each creator, of the centralities that some campaign or event ranks by.
void compute_centralities(World& world) {
  constexpr std::array kKinds = {RankBy::pagerank, RankBy::k_core, RankBy::betweenness};
  const auto is_asked = [&](RankBy by) {
    for (const CampaignParameters& campaign : world.p.campaigns)
      for (const LineParameters& line : campaign.lines)
        if (line.hire.by == by) return true;
    return std::any_of(world.p.events.begin(), world.p.events.end(),
                       [by](const auto& e) { return e.target.by == by; });
  };
  for (std::size_t kind = 0; kind < kKinds.size(); ++kind) {
    if (!is_asked(kKinds[kind])) continue;
    world.market.centrality.resize(world.creators.size());
    const auto values = account_centrality(world, kKinds[kind]);
    for (std::size_t i = 0; i < world.creators.size(); ++i)
      world.market.centrality[i][kind] = values[world.creators[i].account];
  }
}

// Each selector that ranks by influence has its own candidates, so its own greedy order.
void rank_influence(World& world) {
  const auto rank = [&](const Selector& selector) {
    if (selector.by == RankBy::influence) rank_by_influence(world, selector);
  };
  for (const CampaignParameters& campaign : world.p.campaigns)
    for (const LineParameters& line : campaign.lines) rank(line.hire);
  for (const auto& event : world.p.events) rank(event.target);
}

}  // namespace

void open_campaigns(World& world) {
  if (world.p.campaigns.size() > kMostCampaigns)
    throw ScenarioError("campaigns: at most " + std::to_string(kMostCampaigns) + "; merge campaigns into lines of one");
  for (const CampaignParameters& from : world.p.campaigns) {
    Campaign campaign = campaign_of(world, from);
    campaign.book = world.ledger.open("escrow " + from.id, Ledger::Overdraft::forbidden).value;
    world.market.campaigns.push_back(campaign);
  }
  compute_centralities(world);
  rank_influence(world);
  for (std::size_t c = 0; c < world.p.campaigns.size(); ++c)
    for (std::size_t line = 0; line < world.p.campaigns[c].lines.size(); ++line) check_line(world, c, line);
  for (std::size_t c = 0; c < world.p.campaigns.size(); ++c) check_budget(world, c);
}

}  // namespace fanfare::fan_economy
