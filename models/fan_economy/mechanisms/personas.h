// Keys of personas and of the staff that talks to them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fanfare/ids.h"
#include "fanfare/schema.h"
#include "fanfare/schema_types.h"

namespace fanfare::fan_economy {

struct PersonaServiceKeys {
  std::string id;
  std::string brand;
  std::vector<std::string> to{"hesitant"};
  std::uint32_t staff = 2;
  std::uint32_t talks = 60;  // each, a day
  Cents wage = 30'000;       // each, a day
  Range flight{0, 1e5};
  double worth = 5;
  double strength = 0.05;
};
void describe(Schema<PersonaServiceKeys>& s);

struct PersonaKeys {
  double memory = 14;
  double hesitant_at = 2;
  double impulsive_at = 0.5;
  std::uint32_t loyal_at = 2;
  double lapsed_after = 45;
  double high_value_at = 5;
  double patience = 2;
  double talk_memory = 7;
  double offence = 0.3;
  std::vector<PersonaServiceKeys> services;
};
void describe(Schema<PersonaKeys>& s);

}  // namespace fanfare::fan_economy
