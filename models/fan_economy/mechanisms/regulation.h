// Keys of mechanism `regulation`: what law and platform forbid, to whom, and when.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fanfare/ledger.h"
#include "fanfare/schema.h"

namespace fanfare::fan_economy {

// What binds a group of accounts; at its defaults a youth mode.
struct RuleKeys {
  std::string id = "youth_mode";
  std::string segment;            // none: minors
  double from = 0, until = 0;     // days; 0: for good
  std::uint32_t minutes = 40;     // a day; 0: no cap
  std::uint32_t closes = 22, opens = 6;  // hours after midnight; the same: never closed
  bool curated = true;
  double curated_quality = 0.4;
  std::vector<std::string> curated_topics;  // none: all
  bool posting = false, gifts = false, live = false;
  double evades = 0.2;
};
void describe(Schema<RuleKeys>& s);

struct OptOutKeys {
  double from = 0;  // days
  std::string segment;  // none: everybody
  double share = 0.3;
};
void describe(Schema<OptOutKeys>& s);

struct ForgetKeys {
  double from = 0;   // days
  double every = 0;  // days; 0: once
  std::string segment;
  double share = 1;
};
void describe(Schema<ForgetKeys>& s);

struct MandateKeys {
  double from = 0;  // days
  Cents fine = 10'000'00;
  double audit = 0.05;
  double found_after = 1;  // days
  double temptation = 0.2;
};
void describe(Schema<MandateKeys>& s);

struct RegulationKeys {
  std::vector<RuleKeys> rules{RuleKeys{}};
  std::optional<OptOutKeys> opt_out;
  std::optional<ForgetKeys> forget;
  std::optional<MandateKeys> disclosure;
  std::vector<std::string> bans;  // of rankings, pooled_funds
  double bans_from = 0;           // days
  Cents gifts_a_month = 0;        // 0: no cap
  double gift_tax = 0, live_tax = 0;
  double licensed = 1;
};
void describe(Schema<RegulationKeys>& s);

}  // namespace fanfare::fan_economy
