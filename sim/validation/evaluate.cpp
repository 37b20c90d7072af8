// Intervals and means against values, bands and other arms.
#include "sim/validation/evaluate.h"

#include <fmt/format.h>

#include <algorithm>

#include "fanfare/expects.h"
#include "fanfare/nearest.h"
#include "sim/judge/measure.h"
#include "sim/validation/table_number.h"

namespace fanfare {
namespace {

double tolerance_of(const Expectation& e, ValidationForm form) {
  return form == ValidationForm::quick && !std::isnan(e.quick_tolerance) ? e.quick_tolerance : e.tolerance;
}

// The one that is meant: by label, or the only one.
Measure measure_of(const Dataset& study, const Expectation& e) {
  const auto day = std::isnan(e.time) ? std::nullopt : std::optional(e.time);
  std::vector<Measure> found = measures_of(study, e.measure, no_report(), day);
  std::vector<std::string> labels;
  for (Measure& m : found) {
    if (m.label == e.label || (e.label.empty() && found.size() == 1)) return std::move(m);
    labels.push_back(m.label);
  }
  if (e.label.empty())
    throw InputError(
        fmt::format("{} has several labels (write label: {})", e.measure, fmt::join(labels, ", ")));
  throw InputError(fmt::format("{} has no label '{}' ({})", e.measure, e.label,
                               did_you_mean(e.label, labels, "there are")));
}

std::size_t row_of(const Dataset& study, const std::string& arm) {
  const std::vector<std::string>& arms = arms_of(study).labels;
  const auto found = std::find(arms.begin(), arms.end(), arm);
  if (found == arms.end()) throw InputError(fmt::format("the results have no arm '{}'", arm));
  return static_cast<std::size_t>(found - arms.begin());
}

// The values that are judged: of the arm, or by replicate the difference that should be positive.
std::vector<double> judged_values(const Dataset& study, const Expectation& e, const Measure& m) {
  const std::vector<double>& own = m.values[row_of(study, e.arm)];
  if (e.other().empty()) return own;
  const std::vector<double>& other = m.values[row_of(study, e.other())];
  return e.below.empty() ? differences(own, other) : differences(other, own);
}

// Rounding of the last bit must not decide at the edge of a band.
bool is_near(double value, double published, double tolerance) {
  return std::fabs(value - published) <= tolerance + 1e-12 * std::fabs(published);
}

bool is_expected(const Expectation& e, double value, ValidationForm form) {
  switch (e.kind()) {
    case Expectation::Kind::published: return is_near(value, e.published, tolerance_of(e, form));
    case Expectation::Kind::between: return e.between.holds(value);
    case Expectation::Kind::below:
    case Expectation::Kind::above: return value > 0 && value >= e.by;
  }
  return false;
}

// What decides does so by its whole interval; what only warns, by its mean.
bool holds(const Expectation& e, const Judged& f, ValidationForm form) {
  if (!is_gate(f.category)) return is_expected(e, f.ours.mean, form);
  return f.ours.exists() && is_expected(e, f.ours.low, form) && is_expected(e, f.ours.high, form);
}

std::string reason_of(const Expectation& e, const Judged& f, ValidationForm form) {
  const std::string expected = f.is_difference ? "the expected difference" : f.published;
  if (!is_expected(e, f.ours.mean, form))
    return fmt::format("{} is not {}", table_number(f.ours.mean), expected);
  if (!f.ours.exists()) return "one replicate has no interval, which is what decides (run more)";
  return fmt::format("{} to {} reaches beyond {} (its mean does not: run more replicates)",
                     table_number(f.ours.low), table_number(f.ours.high), expected);
}

std::string name_of(const Expectation& e) {
  if (!e.name.empty()) return e.name;
  std::string text = e.arm + ": " + e.measure;
  if (!e.label.empty()) text += " (" + e.label + ")";
  if (!std::isnan(e.time)) text += ", day " + table_number(e.time);
  return text;
}

void judge(Judged& finding, const Expectation& e, const Dataset& study, ValidationForm form) {
  const Measure m = measure_of(study, e);
  const std::vector<double> values = judged_values(study, e, m);
  finding.unit = m.unit;
  finding.replicates = values.size();
  finding.ours = t_interval(values);
  if (finding.ours.n == 0) throw InputError("has no value in any replicate");
  if (holds(e, finding, form)) {
    finding.judgement = Judgement::pass;
    return;
  }
  finding.judgement = is_gate(finding.category) ? Judgement::fail : Judgement::warn;
  finding.reason = reason_of(e, finding, form);
}

}  // namespace

std::string_view to_string(Judgement judgement) {
  switch (judgement) {
    case Judgement::pass: return "pass";
    case Judgement::warn: return "warn";
    case Judgement::fail: return "FAIL";
  }
  return "";
}

std::string expected_text(const Expectation& e, ValidationForm form) {
  switch (e.kind()) {
    case Expectation::Kind::published:
      return fmt::format("{} ± {}", table_number(e.published), table_number(tolerance_of(e, form)));
    case Expectation::Kind::between:
      if (std::isinf(e.between.hi)) return "at least " + table_number(e.between.lo);
      if (std::isinf(e.between.lo)) return "at most " + table_number(e.between.hi);
      return fmt::format("{} to {}", table_number(e.between.lo), table_number(e.between.hi));
    case Expectation::Kind::below:
    case Expectation::Kind::above: {
      const std::string text = (e.below.empty() ? "above " : "below ") + e.other();
      return e.by > 0 ? text + " by " + table_number(e.by) : text;
    }
  }
  return "";
}

std::vector<Judged> evaluate(const Validation& validation, const Dataset& study, ValidationForm form) {
  std::vector<Judged> findings;
  for (const Expectation& e : validation.expect) {
    Judged finding;
    finding.what = name_of(e);
    finding.published = expected_text(e, form);
    finding.source = e.source;
    finding.category = validation.category_of(e);
    finding.is_difference = !e.other().empty();
    try {
      judge(finding, e, study, form);
    } catch (const InputError& error) {  // nothing to judge is never a pass, whatever the class
      finding.judgement = Judgement::fail;
      finding.reason = error.what();
    }
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace fanfare
