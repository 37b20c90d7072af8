// A study, read: arms (or the points of a design) as patches of one scenario. Runs nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "fanfare/config.h"
#include "fanfare/problems.h"
#include "sim/scenario/expectation.h"
#include "sim/scenario/scenario.h"

namespace fanfare {

// An arm, or a point of a design.
struct Arm {
  std::string name;                  // "kol"; of a point: "launch.budget=75000 CNY, …"
  std::string label;                 // what people call it: "少数大号"; empty: its name
  Mark mark;
  ConfigNode patch;                  // a map; its keys may be dotted paths, values may be whole subtrees
  std::vector<std::string> levels;   // of a point: the value of each factor, as written
  bool shares_population = true;     // false if it changes `population`: then it gets a graph of its own
  std::vector<ConfigNode> over = {};     // further patches, laid over `patch` in this order
  std::vector<double> numbers = {};      // of a point: the levels as numbers in the factor's unit; NaN where words
  // Of a row that stands behind the study's own: which variation it shows, and of which arm.
  std::optional<std::size_t> variation = {};
  std::size_t of = 0;

  const std::string& title() const { return label.empty() ? name : label; }
};

// An axis of a design.
struct Factor {
  std::string path;                  // or the name that the study gives it
  std::vector<std::string> values;   // as written; of a range: its ends
  std::string unit = {};             // of the numbers
  std::string sets = {};             // the path behind a name; empty for patches
  bool is_number = false;            // all levels are numbers: Arm::numbers
};

// A point of a design that the model can't take.
struct RefusedPoint {
  std::string name;
  std::string reason;
};

// When there are enough replicates: as soon as the 95 % intervals of `of` are no wider in any arm.
struct Growth {
  std::uint32_t at_least = 4, at_most = 64;
  std::string of;            // a measure
  double half_width = 0;     // of the interval: a share of the mean, or an amount
  bool is_relative = false;
};

// A world beside the one that was written, in which arms are run again: what is not known is otherwise, something
// is shut off, or one unit is left out.
struct Variation {
  enum class Kind { plausible, shut_off, left_out };
  Kind kind = Kind::plausible;
  std::string name;     // "feed=chronological", "together 3", the id of what is shut off, the number of a unit
  std::string setting;  // of a plausible world that changes one setting: its name; empty: several at once
  std::vector<std::pair<std::string, std::string>> changes;  // path, value
  ConfigNode patch;
};

// Which units are left out of which arm, one at a time.
struct LeaveOut {
  std::size_t arm = 0;
  std::uint32_t units = 0;
};

struct Study {
  enum class Design { arms, grid, list, latin_hypercube, sobol, halton, morris, saltelli };

  std::string path;
  std::string name;                  // the file's stem, if it gives none
  std::string question;              // its own, else the scenario's
  std::string scenario;              // path of the scenario file, to open
  std::string baseline;              // name of an arm; empty if there is none
  std::vector<std::string> no_choice;  // arms that no verdict advises, factors that are circumstances
  Design design = Design::arms;
  std::vector<Arm> arms;             // in the order written; points of a grid: the last factor varies fastest
  std::vector<Factor> factors;
  std::vector<RefusedPoint> refused; // not among `arms`
  // For each of `arms` the row that it is compared with, where not all have the same one; else empty.
  std::vector<std::size_t> twins;
  std::optional<Growth> growth;      // then `replicates` is where it begins
  std::vector<Variation> variations;  // their rows stand in `arms` behind the study's own
  std::optional<LeaveOut> leave_out;
  std::uint32_t replicates = 8;
  std::string primary;               // may be empty
  Mark primary_mark, measures_mark;  // of their values
  std::vector<std::string> measures;
  std::optional<Validation> validation;  // what it is held against

  std::vector<Layer> base;           // of the scenario, weakest first
  std::vector<SourceFile> sources;   // the study, the scenario, what it extends

  int baseline_index() const;        // -1 for none
  std::size_t own_arms() const;      // those that were written; rows of variations stand behind them
};

// Reads the study, its scenario and every arm of it, so that all mistakes come at once.
// InputError: the study or the scenario file can't be read.
Study load_study(const std::string& path, std::span<const SetOption> sets, Problems& problems);
// From memory, with the scenario that `name` refers to still on disk.
Study load_study_text(std::string_view name, std::string text, std::span<const SetOption> sets,
                      Problems& problems);

// The scenario of one arm: base < arm < sets. A set on a path that the arm replaces as a whole and no
// longer has (`campaigns: []`) does nothing in that arm.
Scenario scenario_of(const Study& study, std::size_t arm, std::span<const SetOption> sets,
                     Problems& problems);

}  // namespace fanfare
