// Keys of the mechanism `creator_kinds`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fanfare/schema.h"
#include "models/fan_economy/keys/kinds.h"

namespace fanfare::fan_economy {

// A line of the table of kinds, as a scenario wants it; −1 and `table`: as it stands there.
struct KindKeys {
  enum class Answer : std::uint8_t { table, yes, no };
  std::string id;
  double rate = -1, trust = -1, talk = -1, free_days = -1;
  double price = -1, price_exponent = -1, least_fit = -1;
  Answer exclusive = Answer::table, scandals = Answer::table;

  void amend(KindTerms& terms) const;
};
void describe(Schema<KindKeys>& s);

struct CreatorKindKeys {
  std::vector<KindKeys> kinds;
  std::string employer;           // brand of all employees; empty: the first
  double retention = 0.02;        // of the way to full attitude: a customer's, by a post of an employee
  double virtual_appeal = 0;      // of posts of virtual creators, beside what anyone's would have
  double labelled = 1;            // share of their posts that say what they are
  double label_noticed = 0.6;
  double label_cost = 0.2;
  double gloss = 0.15;            // quality promised by paid posts beyond the product's
  std::string firm_brand;         // sold to firms alone; empty: none
  double deciders = 0.02;
  double deciders_following = 0.3;
  std::uint32_t firm_touches = 6;
};
void describe(Schema<CreatorKindKeys>& s);

}  // namespace fanfare::fan_economy
