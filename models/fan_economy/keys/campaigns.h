// Keys of campaigns: lines, budgets, flights, contracts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fanfare/ids.h"
#include "fanfare/schema.h"
#include "fanfare/schema_types.h"
#include "models/fan_economy/keys/selector.h"
#include "models/fan_economy/keys/vocabulary.h"

namespace fanfare::fan_economy {

// One line of a campaign: whom to hire, on what terms.
struct LineParameters {
  std::string id;
  Selector hire;
  std::uint32_t posts = 1;                    // per creator
  ContractKind contract = ContractKind::flat;
  double share = -1;                          // of the budget; −1: an equal part of what other lines leave
  double commission = 0.1;                    // of the revenue of last-touch orders during the flight
  double commission_reserve = 0.3;            // share of the line's money kept for commissions
  std::string platform;                       // where its posts appear; empty: where their authors publish
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

}  // namespace fanfare::fan_economy
