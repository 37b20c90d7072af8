// Promises of prices: who bought shortly before a sale may have the difference back. What an order that will
// be sent back has paid is refunded whole, so it has no part in this.
#pragma once

#include <cstdint>
#include <vector>

#include "fanfare/archive.h"
#include "fanfare/block.h"
#include "models/fan_economy/mechanisms/season_keys.h"
#include "models/fan_economy/state/mechanism.h"

namespace fanfare::fan_economy {

struct World;

class SeasonPromises {
 public:
  SeasonPromises(const SeasonKeys& keys, MechanismLuck luck) : keys_(keys), luck_(luck) {}
  bool none() const { return keys_.promise <= 0; }

  void open(World& world);
  void state(Archive& archive);

  // Settle: what was paid is remembered; `begins`: by brand, whether a sale of it begins in this tick.
  void settle(World& world, const BlockScope& scope, const std::vector<std::uint8_t>& begins);

 private:
  struct Paid {
    std::uint32_t price = 0;  // cents, one person; 0: nothing to ask for
    std::uint32_t day = 0;
  };
  void remember(World& world, const BlockScope& scope);
  void refund(World& world, const BlockScope& scope, std::uint8_t brand);

  const SeasonKeys& keys_;
  MechanismLuck luck_;
  Column<Paid> paid_;              // by brand
  std::vector<std::size_t> cost_;  // by brand
  std::size_t claims_ = 0, refunds_ = 0;
};

}  // namespace fanfare::fan_economy
