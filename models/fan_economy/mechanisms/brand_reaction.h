// Keys of the mechanism `brand_reaction`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fanfare/ids.h"
#include "fanfare/schema.h"

namespace fanfare::fan_economy {

enum class BudgetRule : std::uint8_t { even, greedy, thompson };
enum class BudgetAim : std::uint8_t { engagements, orders };

// How a campaign's money goes over its lines, round by round.
struct ReactionBudget {
  std::string id;
  std::string campaign;
  BudgetRule rule = BudgetRule::thompson;
  BudgetAim aim = BudgetAim::engagements;
  double every = 2;  // days
  double explore = 0.1;
  double pause_below = 0;  // of the aim, per 100 CNY
  double swap_below = 0;   // of the campaign's mean, by contract
};
void describe(Schema<ReactionBudget>& s);

struct ReactionMatch {
  std::string id;
  std::string brand, rival;
  double floor = 0.8;     // of its own list price
  std::uint32_t lag = 1;  // days
};
void describe(Schema<ReactionMatch>& s);

struct ReactionService {
  std::string id;
  std::string brand;
  std::uint32_t replies = 100;  // a day
  Cents cost = 500;
  double strength = 0.3;
};
void describe(Schema<ReactionService>& s);

struct ReactionListening {
  std::string id;
  std::string brand;
  double every = 7;   // days
  double delay = 14;  // days
  double gain = 1;
  Cents cost = 0;
};
void describe(Schema<ReactionListening>& s);

struct BrandReactionKeys {
  std::vector<ReactionBudget> budgets;
  std::vector<ReactionMatch> matches;
  std::vector<ReactionService> services;
  std::vector<ReactionListening> listening;
};
void describe(Schema<BrandReactionKeys>& s);

}  // namespace fanfare::fan_economy
