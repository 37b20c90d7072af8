// Keys of lotteries and red packets, and the lotteries and drops that follow from them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fanfare/ids.h"
#include "fanfare/ledger.h"
#include "fanfare/schema.h"
#include "fanfare/schema_types.h"

namespace fanfare::fan_economy {

struct World;

enum class LotteryBy : std::uint8_t { repost, follow };

struct LotteryKeys {
  std::string id;
  std::string campaign;
  LotteryBy by = LotteryBy::repost;
  Cents prize = 5'000;
  std::uint32_t prizes = 1'000;  // people
  Range flight{0, 7};            // days
};
void describe(Schema<LotteryKeys>& s);

struct PacketDropKeys {
  std::string id;
  std::string brand;
  double day = 1;
  std::uint32_t groups = 10;
  Cents amount = 2'000;  // of a packet, one person
  std::uint32_t shares = 5;
};
void describe(Schema<PacketDropKeys>& s);

struct LotteryRedPacketKeys {
  double hunters = 0.3;
  Cents effort = 5'000;
  double leave = 0.3;
  std::uint32_t group_size = 20;
  double send = 0.005;
  Cents amount = 1'000;
  std::uint32_t shares = 5;
  double take = 0.7;
  double thanks = 0.18;
  double norm = 0;
  double brand_gain = 0.03;
  bool each_campaign = true;
  std::vector<LotteryKeys> lotteries;
  std::vector<PacketDropKeys> drops;
};
void describe(Schema<LotteryRedPacketKeys>& s);

struct Lottery {
  std::uint32_t hash = 0;  // of its id: what its luck is about
  BookId escrow;
  std::size_t cost = 0;  // cell of the brand
  Cents prize = 0;
  std::uint32_t winners = 0;  // accounts
  Tick from = 0, until = 0;
  std::uint8_t campaign = 0, brand = 0;
  bool by_follow = false;

  bool runs(Tick tick) const { return tick >= from && tick < until; }
  Cents pot(std::int64_t scale) const { return prize * winners * scale; }
};
struct PacketDrop {
  std::uint32_t hash = 0;
  std::size_t cost = 0;
  Cents amount = 0;
  std::uint32_t groups = 0, shares = 0;
  Tick tick = 0;
  std::uint8_t brand = 0;
};
inline constexpr std::size_t kMostLotteries = 32;  // a byte of every account each

// Where the scenario names none, one for each campaign of a brand, if they are to have one. Opens books and
// cells. Errors: ScenarioError.
std::vector<Lottery> lotteries_of(World& world, const LotteryRedPacketKeys& keys);
std::vector<PacketDrop> packet_drops(World& world, const LotteryRedPacketKeys& keys);

}  // namespace fanfare::fan_economy
