#include "models/fan_economy/mechanisms/red_packet_groups.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "models/fan_economy/attention/persuasion.h"
#include "models/fan_economy/mechanisms/own_cells.h"
#include "models/fan_economy/people/daily.h"

namespace fanfare::fan_economy {

void RedPacketGroups::open(World& world) {
  constexpr std::array kNames = {"red_packets_sent", "red_packet_money", "red_packet_shares",
                                 "red_packet_brand_shares"};
  for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i] = world.measures.named(kNames[i]);
  chores_ = open_cells(world, "days after a share of a red packet", 2);
  sent_by_ = open_cells(world, "red packets sent on such days", 2);
  drops_ = packet_drops(world, keys_);
  escrow_ = world.ledger.open("red packets", Ledger::Overdraft::forbidden);
  groups_ = std::max<std::uint32_t>(1, world.part.accounts / keys_.group_size);
  memory_.resize(world.part);
  sent_.resize(world.part);
  reached_.resize(world.part);
}
void RedPacketGroups::mail(Mail& mail) {
  mail.outboxes.push_back(&sent_);
  mail.outboxes.push_back(&reached_);
}
void RedPacketGroups::state(Archive& archive) {
  archive.owned({"red_packets.memory", "1", "last packet, cents received, largest share"}, memory_);
  archive.shared({"red_packets.packets", "1", "packets in groups"}, packets_);
  archive.shared({"red_packets.first", "1", "number of the first of them"}, first_);
}

std::string RedPacketGroups::breach(const World& world) const {
  Cents owed = 0;
  for (const GroupPacket& packet : packets_) owed += packet.of.left * scale_of(world);
  const Cents held = world.ledger.balance(escrow_);
  if (held == owed) return {};
  return "red packets: the escrow holds " + money_text(held) + " but owes " + money_text(owed);
}

std::uint32_t RedPacketGroups::group_of(AccountId account) const {
  return luck_.draws(homes).below(groups_, {account.value, 0, 0});
}

// A brand's packets lie in groups that are drawn, each in another one but for chance.
void RedPacketGroups::campaign(World& world, Tick tick) {
  for (std::uint32_t d = 0; d < drops_.size(); ++d) {
    const PacketDrop& drop = drops_[d];
    if (drop.tick != tick) continue;
    for (std::uint32_t i = 0; i < drop.groups; ++i) {
      GroupPacket packet;
      packet.of = {drop.amount, drop.shares, tick + world.ticks_per_day()};
      packet.group = luck_.draws(falls).below(groups_, {drop.hash, i, 0});
      packet.drop = d;
      packets_.push_back(packet);
    }
    world.ledger.transfer(BookId(world.market.brands[drop.brand].book), escrow_,
                          drop.amount * drop.groups * scale_of(world));
    spend(world, drop, drop.amount * drop.groups * scale_of(world));
  }
  open_in_.assign(packets_.empty() ? 0 : groups_, 0);
  for (std::size_t i = packets_.size(); i-- > 0;)
    if (packets_[i].of.is_open(tick))
      open_in_[packets_[i].group] = first_ + static_cast<std::uint32_t>(i) + 1;
}
void RedPacketGroups::spend(World& world, const PacketDrop& drop, Cents cents) const {
  world.measures.add(drop.cost, cents);
}

void RedPacketGroups::shop(World& world, const BlockScope& scope) {
  for_each_daily(world, scope, [&](AccountId account) {
    if ((world.accounts.flags[account] & AccountFlags::kGone) == 0) send(world, scope, account);
  });
  if (open_in_.empty()) return;
  for (std::uint32_t a = scope.first; a < scope.last; ++a) {
    if (world.opens[AccountId(a)] == 0) continue;
    const std::uint32_t number = open_in_[group_of(AccountId(a))];
    PacketMemory& memory = memory_[AccountId(a)];
    if (number <= memory.last || packets_[number - 1 - first_].sender == a) continue;
    memory.last = number;
    if (luck_.draws(takes).chance(keys_.take, {a, number, 0})) reached_.push(scope, {a, number - 1});
  }
}

// Who received much sends with a chance that makes the mean what it is: a packet, or none.
void RedPacketGroups::send(World& world, const BlockScope& scope, AccountId account) {
  PacketMemory& memory = memory_[account];
  const auto amount = static_cast<std::uint32_t>(keys_.amount);
  const double chance =
      keys_.send + keys_.thanks * memory.received / amount + (memory.crowned != 0 ? keys_.norm : 0);
  const bool sends_one = world.accounts.wallet[account] >= static_cast<std::int32_t>(amount) &&
                         luck_.draws(sends).chance(chance, {account.value, world.day(), 0});
  if (memory.got != 0) {
    world.measure_tally.add(scope.worker, chores_ + memory.crowned, 1);
    if (sends_one) world.measure_tally.add(scope.worker, sent_by_ + memory.crowned, 1);
  }
  memory.received = 0, memory.crowned = memory.got = 0;
  if (!sends_one) return;
  world.accounts.wallet[account] -= static_cast<std::int32_t>(amount);
  world.ledger.transfer(scope.worker, world.market.consumers, escrow_, keys_.amount * scale_of(world));
  sent_.push(scope, {account.value, group_of(account), amount, keys_.shares});
  world.measure_tally.add(scope.worker, cells_[kSent], 1);
  world.measure_tally.add(scope.worker, cells_[kMoney], keys_.amount * scale_of(world));
}

void RedPacketGroups::trade(World& world, Tick tick) {
  shares_.clear();
  give_shares(tick);
  close_packets(world, tick);
  for (const PacketSent& sent : sent_.received()) {
    GroupPacket packet;
    packet.of = {sent.cents, sent.shares, tick + 1 + world.ticks_per_day()};
    packet.group = sent.group;
    packet.sender = sent.account;
    packets_.push_back(packet);
  }
  sent_.clear_received();
  std::sort(shares_.begin(), shares_.end(), [](const PacketShare& x, const PacketShare& y) {
    return std::tie(x.account, x.packet, x.is) < std::tie(y.account, y.packet, y.is);
  });
}

// By lot: nobody is early within a tick.
void RedPacketGroups::give_shares(Tick tick) {
  struct Lot {
    std::uint32_t packet, hash, account;
    auto operator<=>(const Lot&) const = default;
  };
  std::vector<Lot> drawn;
  for (const PacketReach& r : reached_.received())
    drawn.push_back({r.packet, luck_.draws(lots).words({r.account, r.packet, tick})[0], r.account});
  reached_.clear_received();
  std::sort(drawn.begin(), drawn.end());
  for (const Lot& lot : drawn) {
    GroupPacket& packet = packets_[lot.packet - first_];
    if (!packet.of.is_open(tick)) continue;
    const auto cents = static_cast<std::uint32_t>(
        packet.of.take(luck_.draws(splits).words({lot.account, lot.packet, 0})[0]));
    shares_.push_back({lot.account, lot.packet, cents});
    if (cents > packet.best_cents) packet.best = lot.account, packet.best_cents = cents;
    if (packet.of.shares == 0) crown(packet, lot.packet);
  }
}
void RedPacketGroups::crown(const GroupPacket& packet, std::uint32_t number) {
  if (packet.best != kNobody) shares_.push_back({packet.best, number, 0, PacketShare::Is::crown});
}

// What nobody took goes back to who sent it.
void RedPacketGroups::close_packets(World& world, Tick tick) {
  while (!packets_.empty() && packets_.front().of.closes < tick && packets_.front().of.left == 0)
    packets_.erase(packets_.begin()), ++first_;
  for (std::size_t i = 0; i < packets_.size(); ++i) {
    GroupPacket& packet = packets_[i];
    if (packet.of.left == 0 || packet.of.closes > tick) continue;
    const auto number = first_ + static_cast<std::uint32_t>(i);
    crown(packet, number);
    if (packet.sender != kNobody) {
      shares_.push_back(
          {packet.sender, number, static_cast<std::uint32_t>(packet.of.left), PacketShare::Is::rest});
    } else {
      const PacketDrop& drop = drops_[packet.drop];
      const Cents rest = packet.of.left * scale_of(world);
      world.ledger.transfer(escrow_, BookId(world.market.brands[drop.brand].book), rest);
      spend(world, drop, -rest);
    }
    packet.of.left = 0, packet.of.shares = 0;
  }
}

void RedPacketGroups::settle(World& world, const BlockScope& scope) {
  const auto before = [](const PacketShare& s, std::uint32_t a) { return s.account < a; };
  for (auto s = std::lower_bound(shares_.begin(), shares_.end(), scope.first, before);
       s != shares_.end() && s->account < scope.last; ++s) {
    const AccountId account(s->account);
    PacketMemory& memory = memory_[account];
    if (s->is == PacketShare::Is::crown) {
      memory.crowned = 1;
      continue;
    }
    world.accounts.wallet[account] += static_cast<std::int32_t>(s->cents);
    world.ledger.transfer(scope.worker, escrow_, world.market.consumers, Cents{s->cents} * scale_of(world));
    if (s->is == PacketShare::Is::rest) continue;
    memory.received = static_cast<std::uint16_t>(std::min<std::uint32_t>(0xffff, memory.received + s->cents));
    memory.got = 1;
    world.measure_tally.add(scope.worker, cells_[kTaken], 1);
    const GroupPacket& packet = packets_[s->packet - first_];
    if (packet.sender != kNobody) continue;
    const std::uint8_t brand = drops_[packet.drop].brand;
    BrandBond& bond = world.accounts.bond.row(account)[brand];
    bond.attitude = persuade(bond.attitude, keys_.brand_gain, world.p.persuasion.negativity,
                             luck_.draws(moves).uniform({account.value, s->packet, 0}));
    update_stage(world, scope, account, brand, Stage::aware);
    world.measure_tally.add(scope.worker, cells_[kBrandTaken], 1);
  }
}

double RedPacketGroups::sending(const World& world, bool crowned) const {
  const std::size_t i = crowned ? 1 : 0;
  const auto all = static_cast<double>(world.measures.since_warmup(chores_ + i));
  return all == 0 ? 0 : static_cast<double>(world.measures.since_warmup(sent_by_ + i)) / all;
}

}  // namespace fanfare::fan_economy
