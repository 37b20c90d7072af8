// Numbers of the last time, arm by arm, out of stacked arrays.
#include "sim/judge/measure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "fanfare/expects.h"
#include "fanfare/nearest.h"

namespace fanfare {
namespace {

// How a stacked variable is laid out: (row, replicate[, time], rest…), row-major.
struct MeasureLayout {
  std::size_t rows = 0;
  std::size_t replicates = 0;
  std::size_t times = 1;
  bool series = false;
  std::vector<std::string> labels;  // of the rest, joined: "aurora", "aurora/buyer"; {""} if there is none

  std::size_t index(std::size_t row, std::size_t replicate, std::size_t time, std::size_t label) const {
    return ((row * replicates + replicate) * times + time) * labels.size() + label;
  }
};

std::string label_at(const Dimension& d, std::size_t i) {
  if (!d.labels.empty()) return d.labels[i];
  std::string text = std::to_string(d.values[i]);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return d.name + " " + text;
}

bool is_stacked(const Dataset& study, const Variable& v) {
  const auto& d = v.dimensions;
  return d.size() >= 2 && d[0] == arms_of(study).name && d[1] == "replicate";
}

MeasureLayout layout_of(const Dataset& study, const Variable& v) {
  MeasureLayout layout{arms_of(study).size(), study.dimension("replicate")->size(), 1, false, {""}};
  for (std::size_t i = 2; i < v.dimensions.size(); ++i) {
    const Dimension& d = *study.dimension(v.dimensions[i]);
    if (i == 2 && d.name == "time") {
      layout.times = d.size();
      layout.series = true;
      continue;
    }
    std::vector<std::string> joined;
    for (const std::string& before : layout.labels)
      for (std::size_t k = 0; k < d.size(); ++k)
        joined.push_back(before + (before.empty() ? "" : "/") + label_at(d, k));
    layout.labels = std::move(joined);
  }
  return layout;
}

const Variable& variable_of(const Dataset& study, std::string_view name) {
  const Variable* v = study.variable(name);
  if (v != nullptr && is_stacked(study, *v)) return *v;
  throw InputError("the results have no measure '" + std::string(name) + "' (" +
                   did_you_mean(name, measurable(study), "there are") + ")");
}

// Which row of time is meant: that of `day`, else the last.
std::size_t time_row(const Dataset& study, const Variable& v, const MeasureLayout& layout,
                     std::optional<double> day) {
  if (!day) return layout.times - 1;
  if (!layout.series) throw InputError(v.name + " has one value, none of day " + std::to_string(*day));
  const std::vector<double>& days = study.dimension("time")->values;
  const auto near = [&](double t) { return std::fabs(t - *day) < 1e-6; };
  const auto found = std::find_if(days.begin(), days.end(), near);
  if (found == days.end())
    throw InputError(v.name + " has no row at day " + std::to_string(*day) +
                     " (outputs.every sets the rows)");
  return static_cast<std::size_t>(found - days.begin());
}

// The values at one time.
std::vector<std::vector<double>> slice(const Variable& v, const MeasureLayout& layout, std::size_t time,
                                       std::size_t label) {
  std::vector<std::vector<double>> values(layout.rows, std::vector<double>(layout.replicates));
  for (std::size_t row = 0; row < layout.rows; ++row)
    for (std::size_t r = 0; r < layout.replicates; ++r)
      values[row][r] = layout.times == 0 ? std::numeric_limits<double>::quiet_NaN()
                                         : v.data[layout.index(row, r, time, label)];
  return values;
}

bool is_missing(const Measure& m) {
  const auto missing = [](double x) { return !std::isfinite(x); };
  return std::all_of(m.values.begin(), m.values.end(),
                     [&](const auto& arm) { return std::all_of(arm.begin(), arm.end(), missing); });
}

}  // namespace

Bounds Measure::range() const {
  Bounds range = range_of(name, unit, *spec);
  for (const auto& arm : values)
    for (const double x : arm)
      if (x < range.low || x > range.high) range = {};
  return range;
}

namespace {

// Entries of which the labels know what they mean; what a scenario names keeps its name.
std::string label_words(const std::string& joined, const ReportSpec& spec, Language language) {
  if (language == Language::english) return joined;
  std::string words;
  for (std::size_t at = 0; at <= joined.size();) {
    const std::size_t end = std::min(joined.find('/', at), joined.size());
    const std::string part = joined.substr(at, end - at);
    std::string said;
    for (const std::string_view kind : spec.word_kinds)
      if (said.empty()) said = label_or_empty(std::string(kind) + "." + part, language);
    words += (at == 0 ? "" : "/") + (said.empty() ? part : said);
    at = end + 1;
  }
  return words;
}

}  // namespace

std::string measure_name(const Measure& measure, Language language) {
  std::string name = label_or_empty("measure." + measure.name, language);
  if (name.empty()) {
    name = measure.name;
    std::replace(name.begin(), name.end(), '_', ' ');
  }
  if (measure.label.empty()) return name;
  return name + sentence("degenerate.of", language,
                         {{"label", label_words(measure.label, *measure.spec, language)}});
}

std::string headline_words(const std::string& headline, const ReportSpec& spec, Language language) {
  if (language == Language::english) return headline;
  const std::size_t open = headline.find('(');
  const std::string inner = open == std::string::npos ? "" : headline.substr(open + 1);
  return measure_name({headline.substr(0, open), inner.substr(0, inner.rfind(')')), "", {}, {}, &spec},
                      language);
}

const Dimension& arms_of(const Dataset& study) {
  if (const Dimension* arm = study.dimension("arm")) return *arm;
  if (const Dimension* point = study.dimension("point")) return *point;
  throw InputError("the results have no arms (a single run, not a study)");
}

std::vector<Measure> measures_of(const Dataset& study, std::string_view name, const ReportSpec& spec,
                                 std::optional<double> day) {
  const Variable& v = variable_of(study, name);
  const MeasureLayout layout = layout_of(study, v);
  const std::size_t time = time_row(study, v, layout, day);
  std::vector<Measure> found;
  for (std::size_t label = 0; label < layout.labels.size(); ++label) {
    Measure m{v.name, layout.labels[label], v.units, slice(v, layout, time, label), v.better, &spec};
    const bool last_chance = found.empty() && label + 1 == layout.labels.size();
    if (!is_missing(m) || last_chance) found.push_back(std::move(m));
  }
  return found;
}

MeasureName measure_name_of(std::string_view text) {
  const auto trimmed = [](std::string_view part) {
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    return std::string(part);
  };
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos || !text.ends_with(")")) return {trimmed(text), {}};
  return {trimmed(text.substr(0, open)), std::string(text.substr(open + 1, text.size() - open - 2))};
}

Measure measure_of(const Dataset& study, const MeasureName& wanted, const ReportSpec& spec,
                   std::optional<double> day) {
  std::vector<std::string> labels;
  for (Measure& m : measures_of(study, wanted.name, spec, day)) {
    if (wanted.label.empty() || m.label == wanted.label) return std::move(m);
    labels.push_back(m.label);
  }
  throw InputError(fmt::format("{}({}): has no such entry ({})", wanted.name, wanted.label,
                               did_you_mean(wanted.label, labels, "there are")));
}

std::vector<double> mean_series(const Dataset& study, const Measure& measure, std::size_t arm) {
  const Variable& v = variable_of(study, measure.name);
  const MeasureLayout layout = layout_of(study, v);
  std::vector<double> means;
  if (!layout.series) return means;
  const auto found = std::find(layout.labels.begin(), layout.labels.end(), measure.label);
  const auto label = static_cast<std::size_t>(found - layout.labels.begin());
  for (std::size_t time = 0; time < layout.times; ++time) {
    std::vector<double> values;
    for (std::size_t r = 0; r < layout.replicates; ++r)
      values.push_back(v.data[layout.index(arm, r, time, label)]);
    means.push_back(t_interval(values).mean);
  }
  return means;
}

std::vector<std::string> measurable(const Dataset& study) {
  std::vector<std::string> names;
  for (const Variable& v : study.variables)
    if (is_stacked(study, v) && v.name.find('/') == std::string::npos && !v.name.starts_with("run_"))
      names.push_back(v.name);
  return names;
}

}  // namespace fanfare
