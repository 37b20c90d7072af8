// Order and shelves of a study.
#include "sim/study/study_plan.h"

#include <algorithm>
#include <cmath>

#include "sim/design/arms_factor.h"
#include "sim/scenario/input_file.h"
#include "sim/scenario/variations.h"

namespace fanfare {

std::vector<std::string> PlannedStudy::arms() const {
  std::vector<std::string> names;
  for (std::size_t row = 0; row < rows(); ++row) names.push_back(study.arms[row].name);
  return names;
}

std::vector<std::string> PlannedStudy::titles() const {
  std::vector<std::string> titles;
  for (std::size_t row = 0; row < rows(); ++row) titles.push_back(study.arms[row].title());
  return titles;
}

bool PlannedStudy::is_choice(std::size_t row) const {
  const std::vector<std::string>& none = study.no_choice;
  const Arm& arm = study.arms[row];
  const bool is_beside = !study.factors.empty() && study.factors[0].path == kArmsFactor;
  const std::string& name = is_beside ? arm.levels[0] : arm.name;
  if (std::find(none.begin(), none.end(), name) != none.end()) return false;
  return report().is_placebo == nullptr || !report().is_placebo(scenarios[row].effective());
}

const ReportSpec& PlannedStudy::report() const {
  return scenarios.empty() ? no_report() : scenarios[0].entry->report();
}

std::string PlannedStudy::digest() const {
  std::string text;
  for (std::size_t i = 0; i < scenarios.size(); ++i)
    text += study.arms[i].name + " " + scenarios[i].digest() + "\n";
  return sha256_of_text(text);
}

std::optional<Tick> PlannedStudy::fork_of(std::size_t row) const {
  const Arm& arm = study.arms[row];
  const bool is_unit = arm.variation && study.variations[*arm.variation].kind == Variation::Kind::left_out;
  const bool is_whole = study.leave_out && !arm.variation && study.leave_out->arm == row;
  if (!is_unit && !is_whole) return std::nullopt;
  const Scenario& scenario = scenarios[row];
  const auto acts_from = scenario.entry->what_if().left_out->acts_from;
  const auto days = acts_from == nullptr ? std::nullopt : acts_from(scenario.effective());
  if (!days || *days < scenario.run.tick) return std::nullopt;
  const auto tick = static_cast<Tick>(std::floor(*days * scenario.run.ticks_per_day() + 1e-6));
  return tick == 0 || tick >= scenario.run.ticks() ? std::nullopt : std::optional(tick);
}

namespace {

// A plausible world that is the world as written says nothing.
void drop_worlds_that_are_written(PlannedStudy& plan) {
  std::vector<std::string> written;
  for (std::size_t row = 0; row < plan.rows(); ++row) written.push_back(plan.scenarios[row].digest());
  for (std::size_t v = plan.study.variations.size(); v-- > 0;) {
    if (plan.study.variations[v].kind != Variation::Kind::plausible) continue;
    bool is_same = true;
    for (std::size_t row = 0; row < plan.scenarios.size(); ++row)
      if (plan.study.arms[row].variation == v)
        is_same &= plan.scenarios[row].digest() == written[plan.study.arms[row].of];
    if (!is_same) continue;
    for (std::size_t row = plan.scenarios.size(); row-- > 0;)
      if (plan.study.arms[row].variation == v)
        plan.scenarios.erase(plan.scenarios.begin() + static_cast<std::ptrdiff_t>(row));
    drop_variation(plan.study, v);
  }
}

}  // namespace

PlannedStudy plan_study(const std::string& path, const ComputeOptions& options, Problems& problems) {
  PlannedStudy plan{load_study(path, options.sets, problems), {}, 0};
  plan.replicates = options.replicates.value_or(plan.study.replicates);
  if (options.replicates) plan.study.growth.reset();
  if (!problems.empty()) return plan;
  for (std::size_t i = 0; i < plan.study.arms.size(); ++i)
    plan.scenarios.push_back(scenario_of(plan.study, i, options.sets, problems));
  if (problems.empty()) drop_worlds_that_are_written(plan);
  return plan;
}

std::vector<PlannedRun> replicate_major(std::size_t rows, std::size_t replicates) {
  std::vector<PlannedRun> runs;
  for (std::size_t r = 0; r < replicates; ++r)
    for (std::size_t row = 0; row < rows; ++row) runs.push_back({row, r});
  return runs;
}

ReplicateShelves::ReplicateShelves(const std::vector<PlannedRun>& runs) {
  for (const PlannedRun& run : runs) ++left_[run.replicate];
}

std::shared_ptr<Shelf> ReplicateShelves::of(std::size_t replicate) {
  const std::lock_guard lock(mutex_);
  auto& shelf = shelves_[replicate];
  if (!shelf) shelf = std::make_shared<Shelf>();
  return shelf;
}

void ReplicateShelves::over(std::size_t replicate) {
  const std::lock_guard lock(mutex_);
  if (--left_[replicate] == 0) shelves_.erase(replicate);
}

std::size_t ReplicateShelves::live() const {
  const std::lock_guard lock(mutex_);
  return shelves_.size();
}

}  // namespace fanfare
