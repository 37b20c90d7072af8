// Keys of mechanism `fan_club`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fanfare/ledger.h"
#include "fanfare/schema.h"
#include "fanfare/schema_types.h"
#include "models/fan_economy/keys/selector.h"

namespace fanfare::fan_economy {

enum class ClubAct : std::uint8_t { boost, buy, gift, fund, defend };

// A call to act, to all clubs.
struct ClubCallKeys {
  std::string id = "boost";
  ClubAct act = ClubAct::boost;
  std::string brand;         // what is bought, and who pays for winning the core
  Range days{0, 1e6};
  double chance = 0.3;       // a day, of a member that is in
  Cents amount = 10'00;      // of a gift or of what is put into the treasury
  double win_core = 0;       // share of the core that is won beforehand
  Cents core_cost = 0;       // of one of them
};
void describe(Schema<ClubCallKeys>& s);

struct FanClubKeys {
  std::uint32_t clubs = 4;
  Selector select;           // round whom
  double fans = 0.03;
  double fandom_at = 0.3;
  double join = 0.3;
  double invite = 0.05;
  double accept = 0.1;
  double patience = 14;      // days
  double core = 0.05;
  double collectivism = 0.5;
  double motive = 0.3;
  double threshold = 0.55;
  double spread = 0.1;
  double gain = 0.01;
  double boost_like = 0.9, boost_comment = 0.3, boost_share = 0.1;
  double defence_post = 0.2;
  double anti_fans = 0.005;
  double anti_comment = 0.1, anti_hide = 0.3, anti_post = 0.1;
  double platform_share = 0.5;
  double fraud = 0.1, taken = 0.3;
  double audit = 0.2;
  Cents audit_cost = 200'00;
  double leave = 0.5;        // who learns of a fraud
  std::vector<ClubCallKeys> calls{ClubCallKeys{}};
};
void describe(Schema<FanClubKeys>& s);

}  // namespace fanfare::fan_economy
