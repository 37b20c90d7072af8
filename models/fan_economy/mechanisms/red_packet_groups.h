// Red packets in groups of people: who sends one, who gets how much of it, and who sends next. Of the
// mechanism lottery_red_packet, which walks it.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "fanfare/outbox.h"
#include "models/fan_economy/mechanisms/lottery_red_packet.h"
#include "models/fan_economy/mechanisms/red_packets.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

// A packet that lies in a group, or has lain there until the last tick.
struct GroupPacket {
  RedPacket of;
  std::uint32_t group = 0;
  std::uint32_t sender = kNobody;  // kNobody: a brand
  std::uint32_t drop = 0;          // of which it is one
  std::uint32_t best = kNobody;    // whose share is the largest so far
  std::uint32_t best_cents = 0;
  std::uint32_t reserved = 0;
};
// From a block to all: an account sends one, or reaches for one.
struct PacketSent {
  std::uint32_t account = 0;
  std::uint32_t group = 0;
  std::uint32_t cents = 0;
  std::uint32_t shares = 0;
};
struct PacketReach {
  std::uint32_t account = 0;
  std::uint32_t packet = 0;  // number
};
// From all to a block: what somebody got, or got back.
struct PacketShare {
  std::uint32_t account = 0;
  std::uint32_t packet = 0;
  std::uint32_t cents = 0;
  enum class Is : std::uint32_t { share, rest, crown } is = Is::share;
};
struct PacketMemory {
  std::uint32_t last = 0;      // number + 1 of the packet that it reached for last
  std::uint16_t received = 0;  // cents since its last chores, saturating
  std::uint8_t crowned = 0;    // had the largest share of one since
  std::uint8_t got = 0;        // got a share since
};

class RedPacketGroups {
 public:
  RedPacketGroups(const LotteryRedPacketKeys& keys, MechanismLuck luck) : keys_(keys), luck_(luck) {}

  void open(World& world);
  void mail(Mail& mail);
  void state(Archive& archive);
  std::string breach(const World& world) const;

  void campaign(World& world, Tick tick);  // brands' packets fall
  void shop(World& world, const BlockScope& scope);
  void trade(World& world, Tick tick);
  void settle(World& world, const BlockScope& scope);

  // Of those who got a share: the chance that they send one within a day, by whether theirs was the largest
  // of some packet.
  double sending(const World& world, bool crowned) const;

 private:
  enum Purpose : std::uint32_t { homes = 32, sends, takes, lots, splits, falls, moves };
  enum Count : std::size_t { kSent, kMoney, kTaken, kBrandTaken };

  std::uint32_t group_of(AccountId account) const;
  void send(World& world, const BlockScope& scope, AccountId account);
  void take_in(Tick tick);
  void give_shares(Tick tick);
  void close_packets(World& world, Tick tick);
  void crown(const GroupPacket& packet, std::uint32_t number);
  void spend(World& world, const PacketDrop& drop, Cents cents) const;

  const LotteryRedPacketKeys& keys_;
  MechanismLuck luck_;
  std::vector<PacketDrop> drops_;
  BookId escrow_;
  std::uint32_t groups_ = 1;
  std::array<std::size_t, 4> cells_{};
  std::size_t chores_ = 0, sent_by_ = 0;  // first cells: of who got a share, of who had the largest
  Column<PacketMemory> memory_;
  Outbox<PacketSent> sent_;
  Outbox<PacketReach> reached_;
  std::vector<GroupPacket> packets_;  // in order of sending, from number first_ on
  std::uint32_t first_ = 0;

  std::vector<PacketShare> shares_;     // within a tick, by account
  std::vector<std::uint32_t> open_in_;  // within a tick: by group, number + 1 of the oldest open packet
};

}  // namespace fanfare::fan_economy
