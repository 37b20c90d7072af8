#include "sim/power/of_study.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <set>

#include "fanfare/catalogue.h"
#include "fanfare/expects.h"
#include "fanfare/nearest.h"
#include "sim/judge/derived.h"
#include "sim/judge/measure.h"
#include "sim/words/titles.h"

namespace fanfare::power {
namespace {

constexpr double kSeen = 0.8;  // the usual chance (Cohen 1988)

std::string primary_of(const Results& study) {
  const auto found = study.data.attributes.find("primary");
  const auto* text =
      found == study.data.attributes.end() ? nullptr : std::get_if<std::string>(&found->second);
  return text == nullptr ? "" : *text;
}

// What is recorded in each run: a test sees levels, of which differences are made.
std::string recorded_measure(const Results& study, const std::string& asked) {
  const ReportSpec& spec = report_of(study.provenance.model);
  std::string name = asked.empty() ? primary_of(study) : asked;
  if (name.empty())
    throw InputError(
        fmt::format("{}: names no primary measure (something has to be tested) give --measure, one of {}",
                    study.path.string(), listed(measurable(study.data))));
  const DerivedMeasure* derived = spec.derived_named(name.substr(0, name.find('(')));
  if (derived != nullptr && spec.is_difference(derived->name) && !derived->seen_in.empty())
    name = std::string(derived->seen_in);
  return name;
}

double days_of(const Results& study, const std::string& path) {
  for (const ResolvedValue& v : study.provenance.values)
    if (v.path == path) return std::strtod(v.value.c_str(), nullptr);
  return 0;
}

// The day at which the test ends, of a measure that is recorded over time; the weeks until then.
std::optional<double> end_of_test(const Results& study, const std::string& name, double& weeks) {
  const Variable* v = study.data.variable(name);
  const Dimension* time = study.data.dimension("time");
  if (v == nullptr || v->dimensions.size() < 3 || v->dimensions[2] != "time" || time == nullptr ||
      time->values.empty())
    return std::nullopt;
  const double from = days_of(study, "run.warmup"), last = time->values.back();
  if (weeks <= 0) {
    weeks = (last - from) / 7;
    return std::nullopt;
  }
  const double end = from + 7 * weeks;
  if (end > last + 1e-6)
    throw InputError(
        fmt::format("--weeks {}: the runs of {} measure {:.3g} weeks after their warm-up (nothing is known "
                    "beyond) simulate longer, or test fewer weeks",
                    weeks, study.path.string(), (last - from) / 7));
  const auto near = std::min_element(time->values.begin(), time->values.end(), [&](double a, double b) {
    return std::fabs(a - end) < std::fabs(b - end);
  });
  return *near;
}

std::size_t row_named(const Results& study, const std::string& flag, const std::string& arm) {
  const auto found = std::find(study.arms.begin(), study.arms.end(), arm);
  if (found == study.arms.end())
    throw InputError(fmt::format("{} {}: no arm has that name ({})", flag, arm,
                                 did_you_mean(arm, study.arms, "there are")));
  return static_cast<std::size_t>(found - study.arms.begin());
}

// For each row the one that it is held against: its own where the study has such.
std::vector<std::size_t> bases_of(const Results& study, const Request& request) {
  const std::string& named = request.baseline.empty() ? study.baseline : request.baseline;
  if (request.baseline.empty())
    if (std::vector<std::size_t> twins = twins_of(study.data); !twins.empty()) return twins;
  if (named.empty())
    throw InputError(
        fmt::format("{}: has no baseline (an effect is against something) give --baseline, one of {}",
                    study.path.string(), listed(study.arms)));
  return std::vector<std::size_t>(study.arms.size(), row_named(study, "--baseline", named));
}

// The row of the largest effect in the good direction; of measures with none, the largest either way.
std::size_t best_row(const Measure& m, const std::vector<std::size_t>& bases) {
  std::size_t best = 0;
  double most = -std::numeric_limits<double>::infinity();
  for (std::size_t row = 0; row < bases.size(); ++row) {
    if (bases[row] == row) continue;
    const double effect = t_interval(differences(m.values[row], m.values[bases[row]])).mean;
    const double good = m.better == Better::less   ? -effect
                        : m.better == Better::more ? effect
                                                   : std::fabs(effect);
    if (good > most) most = good, best = row;
  }
  return best;
}

// Around the size that was asked for, and where power goes.
std::set<std::uint32_t> sizes(const TestDesign& test) {
  std::set<std::uint32_t> all = {4, 6, 10, 16, 20, 30, 40, 60, 100, 200, 400};
  all.insert(test.units);
  return all;
}

Row row_of(const Power& p, std::uint32_t units) {
  TestDesign test = p.test;
  test.units = units;
  const std::vector<double> thresholds = least_significant(test, p.market);
  const double sign = p.effect.mean < 0 ? -1 : 1;
  const auto chance = [&](double effect) { return chance_to_see(thresholds, std::max(0.0, sign * effect)); };
  const double low = chance(p.effect.low), high = chance(p.effect.high);
  return {units,
          chance(p.effect.mean),
          std::min(low, high),
          std::max(low, high),
          detectable(thresholds, kSeen),
          units == p.test.units};
}

}  // namespace

Power power_of(const Results& study, const Request& request) {
  if (study.kind != ResultsKind::study)
    throw InputError(fmt::format("{}: is a single run (an effect is a difference between arms) give a study",
                                 study.path.string()));
  Power p;
  p.test = request.test;
  const std::string name = recorded_measure(study, request.measure);
  const std::optional<double> day = end_of_test(study, name.substr(0, name.find('(')), p.test.weeks);
  const Measure m = measure_of(study.data, measure_name_of(name), report_of(study.provenance.model), day);
  const std::vector<std::size_t> bases = bases_of(study, request);
  const std::size_t row = request.arm.empty() ? best_row(m, bases) : row_named(study, "--arm", request.arm);
  const std::size_t base = bases[row];
  if (row == base)
    throw InputError(
        fmt::format("--arm {}: is the baseline itself (it has no effect) name another arm", study.arms[row]));
  p.name = study.provenance.name, p.question = study.provenance.question,
  p.digest = study.provenance.scenario_digest;
  p.arm = study.arms[row], p.baseline = study.arms[base];
  p.measure = m.name, p.label = m.label, p.unit = m.unit;
  p.effect = t_interval(differences(m.values[row], m.values[base]));
  if (!p.effect.exists())
    throw InputError(
        fmt::format("{}: has {} replicate{} of {} and {} with values (luck is not known from one) run it "
                    "with --replicates 8",
                    study.path.string(), p.effect.n, p.effect.n == 1 ? "" : "s", p.arm, p.baseline));
  const Interval with = t_interval(m.values[row]), without = t_interval(m.values[base]);
  p.luck = request.luck;
  p.market = {without.mean, with.mean, without.sd * std::sqrt(p.luck), with.sd * std::sqrt(p.luck)};
  p.test.unit_size = p.test.size();  // a unit stays what it is when their number changes
  p.test.seed = static_cast<std::uint32_t>(study.provenance.seed);
  for (const std::uint32_t units : sizes(p.test)) {
    TestDesign test = p.test;
    test.units = units;
    if (test.held_out() < 2 || test.treated() < 2 || (test.pairs && units % 2 != 0)) continue;
    p.rows.push_back(row_of(p, units));
    if (p.needed == 0 && p.rows.back().chance >= kSeen) p.needed = units;
  }
  return p;
}

}  // namespace fanfare::power
