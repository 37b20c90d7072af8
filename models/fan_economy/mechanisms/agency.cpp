#include "models/fan_economy/mechanisms/agency.h"

#include <algorithm>

#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/people/selector.h"

namespace fanfare::fan_economy {

void describe(Schema<AgencyKeys>& s) {
  using K = AgencyKeys;
  s.value("share", &K::share)
      .unit(Unit::share)
      .in(0, 1)
      .help("of creators, who have signed with an agency")
      .source("folk");
  s.value("margin", &K::margin)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of a creator's fees, that its agency keeps")
      .source("folk: 20 to 30 %");
  s.value("capital", &K::capital)
      .unit(Unit::money)
      .in(0, 1e9)
      .help("that agencies have at the start, to incubate with")
      .source("folk");
  s.value("places", &K::places)
      .unit(Unit::count)
      .quantity_of("creators")
      .in(0, 10'000)
      .help("creators incubated at a time, as long as there is money")
      .source("folk");
  s.value("stipend", &K::stipend)
      .unit(Unit::money)
      .in(0, 1e6)
      .help("a day, spent on the production of each that is incubated")
      .source("folk");
  s.value("lasts", &K::lasts).unit(Unit::days).in(1, 3660).help("time of an incubation").source("folk");
  s.value("growth", &K::growth)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of the way to full skill that a day of incubation goes")
      .source("folk");
}

Agency::Agency(const World& world, const AgencyKeys& keys, std::string_view id)
    : keys_(keys), luck_(world.luck(id).draws(40)) {}

void Agency::open(World& world, std::size_t margin, std::size_t stipends) {
  margin_ = margin, stipends_ = stipends;
  book_ = world.ledger.open("agencies", Ledger::Overdraft::forbidden);
  if (keys_.capital > 0) world.ledger.transfer(world.market.outside, book_, keys_.capital);
}

void Agency::state(Archive& archive) {
  archive.shared({"agencies.incubations", "1", "account, day on which it ends"}, incubations_);
}

bool Agency::has_signed(const World& world, std::uint32_t creator) const {
  const std::uint32_t account = world.creators[creator].account;
  const auto at = std::lower_bound(incubations_.begin(), incubations_.end(), account,
                                   [](const Incubation& i, std::uint32_t a) { return i.account < a; });
  if (at != incubations_.end() && at->account == account) return true;
  return luck_.chance(keys_.share, {account, 0, 0});
}

Cents Agency::take(World& world, std::uint32_t creator, Cents fee) const {
  if (!has_signed(world, creator)) return 0;
  const Cents margin = portion(fee, {static_cast<std::int32_t>(keys_.margin * 10'000 + 0.5)});
  world.ledger.transfer(world.market.creators, book_, margin);
  take_back(world, creator, margin);
  world.measures.add(margin_, margin);
  return margin;
}

void Agency::end_day(World& world) {
  std::size_t under_way = 0;
  for (const Incubation& i : incubations_) {
    if (world.day() >= i.until || world.ledger.balance(book_) < keys_.stipend) continue;
    Creator& creator = world.creators[world.creator_index(AccountId(i.account))];
    if (creator.active == 0) continue;
    ++under_way;
    world.ledger.transfer(book_, world.market.outside, keys_.stipend);
    world.measures.add(stipends_, keys_.stipend);
    creator.skill += static_cast<float>(keys_.growth * (1 - static_cast<double>(creator.skill)));
  }
  if (under_way >= keys_.places || world.ledger.balance(book_) < keys_.stipend) return;
  // One a day: whose posts do best for their audience.
  std::uint32_t best = kNobody;
  double most = 0;
  for (std::uint32_t c = 0; c < world.creators.size(); ++c) {
    const Creator& creator = world.creators[c];
    if (creator.active == 0 || creator.kind != CreatorKind::koc || has_signed(world, c)) continue;
    const double rate = engagement_rate(world, creator.engagements, creator.impressions);
    if (rate > most) most = rate, best = c;
  }
  if (best == kNobody) return;
  const Incubation next{world.creators[best].account, world.day() + static_cast<std::uint32_t>(keys_.lasts)};
  incubations_.insert(std::lower_bound(incubations_.begin(), incubations_.end(), next.account,
                                       [](const Incubation& i, std::uint32_t a) { return i.account < a; }),
                      next);
}

}  // namespace fanfare::fan_economy
