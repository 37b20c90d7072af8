// Keys of mechanism `migration`: what platforms pay, what creators want, which followers come along.
#pragma once

#include <string>
#include <vector>

#include "fanfare/schema.h"

namespace fanfare::fan_economy {

struct MigrationPay {
  std::string id;
  std::string platform;
  double per_thousand = 5;
  double from = 0;
  double least_followers = 0;
};
void describe(Schema<MigrationPay>& s);

struct MigrationKeys {
  std::vector<MigrationPay> pay;
  double review = 7;
  double growth = 0.5;
  double audience = 20;
  double carry = 0.3;
  double effort = 300;
  double hurdle = 1000;
  double dilution = 0.3;
  double notice = 7;
  double follow = 0.05;
  double follow_fandom = 0.6;
  double follow_friends = 0.3;
  double join = 0.5;
};
void describe(Schema<MigrationKeys>& s);

}  // namespace fanfare::fan_economy
