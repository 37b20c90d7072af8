#include "sim/study/horizon.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "fanfare/quantity.h"
#include "sim/study/text.h"

namespace fanfare {
namespace {

// The day on which the last of a scenario's flights ends.
std::optional<double> last_flight_ends(const Scenario& scenario) {
  const ConfigNode tree = scenario.effective();
  const ConfigNode* campaigns = tree.find("campaigns");
  if (campaigns == nullptr || !campaigns->is_list()) return std::nullopt;
  std::optional<double> last;
  for (const ConfigNode& campaign : campaigns->items) {
    const ConfigNode* flight = campaign.find("flight");
    if (flight == nullptr || !flight->is_list() || flight->items.size() != 2) continue;
    QuantityError ignored;
    const auto until = read_quantity(flight->items[1].text, {Unit::days, {}, nullptr}, ignored);
    if (until) last = std::max(last.value_or(*until), *until);
  }
  return last;
}

}  // namespace

std::string unequal_horizons(const PlannedStudy& plan) {
  constexpr std::size_t kNamed = 4;
  std::map<double, std::vector<std::string>> arms;  // by the days that are left to them
  for (std::size_t row = 0; row < plan.scenarios.size(); ++row) {
    const double until = plan.scenarios[row].run.until;
    if (const auto ends = last_flight_ends(plan.scenarios[row]))
      arms[std::max(until - *ends, 0.0)].push_back(plan.study.arms[row].title());
  }
  if (arms.size() < 2) return {};
  std::string which;
  for (auto& [days, names] : arms) {
    const std::size_t more = names.size() > kNamed ? names.size() - kNamed : 0;
    names.resize(names.size() - more);
    which += fmt::format("{}{} d ({}{})", which.empty() ? "" : ", ", people_number(days),
                         fmt::join(names, ", "), more > 0 ? fmt::format(" and {} more", more) : "");
  }
  return fmt::format(
      "the {} are measured unequal times after their last flight: {}; effects that build up or fade are not "
      "compared "
      "alike (end the flights on the same day, or measure so late that it makes no difference)",
      plan.study.factors.empty() ? "arms" : "points", which);
}

}  // namespace fanfare
