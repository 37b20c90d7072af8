// Order and shelves of a study.
#include "sim/study/study_plan.h"

#include "sim/scenario/input_file.h"

namespace fanfare {

std::vector<std::string> PlannedStudy::arms() const {
  std::vector<std::string> names;
  for (const Arm& arm : study.arms) names.push_back(arm.name);
  return names;
}

std::vector<std::string> PlannedStudy::titles() const {
  std::vector<std::string> titles;
  for (const Arm& arm : study.arms) titles.push_back(arm.title());
  return titles;
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

PlannedStudy plan_study(const std::string& path, const ComputeOptions& options, Problems& problems) {
  PlannedStudy plan{load_study(path, options.sets, problems), {}, 0};
  plan.replicates = options.replicates.value_or(plan.study.replicates);
  if (options.replicates) plan.study.growth.reset();
  if (!problems.empty()) return plan;
  for (std::size_t i = 0; i < plan.study.arms.size(); ++i)
    plan.scenarios.push_back(scenario_of(plan.study, i, options.sets, problems));
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
