// What a study's answer survives and why: plausible worlds, what was shut off, who was left out. Reads the arrays that
// a study keeps of them (groups plausible, why, left_out); runs and draws nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fanfare/dataset.h"
#include "sim/judge/comparison.h"

namespace fanfare {

// Groups of a study's file and their first axes. The first entry of each axis is the study as written.
inline constexpr std::string_view kPlausible = "plausible", kWhy = "why", kLeftOut = "left_out";
inline constexpr std::string_view kPlausibleAxis = "plausible_world", kWhyAxis = "shut_off", kLeftOutAxis = "unit_left_out";
inline constexpr const char* kAsWritten = "as_written";

// An entry of such an axis beside the first. A study's file keeps them in an attribute named like the group: a line
// each, of name, setting and "path=value"s, with tabs between; of units that are left out, the arm and the axis of what
// was recorded of them stand in the first line.
struct VariationEntry {
  std::string name, setting;
  std::vector<std::pair<std::string, std::string>> changes;  // path, value
};
std::string entries_text(const std::vector<VariationEntry>& entries);
std::vector<VariationEntry> entries_of(const Dataset& study, std::string_view group);

// Takes all of it away: of another baseline it says nothing.
void drop_variations(Dataset& study);

struct World {
  VariationEntry entry;
  std::vector<ArmOutcome> arms;           // in the study's order
  std::optional<std::size_t> answer;      // the arm with the best mean; none: all lose
  bool holds = true;                      // it is the study's answer
  std::size_t rival = 0;                  // the strongest in this world beside the study's best
  Interval lead;                          // the study's best minus that rival, paired
};

// How far an answer hangs on one setting.
struct SettingSwing {
  std::string name;
  std::vector<std::string> paths;
  bool turns = false;  // some value of it alone turns the answer
  double swing = 0;    // the largest change of the lead when it alone is otherwise
};

struct Robustness {
  std::string measure, label, unit;
  std::size_t best = 0;  // the study's best mean, whether it loses or not
  World written;
  std::vector<World> worlds;
  std::vector<SettingSwing> settings;

  Held held() const;
};

// Of an arm: what its effect loses with one way of acting shut off, and what no single one explains.
struct Waterfall {
  struct Step {
    std::string id;
    Interval without;  // the effect, with it shut off
    Interval part;     // paired: the whole effect − that
  };
  std::size_t arm = 0;
  Interval whole;
  std::vector<Step> steps;
  Interval rest;  // whole − Σ parts
};

// A unit of an arm, and what the arm would be without it.
struct LeftOutUnit {
  std::string name;
  bool is_rest = false;                                   // all that are not told apart
  std::vector<std::pair<std::string, Interval>> caused;   // by measure: with it − without it, paired
  std::vector<std::pair<std::string, Interval>> facts;    // by variable: what was recorded of it
};
struct LeftOutUnits {
  std::size_t arm = 0;
  std::vector<LeftOutUnit> units;
  std::vector<std::pair<std::string, Interval>> whole;    // by measure: all of the arm, its effect where there is a baseline
};

// All three of the comparison's measure and label (of units: of every measure with that label); nothing where the
// study did not ask. `seed` keys the bootstrap.
std::optional<Robustness> robustness_of(const Dataset& study, const Comparison& c,
                                        const std::vector<std::string>& placebos, std::uint32_t seed);
std::vector<Waterfall> waterfalls_of(const Dataset& study, const Comparison& c);
std::optional<LeftOutUnits> left_out_of(const Dataset& study, const Comparison& c);

}  // namespace fanfare
