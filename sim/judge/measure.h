// What a study measures: one number per arm and replicate, taken from the end of the runs. Reads arrays, no
// files.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fanfare/dataset.h"
#include "fanfare/report_spec.h"
#include "sim/judge/statistics.h"
#include "sim/words/labels.h"

namespace fanfare {

struct Measure {
  std::string name;   // "roi"
  std::string label;  // which brand, campaign, …; empty if the measure has no such axis
  std::string unit;   // "CNY", "share", "1"
  std::vector<std::vector<double>> values;  // [arm][replicate], missing = NaN
  Better better = Better::neither;          // as the model declares it
  const ReportSpec* spec = &no_report();    // of the model whose measure it is

  // "roi (aurora)"
  std::string title() const { return label.empty() ? name : name + " (" + label + ")"; }
  // Already a difference against the baseline: shown as it is.
  bool incremental() const { return spec->is_difference(name); }
  const GainMeasure* gain() const { return spec->gain_named(name); }
  // A return on what was put in: below zero, it was lost.
  bool is_return() const { return gain() != nullptr && gain()->is_return; }
  // What is left over, or a return on it: its sign says whether something was earned.
  bool shows_loss() const { return gain() != nullptr; }
  // What it can be: counts and costs are never negative, shares lie between 0 and 1. A measure whose own
  // values lie outside is not held to it.
  Bounds range() const;
};

// "incremental contribution per yuan (aurora)": the name in words, or as it is where the table of words has
// none.
std::string measure_name(const Measure& measure, Language language);

// A headline, "reach(launch)", as it is; in Chinese in words: "触达（launch）".
std::string headline_words(const std::string& headline, const ReportSpec& spec, Language language);

// The arms of a study: labels of its first axis (`arm`, or `point` of a design). Errors: InputError if
// `study` has none.
const Dimension& arms_of(const Dataset& study);

// `name` at the end of the runs, once for each label of its further axes. Labels for which no arm has a value
// are left out, but for the last of them, so that the measure is seen to be missing. Series give their last
// time, or that of `day`. Errors: InputError with the nearest name if the study has no such variable, or if
// it has no row at `day`.
std::vector<Measure> measures_of(const Dataset& study, std::string_view name, const ReportSpec& spec,
                                 std::optional<double> day = std::nullopt);

// "reach(launch)": a measure, and of which entry of its axis; without, the first that has values.
struct MeasureName {
  std::string name, label;
};
MeasureName measure_name_of(std::string_view text);

// As measures_of, that one. Errors: InputError with the nearest label where there is none of that label.
Measure measure_of(const Dataset& study, const MeasureName& wanted, const ReportSpec& spec,
                   std::optional<double> day = std::nullopt);

// The series of `measure` in one arm, averaged over replicates, for sparklines; empty if it has no time axis.
std::vector<double> mean_series(const Dataset& study, const Measure& measure, std::size_t arm);

// Variables of (arm, replicate, …) that make sense in a table, in the file's order.
std::vector<std::string> measurable(const Dataset& study);

}  // namespace fanfare
