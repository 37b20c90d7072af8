#include "models/fan_economy/mechanisms/season_packets.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "fanfare/problems.h"
#include "models/fan_economy/attention/persuasion.h"
#include "models/fan_economy/keys/name_hash.h"
#include "models/fan_economy/mechanisms/named.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

enum PacketLuck : std::uint32_t { packet_lots = 16, packet_sizes, packet_thanks };

}  // namespace

void SeasonPackets::open(World& world) {
  packets_ = world.measures.named("season_packets");
  money_ = world.measures.named("season_packet_money");
  if (keys_.size() > 8)
    throw ScenarioError("season.red_packets: there are " + std::to_string(keys_.size()) +
                        " (8 at most: join some)");
  for (const PacketKeys& keys : keys_) {
    const std::string at = "season.red_packets." + keys.id;
    Terms terms;
    terms.hash = hash_of_name(keys.id);
    terms.brand = brand_named(world, keys.brand, at + ".brand");
    terms.from = static_cast<Tick>(keys.from * world.ticks_per_day());
    terms.until =
        std::max(terms.from + 1, static_cast<Tick>((keys.from + keys.lasts) * world.ticks_per_day()));
    terms.start.packets = static_cast<std::int64_t>(keys.share * world.part.accounts);
    terms.start.money = keys.pot / scale_of(world);
    if (terms.start.money < terms.start.packets)
      throw ScenarioError(at + ".pot: " + money_text(keys.pot) + " is less than a cent for each of " +
                          std::to_string(terms.start.packets * scale_of(world)) +
                          " packets (a larger pot, or a smaller share)");
    terms.cost = world.measures.open("red packets " + keys.id);
    world.market.costs.push_back({terms.brand, terms.cost});
    terms_.push_back(terms);
    pots_.push_back(terms.start);
  }
  if (empty()) return;
  had_.resize(world.part);
  asked_.resize(world.part);
}
void SeasonPackets::mail(Mail& mail) {
  if (!empty()) mail.outboxes.push_back(&asked_);
}
void SeasonPackets::state(Archive& archive) {
  if (empty()) return;
  archive.owned({"season.packets", "1", "red packets had, a bit for each pot"}, had_);
  archive.shared({"season.pots", "1", "left of each pot"}, pots_);
}

// Packets that may be out after this tick: an equal part of all in each.
std::int64_t SeasonPackets::due(std::size_t pot, Tick tick) const {
  const Terms& terms = terms_[pot];
  const std::int64_t ticks = terms.until - terms.from, passed = tick + 1 - terms.from;
  return terms.start.packets * passed / ticks;
}

void SeasonPackets::ask(World& world, const BlockScope& scope) {
  for (std::uint32_t pot = 0; pot < terms_.size(); ++pot) {
    if (scope.tick < terms_[pot].from || scope.tick >= terms_[pot].until) continue;
    for (std::uint32_t a = scope.first; a < scope.last; ++a)
      if (world.opens[AccountId(a)] != 0 && ((had_[AccountId(a)] >> pot) & 1U) == 0)
        asked_.push(scope, {a, pot});
  }
}

void SeasonPackets::deal(World& world) {
  dealt_.clear();
  for (std::uint32_t pot = 0; pot < terms_.size(); ++pot)
    if (world.tick >= terms_[pot].from && world.tick < terms_[pot].until) deal_pot(world, pot);
  asked_.clear_received();
  std::sort(dealt_.begin(), dealt_.end(), [](const Dealt& x, const Dealt& y) {
    return std::tuple(x.account, x.pot) < std::tuple(y.account, y.pot);
  });
}

// A packet holds up to twice the mean of what is left, the last one all: as they are known from WeChat.
void SeasonPackets::deal_pot(World& world, std::uint32_t number) {
  const Terms& terms = terms_[number];
  Pot& pot = pots_[number];
  struct Lot {
    std::uint32_t hash, account;
    auto operator<=>(const Lot&) const = default;
  };
  std::vector<Lot> lots;
  for (const Asked& asked : asked_.received())
    if (asked.pot == number)
      lots.push_back({luck_.draws(packet_lots).words({asked.account, terms.hash, world.tick})[0],
                      asked.account});
  std::sort(lots.begin(), lots.end());
  const std::int64_t out = terms.start.packets - pot.packets;
  lots.resize(static_cast<std::size_t>(
      std::clamp<std::int64_t>(due(number, world.tick) - out, 0, static_cast<std::int64_t>(lots.size()))));
  Cents given = 0;
  for (const Lot& lot : lots) {
    const Cents most = std::max<Cents>(1, 2 * pot.money / pot.packets - 1);
    Cents amount = pot.money;
    if (pot.packets > 1)  // a cent is left for each of the others
      amount = std::min<Cents>(pot.money - (pot.packets - 1),
                               1 + luck_.draws(packet_sizes)
                                       .below(static_cast<std::uint32_t>(std::min<Cents>(most, 0xffffffff)),
                                              {lot.account, terms.hash, 0}));
    amount = std::min<Cents>(amount, 100'000'000);  // of a wallet's cents: a million CNY
    --pot.packets;
    pot.money -= amount;
    given += amount;
    dealt_.push_back({lot.account, number, static_cast<std::uint32_t>(amount)});
  }
  const Cents all = given * scale_of(world);
  world.ledger.transfer(BookId(world.market.brands[terms.brand].book), world.market.consumers, all);
  world.measures.add(terms.cost, all);
  world.measures.add(money_, all);
  world.measures.add(packets_, static_cast<std::int64_t>(lots.size()));
}

void SeasonPackets::take(World& world, const BlockScope& scope) {
  const auto before = [](const Dealt& dealt, std::uint32_t account) { return dealt.account < account; };
  for (auto d = std::lower_bound(dealt_.begin(), dealt_.end(), scope.first, before);
       d != dealt_.end() && d->account < scope.last; ++d) {
    const AccountId account(d->account);
    const Terms& terms = terms_[d->pot];
    had_[account] = static_cast<std::uint8_t>(had_[account] | 1U << d->pot);
    world.accounts.wallet[account] += static_cast<std::int32_t>(d->amount);
    BrandBond& bond = world.accounts.bond.row(account)[terms.brand];
    bond.attitude = persuade(bond.attitude, keys_[d->pot].thanks, world.p.persuasion.negativity,
                             luck_.draws(packet_thanks).uniform({d->account, terms.hash, 0}));
    update_stage(world, scope, account, terms.brand, Stage::aware);
  }
}

std::string SeasonPackets::breach() const {
  for (std::size_t i = 0; i < pots_.size(); ++i)
    if (pots_[i].packets < 0 || pots_[i].money < pots_[i].packets)
      return "season: red packets '" + keys_[i].id + "' have given away more than there was";
  return {};
}

}  // namespace fanfare::fan_economy
