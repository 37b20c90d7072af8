#include "models/fan_economy/mechanisms/private_packets.h"

#include <tuple>

#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

void PrivatePackets::open(World& world) {
  escrow_ = world.ledger.open("red packets of lists", Ledger::Overdraft::forbidden);
  grabs_.resize(world.part);
}
void PrivatePackets::state(Archive& archive) {
  archive.shared({"private_traffic.packets", "1", "red packets of the last day"}, packets_);
  archive.shared({"private_traffic.first", "1", "number of the first of them"}, first_);
}

void PrivatePackets::announce(World& world, const PrivateList& list, std::uint32_t l, Tick tick) {
  world.ledger.transfer(BookId(world.market.brands[list.brand].book), escrow_, list.packet * scale_of(world));
  packets_.push_back({{list.packet, list.packet_shares, tick + 1 + world.ticks_per_day()}, l});
}
std::uint64_t PrivatePackets::newest_of(std::uint32_t l) const {
  auto at = static_cast<std::uint32_t>(packets_.size());
  while (at > 0 && packets_[at - 1].list != l) --at;
  return at == 0 ? 0 : first_ + at;
}
void PrivatePackets::reach(const BlockScope& scope, AccountId account, std::uint64_t packet) {
  if (packet > first_ && packet <= first_ + packets_.size() &&
      packets_[packet - 1 - first_].of.is_open(scope.tick))
    grabs_.push(scope, {account.value, static_cast<std::uint32_t>(packet - 1), 0});
}

// Who reached for a packet gets a share by lot while there are any. A packet's list is needed until its
// shares are paid, in `settle`: so it is forgotten a tick later.
void PrivatePackets::share(World& world, const std::vector<PrivateList>& lists, const Draws& lots,
                           const Draws& splits, Tick tick) {
  struct Lot {
    std::uint32_t hash, account, packet;
    auto operator<=>(const Lot&) const = default;
  };
  std::vector<Lot> drawn;
  for (const PrivateGrab& g : grabs_.received())
    drawn.push_back({lots.words({g.account, g.packet, tick})[0], g.account, g.packet});
  grabs_.clear_received();
  std::sort(drawn.begin(), drawn.end());
  taken_.clear();
  for (const Lot& lot : drawn) {
    RedPacket& packet = packets_[lot.packet - first_].of;
    if (!packet.is_open(tick)) continue;
    const Cents share = packet.take(splits.words({lot.account, lot.packet, 0})[0]);
    taken_.push_back({lot.account, lot.packet, static_cast<std::uint32_t>(share)});
  }
  std::sort(taken_.begin(), taken_.end(), [](const PrivateGrab& x, const PrivateGrab& y) {
    return std::tie(x.account, x.packet) < std::tie(y.account, y.packet);
  });
  while (!packets_.empty() && packets_.front().of.closes < tick) packets_.erase(packets_.begin()), ++first_;
  for (PrivatePacket& packet : packets_)
    if (packet.of.closes == tick && packet.of.left > 0) {
      world.ledger.transfer(escrow_, BookId(world.market.brands[lists[packet.list].brand].book),
                            packet.of.left * scale_of(world));
      packet.of.left = 0, packet.of.shares = 0;
    }
}

}  // namespace fanfare::fan_economy
