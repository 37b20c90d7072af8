// Campaigns: who is hired for which money, when the posts appear, what is paid. Posts themselves are
// written by publishing.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "fanfare/ids.h"
#include "fanfare/phase.h"
#include "fanfare/schema.h"
#include "fanfare/schema_types.h"
#include "models/fan_economy/market.h"
#include "models/fan_economy/selector.h"

namespace fanfare::fan_economy {

struct World;

// One line of a campaign: whom to hire, on what terms.
struct LineParameters {
  std::string id;
  Selector hire;
  std::uint32_t posts = 1;                    // per creator
  ContractKind contract = ContractKind::flat;
  double share = -1;                          // of the budget; −1: an equal part of what other lines leave
  double commission = 0.1;                    // of the revenue of last-touch orders during the flight
  double commission_reserve = 0.3;            // share of the line's money kept for commissions
  std::uint32_t most = 0;                     // creators at most; 0: as many as the money allows
};
void describe(Schema<LineParameters>& s);

struct CampaignParameters {
  std::string id;
  std::string brand;                          // id of a brand, or `none`: a placebo
  std::string stands_for;                     // brand for which a placebo's creators are chosen; empty: the first
  Cents budget = 0;
  Range flight{0, 14};                        // days
  std::vector<LineParameters> lines;
  double disclosure = 1;                      // share of its posts that say they are paid
  double tone = 0.8;                          // of its posts
  Cents handling = 10'000;                    // per contract
  double least_spendable = 0.1;               // of the budget, else the scenario is refused
  double platform_fee = 0.05;                 // of fees
};
void describe(Schema<CampaignParameters>& s);

// Replicated: hires at the flight's start, pays for the posts that appear now, closes at its end.
void run_campaigns(World& world, const StepScope& scope);

// This tick's sponsored posts, sorted by (account, slot). Each of them is to be published.
std::span<const ScheduledPost> scheduled_now(const World& world);

// What hiring one creator costs a line: fees, the platform's part, handling, product.
Cents contract_cost(const World& world, const CampaignParameters& campaign, const LineParameters& line,
                    std::uint32_t creator);

// At set-up: books, checks. Errors: ScenarioError.
void open_campaigns(World& world);

}  // namespace fanfare::fan_economy
