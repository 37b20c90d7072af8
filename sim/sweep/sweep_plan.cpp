// Plans in JSON, and how runs are dealt.
#include "sim/sweep/sweep_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <numeric>
#include <queue>

#include "fanfare/expects.h"
#include "sim/results/atomic_file.h"
#include "sim/results/provenance.h"
#include "sim/study/load.h"
#include "sim/study/room.h"

namespace fanfare {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::ordered_json;
constexpr int kPlanFormat = 1;

[[noreturn]] void refuse(const fs::path& path, const std::string& what, const std::string& help) {
  throw InputError(fmt::format("{}: {} {}", path.string(), what, help));
}

Json json_of(const SweepPlan& plan) {
  Json sets = Json::array(), arms = Json::array();
  for (const SetOption& set : plan.sets) sets.push_back({{"path", set.path}, {"value", set.value}});
  for (const auto& [name, digest] : plan.arms) arms.push_back({{"name", name}, {"digest", digest}});
  return {{"sweep", kPlanFormat},          {"study", plan.study},   {"sets", sets},
          {"replicates", plan.replicates}, {"shards", plan.shards}, {"version", plan.version},
          {"commit", plan.commit},         {"digest", plan.digest}, {"arms", arms}};
}

SweepPlan plan_of(const Json& json) {
  SweepPlan plan;
  plan.study = json.at("study");
  for (const Json& set : json.at("sets")) plan.sets.push_back({set.at("path"), set.at("value")});
  plan.replicates = json.at("replicates");
  plan.shards = json.at("shards").get<std::vector<std::size_t>>();
  plan.version = json.at("version");
  plan.commit = json.value("commit", "");
  plan.digest = json.at("digest");
  for (const Json& arm : json.at("arms")) plan.arms.emplace_back(arm.at("name"), arm.at("digest"));
  return plan;
}

// What a run costs against others of its study: what grows with its world, times its ticks.
double cost_of(const Scenario& scenario) {
  return std::max(1.0, bytes_by_formula(scenario)) * std::max(1U, scenario.run.ticks());
}

void expect_program(const fs::path& path, const SweepPlan& plan) {
  const Provenance here = program_provenance();
  const auto of = [](const std::string& version, const std::string& commit) {
    return commit.empty() ? version : fmt::format("{} of commit {}", version, commit);
  };
  if (here.version == plan.version && here.commit == plan.commit) return;
  refuse(path,
         fmt::format("was made by fanfare {} (this is {}, whose results may differ)",
                     of(plan.version, plan.commit), of(here.version, here.commit)),
         "go on with that program, or plan again in another folder");
}

std::string what_changed(const PlannedStudy& study, const SweepPlan& plan) {
  for (std::size_t i = 0; i < std::max(study.scenarios.size(), plan.arms.size()); ++i) {
    if (i >= study.scenarios.size()) return fmt::format("arm '{}' is gone", plan.arms[i].first);
    const std::string& name = study.study.arms[i].name;
    if (i >= plan.arms.size()) return fmt::format("arm '{}' is new", name);
    if (plan.arms[i].first != name) return fmt::format("arm '{}' is now '{}'", plan.arms[i].first, name);
    if (plan.arms[i].second != study.scenarios[i].digest())
      return fmt::format("the scenario of arm '{}' is another", name);
  }
  return {};
}

}  // namespace

SweepPlan make_sweep(const PlannedStudy& study, const ComputeOptions& options, std::size_t shards,
                     const fs::path& folder) {
  if (study.study.growth)
    throw ScenarioError(fmt::format(
        "{}: replicates: they grow until their intervals are narrow (which shards, computed apart, can't know) "
        "give a sweep a number: --replicates {}",
        study.study.path, study.study.growth->at_most));
  const std::size_t runs = study.scenarios.size() * study.replicates;
  if (shards > runs)
    throw InputError(
        fmt::format("--shards {}: the study has {} runs (a shard holds at least one) give at most {}", shards,
                    runs, runs));
  SweepPlan plan;
  plan.study = fs::relative(fs::absolute(study.study.path), fs::absolute(folder)).string();
  plan.sets = options.sets;
  plan.replicates = study.replicates;
  for (const auto& dealt : deal(study, shards)) plan.shards.push_back(dealt.size());
  plan.version = program_provenance().version;
  plan.commit = program_provenance().commit;
  plan.digest = study.digest();
  for (std::size_t i = 0; i < study.scenarios.size(); ++i)
    plan.arms.emplace_back(study.study.arms[i].name, study.scenarios[i].digest());
  return plan;
}

fs::path sweep_file(const fs::path& folder) { return folder / "plan.json"; }

void write_sweep(const fs::path& folder, const SweepPlan& plan) {
  write_file(sweep_file(folder), json_of(plan).dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

SweepPlan read_sweep(const fs::path& folder) {
  const fs::path path = sweep_file(folder);
  if (!fs::is_regular_file(path))
    refuse(path, "is not there (no sweep was planned here)",
           "make one with `fanfare sweep plan STUDY.yaml -o " + folder.string() + "`");
  try {
    const Json json = Json::parse(read_file(path));
    if (json.at("sweep") != kPlanFormat)
      refuse(path, fmt::format("has format {} (this program reads {})", json.at("sweep").dump(), kPlanFormat),
             "use the program that made it");
    SweepPlan plan = plan_of(json);
    const std::size_t all = std::accumulate(plan.shards.begin(), plan.shards.end(), std::size_t{0});
    if (all == 0 || all != plan.arms.size() * plan.replicates)
      refuse(path, "is damaged (its counts can't be)", "plan again in another folder");
    return plan;
  } catch (const Json::exception& error) {
    refuse(path, fmt::format("is damaged ({})", error.what()), "plan again in another folder");
  }
}

PlannedStudy open_sweep(const fs::path& folder, const SweepPlan& plan, Problems& problems) {
  expect_program(sweep_file(folder), plan);
  ComputeOptions options;
  options.sets = plan.sets;
  options.replicates = static_cast<std::uint32_t>(plan.replicates);
  Work work = load_work((folder / plan.study).lexically_normal().string(), options, problems);
  if (!problems.empty()) return {};
  PlannedStudy study = std::move(work.study.value());
  if (const std::string changed = what_changed(study, plan); !changed.empty())
    refuse(sweep_file(folder),
           fmt::format("no longer fits {} ({} since it was planned)", study.study.path, changed),
           "put back what was changed, or plan again in another folder");
  return study;
}

std::vector<std::vector<PlannedRun>> deal(const PlannedStudy& study, std::size_t shards) {
  std::vector<double> cost;
  for (const Scenario& scenario : study.scenarios) cost.push_back(cost_of(scenario));
  using Load = std::pair<double, std::size_t>;  // what it has to do, number
  std::priority_queue<Load, std::vector<Load>, std::greater<>> least;
  for (std::size_t k = 0; k < shards; ++k) least.emplace(0.0, k);
  std::vector<std::vector<PlannedRun>> dealt(shards);
  for (const PlannedRun& run : replicate_major(study.scenarios.size(), study.replicates)) {
    auto [load, k] = least.top();
    least.pop();
    dealt[k].push_back(run);
    least.emplace(load + cost[run.row], k);
  }
  return dealt;
}

}  // namespace fanfare
