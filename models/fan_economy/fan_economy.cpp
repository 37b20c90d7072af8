#include "models/fan_economy/fan_economy.h"

#include <array>
#include <utility>

#include "models/fan_economy/measure/feed_snapshot.h"
#include "models/fan_economy/measure/observers.h"
#include "models/fan_economy/mechanisms/mechanisms.h"
#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/phases/phases.h"
#include "models/fan_economy/phases/tick.h"
#include "models/fan_economy/sample/sample.h"

namespace fanfare::fan_economy {

namespace {

// The engine's phases are the tick's over this model's world.
template <std::size_t I>
Phase engine_phase() {
  const TickPhase& of = all_phases()[I];
  Phase phase{of.name, of.kind, of.help};
  if (of.kind == PhaseKind::local)
    phase.local = [](Model& m, const BlockScope& s) {
      all_phases()[I].local(static_cast<FanEconomy&>(m).world(), s);
    };
  else
    phase.global = [](Model& m, const StepScope& s) {
      all_phases()[I].global(static_cast<FanEconomy&>(m).world(), s);
    };
  return phase;
}

template <std::size_t... I>
std::array<Phase, sizeof...(I)> engine_phases(std::index_sequence<I...>) {
  return {engine_phase<I>()...};
}

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
  static const auto kAll = engine_phases(std::make_index_sequence<kPhases>());
  for (const std::size_t number : tick_of(world_)) phases_.push_back(kAll[number]);
}

std::span<const Phase> FanEconomy::phases() const {
  return phases_;
}

void FanEconomy::mail(Mail& mail) {
  mail.outboxes = {&world_.new_posts, &world_.new_shares, &world_.intents, &world_.comments, &world_.market.debuts, &world_.market.breaches,
                   &world_.market.returns};
  mail.tallies = {&world_.post_tally, &world_.follow_tally, &world_.measure_tally, &world_.ledger.tally(),
                  &world_.scoresheet.pairs};
  for (const auto& tally : world_.further_follows) mail.tallies.push_back(tally.get());
  fan_economy::mail(mail, world_);
  mail_segments(mail, world_);
  mail_of_mechanisms(world_, mail);
}

std::vector<Caution> FanEconomy::cautions() const {
  std::vector<Caution> all = fan_economy::cautions(world_);
  for (Caution& caution : cautions_of_mechanisms(world_)) all.push_back(std::move(caution));
  return all;
}

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

std::string FanEconomy::lay_out(FeedSnapshot& snapshot) const { return lay_out_feed(world_, snapshot); }
std::vector<std::uint32_t> FanEconomy::browsed() const {
  std::vector<std::uint32_t> readers;
  for (std::uint32_t a = world_.part.first(); a < world_.part.last(); ++a)
    if (world_.opens[AccountId(a)] != 0) readers.push_back(a);
  return readers;
}

void FanEconomy::declare(Recorder& recorder) { declare_measures(world_, recorder); }
void FanEconomy::record(Recorder& recorder, Tick tick) { record_measures(world_, recorder, tick); }
void FanEconomy::finish(Recorder& recorder, Tick tick) { finish_measures(world_, recorder, tick); }
std::vector<Headline> FanEconomy::headlines() const { return headline_measures(world_); }

}  // namespace fanfare::fan_economy
