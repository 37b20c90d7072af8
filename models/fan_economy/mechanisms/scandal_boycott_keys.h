// Keys of mechanism `scandal_boycott`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fanfare/schema.h"

namespace fanfare::fan_economy {

enum class ScandalKind : std::uint8_t { love, moral, crime, words };

// What is said of one scandal beside its event.
struct ScandalCaseKeys {
  std::string event;               // id
  ScandalKind kind = ScandalKind::moral;
  double drop_after = -1;          // days; below 0: never
  std::vector<std::string> drop_by;  // brands; none: all
  double apology_after = -1;       // days; below 0: none
  bool sincere = true;
};
void describe(Schema<ScandalCaseKeys>& s);

// A group that takes it harder, or lighter.
struct BoycottGroupKeys {
  std::string segment;
  double times = 2;
};
void describe(Schema<BoycottGroupKeys>& s);

struct ScandalBoycottKeys {
  double boycott = 0.5;
  double strength = 0.9;
  double known = 0.3;
  double news = 0.2;
  double memory = 60;              // days
  double for_good = 0.2;
  double attitude_step = 0.1;
  double love = 0.2, moral = 0.7, crime = 1, words = 1;  // weights of kinds
  double defence = 2;
  double apology = 0.5, late_after = 3, late_worth = 0.3, backfire = 0.3;
  double fans_punish = 0.2;
  double scar = 0.5;
  std::vector<BoycottGroupKeys> groups;
  std::vector<ScandalCaseKeys> cases;
};
void describe(Schema<ScandalBoycottKeys>& s);

}  // namespace fanfare::fan_economy
