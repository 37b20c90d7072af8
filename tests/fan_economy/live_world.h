// A whole economy that runs tick by tick, made from a scenario's text: for tests of what it shows. No files.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "models/fan_economy/fan_economy.h"
#include "sim/comm.h"
#include "sim/fingerprint.h"
#include "sim/run.h"
#include "sim/scenario/scenario.h"
#include "sim/simulation.h"

namespace fanfare::fan_economy::testing {

// Turns on every mechanism that a scenario may name, at its defaults.
inline std::string every_mechanism() {
  std::string text;
  for (const MechanismEntry* entry : mechanisms())
    if (entry->keys != nullptr) text += std::string(entry->id) + ": {}\n";
  return text;
}

class LiveWorld {
 public:
  // On one worker. Errors: ScenarioError with all that is wrong with `text`.
  explicit LiveWorld(const std::string& text) : scenario_(read(text)) {
    Setup setup{.seed = derive_seed(scenario_.run.seed, 0),
                .rank = 0,
                .ranks = 1,
                .parallel = serial_,
                .shelf = shelf_,
                .run = scenario_.run,
                .outputs = scenario_.outputs};
    auto& parameters = dynamic_cast<Parameters<EconomyParameters>&>(*scenario_.parameters);
    economy_ = std::make_unique<FanEconomy>(parameters.value(), parameters, setup);
    simulation_ = std::make_unique<Simulation>(*economy_, *comm_, serial_);
  }

  World& operator*() { return economy_->world(); }
  World* operator->() { return &economy_->world(); }
  FanEconomy& economy() { return *economy_; }
  Simulation& simulation() { return *simulation_; }
  void step(std::uint32_t ticks = 1) {
    for (std::uint32_t i = 0; i < ticks; ++i) simulation_->step();
  }
  StateWeight weight() {
    return weigh([this](Archive& archive) { simulation_->state(archive); }, economy_->partition());
  }
  std::uint64_t fingerprint() { return simulation_->fingerprint(); }
  BlockScope block(std::uint32_t number) {
    const std::uint32_t first = number * kBlockRows;
    return {BlockId(number), first, std::min(first + kBlockRows, economy_->partition().accounts),
            economy_->world().tick, 0};
  }
  // A measure as it would be recorded now, by whatever it is by; empty where the run has none of this name.
  std::vector<double> recorded(const std::string& name) {
    DatasetRecorder recorder{RunParameters{}};
    economy_->declare(recorder);
    recorder.begin_row(economy_->world().tick);
    economy_->record(recorder, economy_->world().tick);
    recorder.end_row();
    const Variable* variable = recorder.data().variable(name);
    return variable == nullptr ? std::vector<double>{} : variable->data;
  }
  double total(RunCell c) { return static_cast<double>(cell((*this)->measures.cell(c))); }
  double total(BrandCell c, std::size_t brand = 0) {
    return static_cast<double>(cell((*this)->measures.cell(c, brand)));
  }

 private:
  static Scenario read(const std::string& text) {
    Problems problems;
    Scenario scenario = load_scenario_text("test", text, {}, problems);
    if (!problems.empty()) throw ScenarioError(problems.render());
    return scenario;
  }
  std::int64_t cell(std::size_t number) { return (*this)->measures[number]; }

  Serial serial_;
  Shelf shelf_;
  Scenario scenario_;
  std::unique_ptr<Comm> comm_ = local_comm();
  std::unique_ptr<FanEconomy> economy_;
  std::unique_ptr<Simulation> simulation_;
};

}  // namespace fanfare::fan_economy::testing
