// Keys of the mechanism `inclusion`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fanfare/schema.h"
#include "fanfare/schema_types.h"

namespace fanfare::fan_economy {

enum class StanceKind : std::uint8_t { word, deed };

// A brand takes a stance on the issue.
struct StanceKeys {
  std::string id;
  std::string brand;
  double at = 0;  // days
  StanceKind kind = StanceKind::word;
};
void describe(Schema<StanceKeys>& s);

// What a brand did for the issue before the run.
struct StanceHistoryKeys {
  std::string brand;
  double deeds = 0;
};
void describe(Schema<StanceHistoryKeys>& s);

struct InclusionKeys {
  std::string attribute;
  std::vector<double> groups{0.6, 0.2, 0.12, 0.08};  // shares, without an attribute
  double mirror = 0.3;
  double enough = 0.1;
  std::vector<StanceKeys> stances;
  std::vector<StanceHistoryKeys> history;
  std::string opinion;
  std::vector<std::string> in_favour, against;
  double in_favour_share = 0.5;
  double against_share = 0.2;
  double acting = 0.42;
  double doubt = 3;
  double washing = 0.5;
  double heard = 0.3;
  double news_days = 10;
  double support = 1.5;
  double boycott = 1;
  double attitude_step = 0.1;
  double memory = 60;  // days
  std::string old_people;
  double old_share = 0.15;
  double slips = 0.03;
  double annoyance = 0.5;
  bool simple_mode = false;
  double simple_items = 0.5;
  double simple_slips = 0.3;
};
void describe(Schema<InclusionKeys>& s);

}  // namespace fanfare::fan_economy
