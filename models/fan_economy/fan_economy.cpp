#include "models/fan_economy/fan_economy.h"

#include <array>

#include "models/fan_economy/brands.h"

namespace fanfare::fan_economy {

namespace {

// A tick, in order. Each phase reads what earlier phases published and writes only what it owns.
constexpr std::array kTick = {
    replicated<&FanEconomy::intervene_phase>("intervene", "events that are due change parameters, flags, trust"),
    replicated<&FanEconomy::campaign_phase>("campaign", "brands commit money: contracts, scheduled posts, escrow"),
    local<&FanEconomy::publish_phase>("publish", "accounts decide what to post and who opens the app"),
    exchange<&FanEconomy::index_phase>("index", "all ranks hold the same posts; timelines and slot tables are rebuilt"),
    local<&FanEconomy::browse_phase>("browse", "sessions: retrieve, rank, view, act"),
    local<&FanEconomy::shop_phase>("shop", "everyday purchases, once a day for each account; prices reserved in wallets"),
    exchange<&FanEconomy::trade_phase>("trade", "reactions summed, pools promoted, scarce stock granted in keyed order, money moved"),
    local<&FanEconomy::settle_phase>("settle", "reservations completed or released, orders delivered and returned"),
    local<&FanEconomy::relate_phase>("relate", "follows merged, fandom, decay, daily chores"),
    exchange<&FanEconomy::close_phase>("close", "the books and the day's totals are closed"),
    replicated<&FanEconomy::adapt_phase>("adapt", "daily: creators change effort, price, niche, kind"),
};

}  // namespace

FanEconomy::FanEconomy(EconomyParameters& parameters, ParameterSet& set, const Setup& setup) : world_(parameters, set, setup) {
  if (parameters.platforms.empty()) parameters.platforms.emplace_back();
  prepare_tick(world_);
  populate(world_);
  const auto workers = static_cast<std::size_t>(setup.parallel.workers());
  world_.work.resize(workers);
  for (std::size_t w = 0; w < workers; ++w) world_.scratch.push_back(std::make_unique<SessionScratch>());
  world_.new_posts.resize(world_.part);
  world_.new_shares.resize(world_.part);
  world_.intents.resize(world_.part);
  world_.comments.resize(world_.part);
  open_sample(world_);
}

std::span<const Phase> FanEconomy::phases() const { return kTick; }

void FanEconomy::mail(Mail& mail) {
  mail.outboxes = {&world_.new_posts, &world_.new_shares, &world_.intents, &world_.comments, &world_.market.debuts, &world_.market.breaches,
                   &world_.market.returns};
  mail.tallies = {&world_.post_tally, &world_.follow_tally, &world_.measure_tally, &world_.ledger.tally(),
                  &world_.scoresheet.pairs};
  fan_economy::mail(mail, world_);
}

void FanEconomy::intervene_phase(const StepScope& scope) {
  world_.tick = scope.tick;
  intervene(world_, scope);
  refresh_seasons(world_);
  open_scoresheet(world_);
  prepare_tick(world_);
}
void FanEconomy::campaign_phase(const StepScope& scope) {
  run_campaigns(world_, scope);
  open_network(world_);
}
void FanEconomy::publish_phase(const BlockScope& scope) { publish(world_, scope); }
void FanEconomy::index_phase(const StepScope& scope) { index_posts(world_, scope); }
void FanEconomy::browse_phase(const BlockScope& scope) { browse(world_, scope); }
void FanEconomy::shop_phase(const BlockScope& scope) { shop(world_, scope); }
void FanEconomy::trade_phase(const StepScope& scope) {
  count_reactions(world_, scope);
  trade(world_, scope);
}
void FanEconomy::settle_phase(const BlockScope& scope) { settle(world_, scope); }
void FanEconomy::relate_phase(const BlockScope& scope) {
  relate(world_, scope);
  survey_network(world_, scope);
}
void FanEconomy::close_phase(const StepScope& scope) {
  close(world_, scope);
  close_network(world_);
}
void FanEconomy::adapt_phase(const StepScope& scope) { adapt(world_, scope); }

std::string FanEconomy::breach() const { return fan_economy::breach(world_); }

WorkDone FanEconomy::work() const {
  WorkDone sum;
  for (const World::Work& w : world_.work) {
    sum.impressions += w.impressions;
    sum.candidates += w.candidates;
    sum.edges += w.edges;
    sum.draws += w.draws;
  }
  return sum;
}

void FanEconomy::declare(Recorder& recorder) { declare_measures(world_, recorder); }
void FanEconomy::record(Recorder& recorder, Tick tick) { record_measures(world_, recorder, tick); }
void FanEconomy::finish(Recorder& recorder, Tick tick) { finish_measures(world_, recorder, tick); }
std::vector<Headline> FanEconomy::headlines() const { return headline_measures(world_); }

}  // namespace fanfare::fan_economy
