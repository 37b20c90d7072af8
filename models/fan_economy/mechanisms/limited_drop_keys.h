// Keys of a limited edition.
#pragma once

#include <cstdint>
#include <string>

#include "fanfare/ledger.h"
#include "fanfare/schema.h"
#include "fanfare/schema_types.h"

namespace fanfare::fan_economy {

enum class DropKind : std::uint8_t { digital, physical };
enum class DropBy : std::uint8_t { draw, first_come };

struct LimitedDropKeys {
  std::string brand;            // none: the first
  DropKind kind = DropKind::physical;
  DropBy by = DropBy::draw;
  double at = 1;                // days
  double open = 1;              // days
  std::uint32_t units = 20'000;
  Cents price = 19'900;
  double cost = 0.3;            // of the price, of a physical one
  double wanted = 0.7;          // times the price
  double spread = 0.6;
  double attitude_gain = 1;
  double hype_half = 10;        // days
  double hype_rest = 0.6;
  double flippers = 0.05;
  std::uint32_t bots = 5;
  double checked = 0;
  double delivery = 3;          // days
  double resale = 30;           // days
  double floor = 0;             // times the price
  double fee = 0.05;
  double ask = 2.5;             // times the price
  double patience = 5;          // days
  double look = 0.2;
  double attached = 1.5;
  double disappointment = 0.02;
  double goodwill = 0.15;
};
void describe(Schema<LimitedDropKeys>& s);

}  // namespace fanfare::fan_economy
