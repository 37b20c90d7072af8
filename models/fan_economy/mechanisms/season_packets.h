// Red packets of a season: who opens the app while some are given out asks for one; who gets one falls by lot
// among those who asked in a tick, and how much by lot among packets. Never more packets than there are, nor
// more money than is in the pot.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "fanfare/archive.h"
#include "fanfare/block.h"
#include "fanfare/outbox.h"
#include "models/fan_economy/mechanisms/season_keys.h"
#include "models/fan_economy/state/mechanism.h"

namespace fanfare::fan_economy {

struct World;

class SeasonPackets {
 public:
  SeasonPackets(std::span<const PacketKeys> keys, MechanismLuck luck) : keys_(keys), luck_(luck) {}
  bool empty() const { return keys_.empty(); }

  // Errors: ScenarioError (no such brand, more than eight, a pot below a cent a packet).
  void open(World& world);
  void mail(Mail& mail);
  void state(Archive& archive);

  void ask(World& world, const BlockScope& scope);       // local: who opens the app
  void deal(World& world);                               // on all ranks: who gets how much
  void take(World& world, const BlockScope& scope);      // local: it is in the wallet
  std::string breach() const;

 private:
  struct Asked {
    std::uint32_t account, pot;
  };
  struct Dealt {
    std::uint32_t account, pot, amount;
  };
  // Left of each pot.
  struct Pot {
    std::int64_t packets = 0;  // accounts
    Cents money = 0;           // of one person of each account
  };
  struct Terms {
    std::uint32_t hash = 0;
    std::uint8_t brand = 0;
    Tick from = 0, until = 0;
    Pot start;
    std::size_t cost = 0;  // cell of the brand
  };

  std::int64_t due(std::size_t pot, Tick tick) const;
  void deal_pot(World& world, std::uint32_t pot);

  std::span<const PacketKeys> keys_;
  MechanismLuck luck_;
  std::vector<Terms> terms_;
  std::vector<Pot> pots_;
  Column<std::uint8_t> had_;  // a bit for each pot
  Outbox<Asked> asked_;
  std::vector<Dealt> dealt_;  // within a tick, by account, then pot
  std::size_t packets_ = 0, money_ = 0;
};

}  // namespace fanfare::fan_economy
