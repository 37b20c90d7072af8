// Outcomes of the arms; the words are in verdict.cpp.
#include "sim/judge/comparison.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fanfare {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

// The effect of `arm` against the baseline, and how much pairing sharpened it.
void set_effect(const Comparison& c, std::size_t arm, std::size_t baseline, ArmOutcome& outcome) {
  const auto& a = c.measure.values[arm];
  const auto& b = c.measure.values[baseline];
  if (c.pairing == Pairing::paired) {
    outcome.effect = t_interval(differences(a, b));
    outcome.variance_reduction = variance_reduction(a, b);
  } else {
    outcome.effect = welch_interval(a, b);
  }
}

void leave_out(Comparison& c, std::span<const std::string> placebos) {
  const auto is_placebo = [&](const ArmOutcome& arm) {
    return std::find(placebos.begin(), placebos.end(), arm.arm) != placebos.end();
  };
  const auto is_choice = [&](const ArmOutcome& arm) { return arm.candidate && !is_placebo(arm); };
  if (std::none_of(c.arms.begin(), c.arms.end(), is_choice)) return;
  for (ArmOutcome& arm : c.arms) arm.candidate = is_choice(arm);
}

void set_chances(Comparison& c, std::uint32_t seed) {
  std::vector<std::vector<double>> values;
  std::vector<ArmOutcome*> candidates;
  for (std::size_t arm = 0; arm < c.arms.size(); ++arm)
    if (c.arms[arm].candidate) values.push_back(c.measure.values[arm]), candidates.push_back(&c.arms[arm]);
  if (candidates.size() < 2) return;
  const std::vector<double> chances = chance_best(values, c.measure.better, seed);
  // Empty where there is none to give.
  for (std::size_t i = 0; i < chances.size(); ++i) candidates[i]->chance_best = chances[i];
}

}  // namespace

bool Comparison::exists() const {
  return std::any_of(arms.begin(), arms.end(), [](const ArmOutcome& arm) { return arm.value.n > 0; });
}

Comparison compare(Measure measure, std::span<const std::string> arms, const std::string& baseline,
                   Pairing pairing, std::uint32_t seed, std::span<const std::string> placebos,
                   std::span<const std::size_t> bases) {
  Comparison c{std::move(measure), baseline, pairing, {}};
  const Bounds range = c.measure.range();
  const auto found = std::find(arms.begin(), arms.end(), baseline);
  for (std::size_t i = 0; i < arms.size(); ++i) {
    const auto& values = c.measure.values[i];
    ArmOutcome outcome{arms[i],  arms[i],  "", within(t_interval(values), range), std::nullopt,
                       kUnknown, kUnknown, bad_case(values, c.measure.better), 0, 0, false};
    const bool is_baseline = bases.empty() ? arms[i] == baseline : bases[i] == i;
    outcome.losses =
        static_cast<std::size_t>(std::count_if(values.begin(), values.end(), [](double v) { return v < 0; }));
    outcome.candidate = outcome.value.n > 0 && !(is_baseline && c.measure.incremental());
    const std::size_t base = bases.empty() ? static_cast<std::size_t>(found - arms.begin()) : bases[i];
    if (base < arms.size() && !is_baseline && !c.measure.incremental()) set_effect(c, i, base, outcome);
    c.arms.push_back(std::move(outcome));
  }
  leave_out(c, placebos);
  set_chances(c, seed);
  return c;
}

}  // namespace fanfare
