// Rows of a study tried out, and the baselines that they share.
#include "sim/scenario/study_rows.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <set>

#include "sim/scenario/arms.h"
#include "sim/scenario/path.h"

namespace fanfare {
namespace {

void add_all(const Trial& trial, Problems& problems) {
  for (const Problem& p : trial.problems) problems.add(p);
}

// What two rows have in common is the level of what they share.
void keep_common(Arm& twin, const Arm& row) {
  for (std::size_t f = 0; f < twin.levels.size(); ++f)
    if (twin.levels[f] != row.levels[f]) {
      twin.levels[f].clear();
      if (f < twin.numbers.size()) twin.numbers[f] = std::numeric_limits<double>::quiet_NaN();
    }
}

std::string twin_name(const Study& study, const Arm& twin, bool is_only) {
  std::string name = is_only ? "baseline" : "";
  for (std::size_t f = 0; f < study.factors.size() && !is_only; ++f)
    if (!twin.levels[f].empty())
      name += ", " + split_path(study.factors[f].path).back() + "=" + twin.levels[f];
  if (!is_only && name.empty() && !study.factors.empty()) return "baseline, shared";
  return is_only ? name : "baseline" + (name.empty() ? ", " + twin.name : name);
}

}  // namespace

std::vector<Trial> try_rows(Study& study, std::span<const SetOption> sets, Digests digests) {
  std::vector<Trial> trials;
  for (std::size_t i = 0; i < study.arms.size(); ++i) {
    Problems found;
    const Scenario scenario = scenario_of(study, i, sets, found);
    if (study.question.empty()) study.question = scenario.question;
    const bool has_digest = digests == Digests::taken && found.empty();
    trials.push_back({has_digest ? scenario.digest() : "", found.sorted()});
  }
  return trials;
}

// A level that no point can take is a mistake; so is a design of which nothing is left.
void refuse_useless_levels(const Study& study, const std::vector<Trial>& trials, Problems& problems) {
  const std::size_t before = problems.size();
  for (std::size_t f = 0; f < study.factors.size(); ++f) {
    std::map<std::string, std::pair<std::size_t, std::size_t>> tried;  // level → points, refused
    for (std::size_t i = 0; i < trials.size(); ++i) {
      auto& [all, bad] = tried[study.arms[i].levels[f]];
      ++all, bad += trials[i].problems.empty() ? 0 : 1;
    }
    if (tried.size() > study.factors[f].values.size()) continue;  // of a range: its ends are looked at apart
    for (std::size_t i = 0; i < trials.size(); ++i)
      if (const auto& [all, bad] = tried[study.arms[i].levels[f]]; all == bad) add_all(trials[i], problems);
  }
  const bool is_any_left = std::any_of(trials.begin(), trials.end(), [](const Trial& t) { return t.problems.empty(); });
  if (problems.size() == before && !is_any_left && !trials.empty()) add_all(trials.front(), problems);
}

// Points that the scenario can't be at are kept apart, with the reason.
void set_refused_apart(Study& study, std::vector<Trial>& trials) {
  std::vector<Arm> kept;
  std::vector<Trial> kept_trials;
  for (std::size_t i = 0; i < trials.size(); ++i) {
    if (trials[i].problems.empty()) {
      kept.push_back(std::move(study.arms[i])), kept_trials.push_back(std::move(trials[i]));
      continue;
    }
    const Problem& p = trials[i].problems.front();
    study.refused.push_back({study.arms[i].name, p.path + ": " + p.what});
  }
  study.arms = std::move(kept), trials = std::move(kept_trials);
}

// Each row with the patch on top, and rows whose worlds come out the same share theirs. They stand first.
void add_twins(Study& study, const ConfigNode& patch, std::span<const SetOption> sets, Problems& problems) {
  Study of_twins = study;
  for (Arm& twin : of_twins.arms) twin.over.push_back(relabelled(patch, "baseline"));
  const std::vector<Trial> trials = try_rows(of_twins, sets, Digests::taken);
  const auto bad = std::find_if(trials.begin(), trials.end(), [](const Trial& t) { return !t.problems.empty(); });
  if (bad != trials.end()) return add_all(*bad, problems);
  std::map<std::string, std::size_t> known;  // digest → place among the twins
  std::vector<Arm> twins;
  for (std::size_t i = 0; i < trials.size(); ++i) {
    const auto [at, is_new] = known.emplace(trials[i].digest, twins.size());
    if (is_new) twins.push_back(of_twins.arms[i]);
    else keep_common(twins[at->second], of_twins.arms[i]);
    study.twins.push_back(at->second);
  }
  const auto count = twins.size();
  std::set<std::string> taken;
  for (const Arm& arm : study.arms) taken.insert(arm.name);
  for (Arm& twin : twins) {
    twin.name = twin_name(study, twin, count == 1);
    for (int n = 2; !taken.insert(twin.name).second; ++n) twin.name += " " + std::to_string(n);
    twin.label.clear();
  }
  std::vector<std::size_t> own(count);
  std::iota(own.begin(), own.end(), 0U);
  study.twins.insert(study.twins.begin(), own.begin(), own.end());
  study.arms.insert(study.arms.begin(), std::make_move_iterator(twins.begin()), std::make_move_iterator(twins.end()));
  study.baseline = count == 1 ? study.arms.front().name : "baseline";
  if (count == 1) study.twins.clear();  // all have the same one, as ever
}

// In a lattice the rows of the arm that is the baseline are the twins of those at the same point.
void share_baseline_arm(Study& study, const std::vector<Trial>& trials) {
  std::map<std::string, std::size_t> known;         // digest → row that is kept
  std::map<std::vector<std::string>, std::size_t> at_point;  // levels but the arm's → row that is kept
  std::vector<Arm> kept;
  std::vector<std::size_t> of;  // of each kept row, its place before
  const auto point_of = [](const Arm& arm) { return std::vector(arm.levels.begin() + 1, arm.levels.end()); };
  for (std::size_t i = 0; i < study.arms.size(); ++i) {
    Arm& arm = study.arms[i];
    const bool is_base = arm.levels[0] == study.baseline;
    const auto point = point_of(arm);
    if (is_base) {
      const auto [at, is_new] = known.emplace(trials[i].digest, kept.size());
      at_point[point] = at->second;
      if (!is_new) {
        keep_common(kept[at->second], arm);
        continue;
      }
    }
    kept.push_back(arm), of.push_back(i);
  }
  for (const std::size_t i : of) {
    const auto twin = at_point.find(point_of(study.arms[i]));
    study.twins.push_back(twin == at_point.end() ? kept.size() : twin->second);
  }
  for (std::size_t row = 0; row < kept.size(); ++row)
    if (study.twins[row] == kept.size()) study.twins[row] = row;  // its baseline was refused: no difference
  study.arms = std::move(kept);
  if (known.size() != 1) return;
  study.arms[known.begin()->second].name = study.baseline;
  study.twins.clear();
}

}  // namespace fanfare
