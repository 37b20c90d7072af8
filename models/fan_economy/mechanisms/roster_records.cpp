#include "models/fan_economy/mechanisms/roster_records.h"

#include <algorithm>
#include <cmath>

#include "models/fan_economy/market/purchase.h"
#include "models/fan_economy/mechanisms/fakes.h"
#include "models/fan_economy/mechanisms/left_out_keys.h"
#include "models/fan_economy/mechanisms/own_cells.h"
#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/state/recording.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

constexpr std::size_t kNotOfRoster = ~std::size_t{0};

// Whose contract it is, by the roster's order.
std::size_t roster_number(const World& world, std::uint32_t contract) {
  if (contract >= world.market.contracts.size()) return kNotOfRoster;
  const std::uint32_t account = world.creators[world.market.contracts[contract].creator].account;
  for (std::size_t i = 0; i < world.named.size(); ++i)
    if (world.named[i].account == account) return i;
  return kNotOfRoster;
}

// of(contract) summed for each creator.
template <class Of>
std::vector<double> sums_of_contracts(const World& world, const Of& of) {
  std::vector<double> values(world.named.size(), kNothing);
  for (std::uint32_t c = 0; c < world.market.contracts.size(); ++c) {
    const std::size_t i = roster_number(world, c);
    if (i == kNotOfRoster) continue;
    values[i] = (std::isnan(values[i]) ? 0 : values[i]) + of(world.market.contracts[c]);
  }
  return values;
}
// of(creator) of those that have a contract.
template <class Of>
std::vector<double> of_hired(const World& world, const Of& of) {
  std::vector<double> values = sums_of_contracts(world, [](const Contract&) { return 1.0; });
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!std::isnan(values[i])) values[i] = of(i);
  return values;
}

const RosterRecords& records(const World& world) { return *world.find<RosterRecords>(); }

}  // namespace

std::vector<std::string> RosterRecords::names(const World& world) {
  std::vector<std::string> all;
  for (const World::NamedCreator& creator : world.named) all.push_back(creator.name);
  return all;
}
RosterRecords::Values RosterRecords::reach(const World& world) {
  return of_hired(world, [&](std::size_t i) { return world.people(records(world).reach_.reached(i)); });
}
RosterRecords::Values RosterRecords::alone(const World& world) {
  return of_hired(world, [&](std::size_t i) { return world.people(records(world).reach_.alone(i)); });
}
RosterRecords::Values RosterRecords::orders(const World& world) {
  return of_hired(world, [&](std::size_t i) {
    return world.people(static_cast<double>(world.measures.since_warmup(records(world).orders_ + i)));
  });
}
RosterRecords::Values RosterRecords::revenue(const World& world) {
  return of_hired(world, [&](std::size_t i) {
    return static_cast<double>(world.measures.since_warmup(records(world).revenue_ + i)) / 100;
  });
}
RosterRecords::Values RosterRecords::cost(const World& world) {
  return sums_of_contracts(world, [&](const Contract& c) {
    if (c.published == 0 || world.market.campaigns[c.campaign].brand == kNoBrand) return 0.0;
    const Cents fees = c.paid + c.platform_fee * c.published;
    return static_cast<double>(fees + c.commission_paid + c.handling + c.product) / 100;
  });
}
RosterRecords::Values RosterRecords::posts(const World& world) {
  return sums_of_contracts(world, [](const Contract& c) { return static_cast<double>(c.published); });
}
RosterRecords::Values RosterRecords::impressions(const World& world) {
  return sums_of_contracts(
      world, [&](const Contract& c) { return world.people(static_cast<double>(c.impressions)); });
}
RosterRecords::Values RosterRecords::engagements(const World& world) {
  return sums_of_contracts(
      world, [&](const Contract& c) { return world.people(static_cast<double>(c.engagements)); });
}

RosterRecords::Values RosterRecords::fit_to_brands(const World& world) {
  const auto of = [&](const Contract& c, bool counts) {
    const std::uint8_t brand = world.market.campaigns[c.campaign].hired_as;
    if (brand >= world.market.brands.size()) return 0.0;
    return counts ? 1.0 : fit(world.creators[c.creator].niche, world.market.brands[brand].topic) / 255.0;
  };
  Values sums = sums_of_contracts(world, [&](const Contract& c) { return of(c, false); });
  const Values counts = sums_of_contracts(world, [&](const Contract& c) { return of(c, true); });
  for (std::size_t i = 0; i < sums.size(); ++i) sums[i] = counts[i] > 0 ? sums[i] / counts[i] : kNothing;
  return sums;
}

RosterRecords::Values RosterRecords::fakes(const World& world) {
  Values values;
  for (const World::NamedCreator& creator : world.named)
    if (const auto share = fake_share(world, world.creator_index(AccountId(creator.account))))
      values.push_back(*share);
  return values;
}

RosterRecords::Values RosterRecords::unit(const World& world) {
  Values units;
  if (!tells_units_apart(world)) return units;
  units.assign(world.named.size(), 0.0);
  std::vector<int> contracts(units.size());
  for (std::uint32_t c = 0; c < world.market.contracts.size(); ++c) {
    const std::uint32_t number = left_out_unit(world, c);
    const std::size_t i = number == 0 ? kNotOfRoster : roster_number(world, c);
    if (i != kNotOfRoster) units[i] = ++contracts[i] == 1 ? number : 0;
  }
  return units;
}

void RosterRecords::open_records(World& world) {
  orders_ = open_cells(world, "orders by creator of the roster", world.named.size());
  revenue_ = open_cells(world, "revenue by creator of the roster", world.named.size());
  reach_.open(world, world.named.size());
}

void RosterRecords::published(World& world, std::uint32_t number, PostScore& post) {
  if (post.campaign == kNoCampaign) return;
  if (roster_number(world, world.posts.contract[number - world.posts.first]) != kNotOfRoster)
    post.flags |= PostFlags::kMarked;
}

void RosterRecords::viewed(World& world, const BlockScope& scope, const Viewed& seen) {
  if (!seen.watched || seen.post.campaign == kNoCampaign) return;
  const std::size_t i = roster_number(world, world.posts.contract[seen.row]);
  if (i != kNotOfRoster) reach_.note(world, scope, seen.reader, i);
}

// An order belongs to whoever was its last touch.
void RosterRecords::settle(World& world, const BlockScope& scope) {
  const auto& orders = world.market.orders;
  const auto before = [](const TradedOrder& order, std::uint32_t a) { return order.account < a; };
  for (auto o = std::lower_bound(orders.begin(), orders.end(), scope.first, before);
       o != orders.end() && o->account < scope.last; ++o) {
    const std::size_t i = o->granted == 0 ? kNotOfRoster : roster_number(world, o->contract);
    if (i == kNotOfRoster) continue;
    world.measure_tally.add(scope.worker, orders_ + i, 1);
    world.measure_tally.add(scope.worker, revenue_ + i, money_of(world, *o).revenue);
  }
}

// of(creator, thing) over all that the creator reached; missing where that is nobody.
template <class Of>
RosterRecords::Values RosterRecords::shares(const World& world, std::size_t count, const Of& of) const {
  Values values;
  for (std::size_t i = 0; i < world.named.size(); ++i)
    for (std::size_t k = 0; k < count; ++k)
      values.push_back(reach_.reached(i) == 0 ? kNothing : of(i, k) / reach_.reached(i));
  return values;
}

void RosterRecords::finish_records(const World& world, Recorder& recorder) const {
  const std::size_t creators = world.named.size(), segments = world.segments.measured.size();
  if (creators > 0 && segments > 0)
    put_at_end(recorder,
               measure(std::string(kAudience), {std::string(kAxis), "segment"}, "share",
                       "share of a creator's reach that is in the segment",
                       "accounts reached that were in it then / accounts reached", false),
               shares(world, segments,
                      [&](std::size_t i, std::size_t m) { return reach_.of_segment(i, m); }));
  if (!reach_.has_pairs()) return;
  axis(recorder, "roster_other", names(world), "another creator of the roster");
  put_at_end(recorder,
             measure(std::string(kOverlap), {std::string(kAxis), "roster_other"}, "share",
                     "share of a creator's reach that the other reached too",
                     "accounts that both reached / accounts that it reached", false),
             shares(world, creators, [&](std::size_t i, std::size_t other) {
               return i == other || reach_.reached(other) == 0 ? kNothing : reach_.by_both(i, other);
             }));
}

}  // namespace fanfare::fan_economy
