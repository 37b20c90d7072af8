// What the measures of a model mean to whoever compares and reports its runs, as data: what follows from
// recorded ones, what decides, what is gain and loss, what makes a run worthless. The engine computes and
// says it, and knows no word of a model.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "fanfare/config.h"
#include "fanfare/derived_measure.h"
#include "fanfare/exhibit.h"
#include "fanfare/mix_table.h"

namespace fanfare {

// A measure whose sign says whether something was gained or lost.
struct GainMeasure {
  std::string_view name;
  bool is_return = false;          // for each unit that was put in
  std::string_view unit = {};      // said with its values where the measure has none
  std::string_view said_gained = {},
                   said_lost = {};  // of a return: sentences of its amount, keys of the labels
};

// When a run has nothing to teach, by what it recorded at its end, and how that is said: keys of the labels,
// with the blank {of} for the entry of the measure's last axis.
struct WorthlessRun {
  enum class When {
    all_zero,   // all entries are
    zero,       // an entry is
    left_over,  // of `done` + `name` nothing was done, or a tenth and more was left
  };
  When when;
  std::string_view name;
  std::string_view said;
  std::string_view done = {};
  std::string_view said_in_part = {};
};

// Elements of a list of the scenario that are marked on axes of time: list.<id>.key holds days.
struct MarkedKey {
  std::string_view kind, list, key;
};

struct ReportSpec {
  std::vector<DerivedMeasure> derived;
  // What a study of several arms is decided by that names no measure; and where the first has nothing to say,
  // the next.
  std::vector<std::string_view> primary;
  std::vector<std::string_view> beside;  // what a report compares in any case
  std::vector<GainMeasure> gains;
  std::string_view left_over;  // what was meant to be put in and was not: beside gains, over all entries
  std::vector<std::string_view>
      never_negative;  // of those in money and without a unit, where a cost ends at zero
  std::vector<WorthlessRun> worthless;
  std::vector<MarkedKey> marks;
  std::vector<std::string_view> series;       // over time, in a report; empty: the first that there are
  std::vector<Exhibit> exhibits;
  std::vector<std::string_view>
      word_kinds;  // entries of axes that the labels know: "source" of label source.trending
  std::vector<std::string_view> table_axes;   // that have a column of their own in exported tables
  MixTable mix;  // none: tables of what brought what can't be written
  // Of an effective scenario: whether nobody would choose it, as it only shows that doing nothing works
  // alike; and the day after which what is compared acts no more.
  bool (*is_placebo)(const ConfigNode& scenario) = nullptr;
  std::optional<double> (*acts_until)(const ConfigNode& scenario) = nullptr;
  MixCounts mix_counts;  // of the inputs of `mix`, how often and to how many

  // nullptr if there is none of that name.
  const DerivedMeasure* derived_named(std::string_view name) const;
  const GainMeasure* gain_named(std::string_view name) const;
  // Whether it is a difference against the baseline already.
  bool is_difference(std::string_view name) const;
};

// Of a model that has nothing to say about its measures.
inline const ReportSpec& no_report() {
  static const ReportSpec kNone;
  return kNone;
}

inline const DerivedMeasure* ReportSpec::derived_named(std::string_view name) const {
  for (const DerivedMeasure& d : derived)
    if (d.name == name) return &d;
  return nullptr;
}

inline const GainMeasure* ReportSpec::gain_named(std::string_view name) const {
  for (const GainMeasure& g : gains)
    if (g.name == name) return &g;
  return nullptr;
}

inline bool ReportSpec::is_difference(std::string_view name) const {
  const DerivedMeasure* d = derived_named(name);
  if (d == nullptr) return false;
  for (const auto* terms : {&d->sum, &d->over})
    for (const Term& term : *terms)
      if (term.is_beyond_baseline || is_difference(term.name)) return true;
  return false;
}

}  // namespace fanfare
