// Keys of the mechanism `search`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fanfare/schema.h"
#include "fanfare/schema_types.h"

namespace fanfare::fan_economy {

// Searchers of a level of the attribute.
struct SearchShareKeys {
  std::string level;
  double share = 0.3;
};
void describe(Schema<SearchShareKeys>& s);

// A brand's bid for a word that people search.
struct SearchBidKeys {
  std::string id;
  std::string brand;
  std::string on;                 // a brand's name, or a topic
  std::int64_t most = 300;        // cents a click
  std::int64_t budget = 100'000;  // cents
  Range dates{0, 1e6};            // days
};
void describe(Schema<SearchBidKeys>& s);

// A category that people are yet to understand.
struct NewCategoryKeys {
  std::string topic;
  double known = 0.05;  // share of accounts that understand it at the start
};
void describe(Schema<NewCategoryKeys>& s);

struct SearchKeys {
  std::string attribute;
  std::vector<SearchShareKeys> by_level;
  double share = 0.3;
  double occasion = 0.03;
  double after_view = 0.003;
  double by_name = 0.4;
  std::uint32_t reads = 4;
  std::uint32_t kept = 400;
  double relevance = 1;
  double reviews = 1;
  double freshness = 0.5;
  double half_life = 30;
  double noise = 0.5;
  double order_per_search = 0.03;
  double order_ceiling = 0.5;
  std::vector<SearchBidKeys> bids;
  double open_ad = 0.25;
  double ad_fit_of_rival = 0.5;
  std::int64_t least_price = 50;  // cents
  std::vector<NewCategoryKeys> new_categories;
  std::vector<std::string> teaching;
  double teaching_tone = 0.5;
  double taught_by_creators = 0.05;
  double lesson = 0.35;
};
void describe(Schema<SearchKeys>& s);

}  // namespace fanfare::fan_economy
