#include "models/fan_economy/mechanisms/scandals.h"

#include <algorithm>
#include <array>

#include "fanfare/fmath.h"
#include "models/fan_economy/attention/persuasion.h"
#include "models/fan_economy/events/events.h"
#include "models/fan_economy/people/relations.h"
#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/people/selector.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

Decision luck_of(AccountId account, const Scandal& scandal) {
  return draw::scandal(account, scandal.event, scandal.number);
}

// Leaves, or stays as far as fandom goes. Says whether it left.
bool decide_to_leave(World& world, const BlockScope& scope, AccountId account, const Scandal& scandal,
                     double fandom) {
  const RelationParameters& p = world.p.relations;
  const double u = to_unit(world.words(luck_of(account, scandal))[1]);
  if (u >= p.scandal_leave * static_cast<double>(scandal.severity) * (1 - fandom)) return false;
  unfollow(world, scope, account, AccountId(world.creators[scandal.creator].account));
  for (FandomSlot& slot : world.accounts.fandom.row(account))
    if (!slot.empty() && slot.creator() == scandal.creator) slot = {};
  return true;
}

void blame_brand(World& world, AccountId account, const Scandal& scandal, std::size_t brand, double fandom) {
  BrandBond& bond = world.accounts.bond.row(account)[brand];
  if (bond.at() == Stage::unaware) return;
  const double g = -world.p.relations.scandal_brand * static_cast<double>(scandal.severity) * (1 - fandom);
  const double u =
      to_unit(world.words(draw::scandal_brand(account, scandal.event, scandal.number, brand))[0]);
  bond.attitude = persuade(bond.attitude, g, world.p.persuasion.negativity, u);
}

// Posts carry a brand, so only scandals that touch one are written about.
void write_about_it(World& world, const BlockScope& scope, AccountId account, const Scandal& scandal,
                    std::size_t brand, int tone) {
  const double u =
      to_unit(world.words(draw::scandal_brand(account, scandal.event, scandal.number, brand))[1]);
  if (u < world.p.relations.scandal_post)
    world.pending_posts[scope.block].push_back(
        {account.value, static_cast<std::uint8_t>(brand), static_cast<std::int8_t>(tone), 0});
}

void live_through(World& world, const BlockScope& scope, AccountId account, const Scandal& scandal,
                  double fandom) {
  world.measure_tally.add(scope.worker, world.measures.cell(RunCell::noticed), 1);
  const bool left = decide_to_leave(world, scope, account, scandal, fandom);
  const auto strength = static_cast<int>(100 * static_cast<double>(scandal.severity));
  const int tone = !left && fandom >= world.p.relations.fan_at ? strength : -strength;
  for (std::size_t brand = 0; brand < world.market.brands.size(); ++brand) {
    if (!is_brand_tied(world, scandal.creator, brand)) continue;
    blame_brand(world, account, scandal, brand, fandom);
    write_about_it(world, scope, account, scandal, brand, tone);
  }
}

// The creator is stained at once; accounts learn of it over the days to come.
void break_scandal(World& world, const EventParameters& event, std::size_t number) {
  constexpr double kTrustLoss = 0.6;  // at severity 1
  for (const std::uint32_t index :
       select_creators(world, event.target, std::nullopt, asking_of_event(world, number))) {
    Creator& creator = world.creators[index];
    if (!world.terms_of(creator.kind).scandals) continue;
    const auto kept = static_cast<float>(1 - kTrustLoss * event.severity);
    creator.trust *= kept;
    creator.stain = 1 - (1 - creator.stain) * kept;
    Scandal scandal;
    scandal.creator = index;
    scandal.since = world.tick;
    scandal.event = static_cast<std::uint32_t>(number);
    scandal.number = static_cast<std::uint32_t>(world.market.scandals.size());
    scandal.severity = static_cast<float>(event.severity);
    world.market.scandals.push_back(scandal);
  }
}

}  // namespace

bool is_brand_tied(const World& world, std::uint32_t creator, std::size_t brand) {
  const auto& contracts = world.market.contracts;
  return std::any_of(contracts.begin(), contracts.end(), [&](const Contract& c) {
    return c.creator == creator && c.status == ContractStatus::running &&
           world.market.campaigns[c.campaign].brand == brand;
  });
}

std::uint32_t day_of_notice(const World& world, AccountId account, const Scandal& scandal) {
  const RelationParameters& p = world.p.relations;
  const auto never = static_cast<std::uint32_t>(p.scandal_days);
  const double u = world.uniform(luck_of(account, scandal));
  if (p.scandal_notice >= 1) return 0;
  if (p.scandal_notice <= 0) return never;
  const double day = fmath::log1p(-u) / fmath::log1p(-p.scandal_notice);
  return day >= never ? never : static_cast<std::uint32_t>(day);
}

void notice_scandals(World& world, const BlockScope& scope, AccountId account) {
  for (const Scandal& scandal : world.market.scandals) {
    const std::uint32_t day = (world.tick - scandal.since) / world.ticks_per_day();
    if (day >= static_cast<std::uint32_t>(world.p.relations.scandal_days)) continue;
    if (day_of_notice(world, account, scandal) != day) continue;
    if (!in_segment(world, account, world.p.events[scandal.event].segment)) continue;
    const double fandom = fandom_of(world, account, scandal.creator);
    if (fandom <= 0 && !world.graph.is_following(account, AccountId(world.creators[scandal.creator].account)))
      continue;
    live_through(world, scope, account, scandal, fandom);
  }
}

namespace {

class Scandals final : public Mechanism {
 public:
  static constexpr std::array kEvents = {
      EventRule{"scandal", "creators lose trust and followers, tied brands lose attitude", break_scandal}};

  explicit Scandals(World&) {}
  void daily(World& world, const BlockScope& scope, AccountId account) {
    notice_scandals(world, scope, account);
  }
};

}  // namespace

extern constinit const MechanismEntry scandals = mechanism<Scandals>(
    "scandals", "a creator's scandal: who notices, who leaves, who defends, what tied brands lose");

}  // namespace fanfare::fan_economy
