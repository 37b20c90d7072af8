#include "models/fan_economy/phases/tick.h"

#include <array>

#include "models/fan_economy/content/publishing.h"
#include "models/fan_economy/events/events.h"
#include "models/fan_economy/feed/index.h"
#include "models/fan_economy/hiring/campaign.h"
#include "models/fan_economy/market/brands.h"
#include "models/fan_economy/market/purchase.h"
#include "models/fan_economy/measure/scoresheet.h"
#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/people/daily.h"
#include "models/fan_economy/people/relations.h"
#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/phases/phases.h"
#include "models/fan_economy/sample/sample.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

void intervene_phase(World& world, const StepScope& scope) {
  world.tick = scope.tick;
  intervene(world, scope);
  refresh_seasons(world);
  world.at.intervene(world, scope);
  open_scoresheet(world);
  prepare_tick(world);
}
void campaign_phase(World& world, const StepScope& scope) {
  run_campaigns(world, scope);
  world.at.campaign(world, scope);
  open_network(world);
}
void trade_phase(World& world, const StepScope& scope) {
  count_reactions(world, scope);
  trade(world, scope);
  world.at.trade(world, scope);
}
void publish_phase(World& world, const BlockScope& scope) {
  publish(world, scope);
  world.at.publish(world, scope);
}
void shop_phase(World& world, const BlockScope& scope) {
  shop(world, scope);
  world.at.shop(world, scope);
}
void settle_phase(World& world, const BlockScope& scope) {
  settle(world, scope);
  world.at.settle(world, scope);
}
void adapt_phase(World& world, const StepScope& scope) {
  adapt(world, scope);
  world.at.adapt(world, scope);
}
void relate_phase(World& world, const BlockScope& scope) {
  relate(world, scope);
  world.at.relate(world, scope);
  survey_network(world, scope);
}
void close_phase(World& world, const StepScope& scope) {
  world.at.close(world, scope);
  close(world, scope);
  close_network(world);
  close_segments(world);
}

// With several platforms: the same in pieces.
void next_platform_phase(World& world, const StepScope&) {
  world.enter(world.platform + 1);
  prepare_platform(world);
}
void first_platform_phase(World& world, const StepScope&) { world.enter(0); }
void sell_phase(World& world, const StepScope& scope) {
  trade(world, scope);
  world.at.trade(world, scope);
}
void follow_phase(World& world, const BlockScope& scope) {
  for_each_daily(world, scope, [&](AccountId account) { review_follows(world, scope, account); });
  if (is_daily_tick(world, scope.block)) world.graph.merge(scope.block);
}

constexpr TickPhase each_block(std::string_view name, void (*run)(World&, const BlockScope&),
                               std::string_view help) {
  return {name, PhaseKind::local, help, run, nullptr};
}
constexpr TickPhase on_all(std::string_view name, void (*run)(World&, const StepScope&),
                           std::string_view help) {
  return {name, PhaseKind::replicated, help, nullptr, run};
}
constexpr TickPhase joined(std::string_view name, void (*run)(World&, const StepScope&),
                           std::string_view help) {
  return {name, PhaseKind::exchange, help, nullptr, run};
}

enum Number : std::size_t {
  kIntervene, kCampaign, kPublish, kIndex, kBrowse, kShop, kTrade, kSettle, kRelate, kClose, kAdapt,
  kReact, kFollow, kNextPlatform, kFirstPlatform, kSell
};

constexpr std::array<TickPhase, kPhases> kAll = {
    on_all("intervene", intervene_phase, "events that are due change parameters, flags, trust"),
    on_all("campaign", campaign_phase, "brands commit money: contracts, scheduled posts, escrow"),
    each_block("publish", publish_phase, "accounts decide what to post and who opens the app"),
    joined("index", index_posts, "all ranks hold the same posts; timelines and slot tables are rebuilt"),
    each_block("browse", browse, "sessions: retrieve, rank, view, act"),
    each_block("shop", shop_phase,
               "everyday purchases, once a day for each account; prices reserved in wallets"),
    joined("trade", trade_phase,
           "reactions summed, pools promoted, scarce stock granted in keyed order, money moved"),
    each_block("settle", settle_phase, "reservations completed or released, orders delivered and returned"),
    each_block("relate", relate_phase, "follows merged, fandom, decay, daily chores"),
    joined("close", close_phase, "the books and the day's totals are closed"),
    on_all("adapt", adapt_phase, "daily: creators change effort, price, niche, kind"),
    joined("react", count_reactions, "of each platform: reactions summed, pools promoted"),
    each_block("follow", follow_phase, "of each further platform: follows merged and looked at"),
    on_all("next_platform", next_platform_phase, "the next platform's posts and follows stand in the world"),
    on_all("first_platform", first_platform_phase, "the first platform's stand there again"),
    joined("sell", sell_phase, "scarce stock granted in keyed order, money moved"),
};
constexpr std::array<std::size_t, 11> kOne = {kIntervene, kCampaign, kPublish, kIndex, kBrowse, kShop,
                                              kTrade, kSettle, kRelate, kClose, kAdapt};

}  // namespace

std::span<const TickPhase> all_phases() { return kAll; }

std::vector<std::size_t> tick_of(const World& world) {
  if (!world.has_several()) return {kOne.begin(), kOne.end()};
  std::vector<std::size_t> tick{kIntervene, kCampaign, kPublish, kIndex, kBrowse, kReact};
  for (std::uint32_t p = 1; p < world.platform_count(); ++p)
    for (const std::size_t phase : {kNextPlatform, kIndex, kBrowse, kReact, kFollow}) tick.push_back(phase);
  for (const std::size_t phase : {kFirstPlatform, kShop, kSell, kSettle, kRelate, kClose, kAdapt})
    tick.push_back(phase);
  return tick;
}

}  // namespace fanfare::fan_economy
