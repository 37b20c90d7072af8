// Red packets that lie with the messages of lists: announced, reached for, shared out, given back.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "fanfare/ledger.h"
#include "fanfare/outbox.h"
#include "models/fan_economy/mechanisms/private_traffic.h"
#include "models/fan_economy/mechanisms/red_packets.h"
#include "models/fan_economy/state/mechanism.h"

namespace fanfare::fan_economy {

// From a block to all: a reader reaches for a red packet; back: what it got.
struct PrivateGrab {
  std::uint32_t account = 0;
  std::uint32_t packet = 0;  // number
  std::uint32_t cents = 0;
};
struct PrivatePacket {
  RedPacket of;
  std::uint64_t list = 0;
};

class PrivatePackets {
 public:
  void open(World& world);
  void mail(Mail& mail) { mail.outboxes.push_back(&grabs_); }
  void state(Archive& archive);

  // On all ranks. Its money is put aside when it is announced; what nobody took goes back after a day.
  void announce(World& world, const PrivateList& list, std::uint32_t l, Tick tick);
  void share(World& world, const std::vector<PrivateList>& lists, const Draws& lots, const Draws& splits,
             Tick tick);

  // In a block. Packets are called by number + 1; 0: none.
  std::uint64_t newest_of(std::uint32_t l) const;
  void reach(const BlockScope& scope, AccountId account, std::uint64_t packet);
  // visit(list, account, cents), paid from the escrow.
  template <class Visit>
  void each_share(const BlockScope& scope, const Visit& visit) const {
    const auto before = [](const PrivateGrab& g, std::uint32_t a) { return g.account < a; };
    for (auto g = std::lower_bound(taken_.begin(), taken_.end(), scope.first, before);
         g != taken_.end() && g->account < scope.last; ++g)
      visit(packets_[g->packet - first_].list, AccountId(g->account), Cents{g->cents});
  }
  BookId escrow() const { return escrow_; }

 private:
  BookId escrow_;
  Outbox<PrivateGrab> grabs_;
  std::vector<PrivatePacket> packets_;  // in order of sending, from number first_ on
  std::uint32_t first_ = 0;
  std::vector<PrivateGrab> taken_;  // within a tick, by account
};

}  // namespace fanfare::fan_economy
