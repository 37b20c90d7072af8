#include "sim/study/horizon.h"

#include <algorithm>
#include <map>
#include <optional>

#include "sim/words/text.h"

namespace fanfare {
std::optional<Said> unequal_horizons(const PlannedStudy& plan) {
  constexpr std::size_t kNamed = 4;
  const auto acts_until = plan.report().acts_until;
  if (acts_until == nullptr) return std::nullopt;
  std::map<double, std::vector<Said>> arms;  // by the days that are left to them
  for (std::size_t row = 0; row < plan.rows(); ++row) {
    const double until = plan.scenarios[row].run.until;
    const auto ends = acts_until(plan.scenarios[row].effective());
    if (!ends) continue;
    std::vector<Said>& names = arms[std::max(until - *ends, 0.0)];
    const char* key = names.empty() ? "note.lacking" : "note.lacking_next";
    names.push_back({key, {{"arm", plan.study.arms[row].title()}}});
  }
  if (arms.size() < 2) return std::nullopt;
  std::vector<Said> which;
  for (auto& [days, names] : arms) {
    const std::size_t more = names.size() > kNamed ? names.size() - kNamed : 0;
    names.resize(names.size() - more);
    if (more > 0) names.push_back({"name.more", {{"n", more}}});
    const char* key = which.empty() ? "caution.horizon" : "caution.horizon_next";
    which.push_back({key, {{"days", people_number(days)}, {"arms", std::move(names)}}});
  }
  const Said rows{plan.study.factors.empty() ? "answer.arms" : "answer.points"};
  return Said{"caution.horizons", {{"rows", std::vector<Said>{rows}}, {"which", std::move(which)}}};
}

}  // namespace fanfare
