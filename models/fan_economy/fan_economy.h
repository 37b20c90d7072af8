// The fan economy as a model of the engine.
#pragma once

#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "fanfare/catalogue.h"
#include "fanfare/feed_snapshot.h"
#include "fanfare/model.h"
#include "models/fan_economy/measure/cautions.h"
#include "models/fan_economy/measure/observers.h"
#include "models/fan_economy/measure/report.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

class FanEconomy final : public Model, public FeedSource {
 public:
  // Builds the population at tick 0. Errors: ScenarioError, InputError.
  FanEconomy(EconomyParameters& parameters, ParameterSet& set, const Setup& setup);

  Partition partition() const override { return world_.part; }
  std::span<const Phase> phases() const override;
  void mail(Mail& mail) override;
  void state(Archive& archive) override;
  void restore() override;
  void declare(Recorder& recorder) override;
  void record(Recorder& recorder, Tick tick) override;
  void finish(Recorder& recorder, Tick tick) override;
  std::string breach() const override;
  std::vector<Headline> headlines() const override;
  std::vector<Caution> cautions() const override;
  WorkDone work() const override;
  std::size_t bytes_beside_state() const override;
  std::string lay_out(FeedSnapshot& snapshot) const override;
  std::vector<std::uint32_t> browsed() const override;

  // What `fanfare list` shows of the words of this model.
  static std::vector<WordTable> tables();
  static const ReportSpec& report() { return fan_economy::report(); }
  static const WhatIf& what_if() { return fan_economy::what_if(); }
  static std::span<const Template> templates();
  static std::span<const KeySubject> subjects();
  static SizeKeys size();

  World& world() { return world_; }
  const World& world() const { return world_; }

 private:
  World world_;
  std::vector<Phase> phases_;         // of a tick, in order
  std::set<std::string> state_names_;  // of further platforms' state: archives keep views
};

}  // namespace fanfare::fan_economy
