// Keys of localisation.
#pragma once

#include <string>
#include <vector>

#include "fanfare/ledger.h"
#include "fanfare/schema.h"
#include "fanfare/schema_types.h"
#include "models/fan_economy/mechanisms/search_keys.h"

namespace fanfare::fan_economy {

// How far a level of the attribute is from the brand's language and culture.
struct MisfitKeys {
  std::string level;
  double misfit = 0.4;
};
void describe(Schema<MisfitKeys>& s);

struct LocalisationKeys {
  std::string brand;      // none: the first
  double origin = 0;
  double misfit = 0.4;
  std::string attribute;
  std::vector<MisfitKeys> by_level;
  double credibility = 0.6;
  double clicks = 0.5;
  std::vector<std::string> local_kinds{"koc", "amateur"};
  double local_voice = 0.7;
  double familiarity = 0.1;
  Range partner{0, 0};    // days; empty: none
  Cents partner_fee = 500'000;
  double partner_lowers = 0.5;
  double partner_half = 14;  // days
  std::vector<NewCategoryKeys> new_categories;
  std::vector<std::string> teaching;
  double teaching_tone = 0.5;
  double lesson = 0.35;
};
void describe(Schema<LocalisationKeys>& s);

}  // namespace fanfare::fan_economy
