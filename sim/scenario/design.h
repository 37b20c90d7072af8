// Designs: factors with ranges, values and patches, and the points that they are looked at. Used by study.cpp.
#pragma once

#include <vector>

#include "sim/scenario/engine_keys.h"
#include "sim/scenario/study.h"

namespace fanfare {

// A factor as it is written: {path, range | values, scale, steps}, {arms: {name: patch}}, or a list of values
// under its path.
struct DesignFactor {
  struct Level {
    std::string text;
    ConfigNode patch;  // a map of paths
    double number;     // in the factor's unit; NaN if it is none
  };
  std::string name, path;
  Mark mark;
  std::vector<Level> levels;  // of a range: its ends
  bool is_range = false, is_log = false;
  std::size_t steps = 0;      // of a range in a grid
  double low = 0, high = 0;   // of a range, in the field's unit
  const FieldSpec* field = nullptr;  // nullptr: patches, or a path that leads nowhere
};

// `spec` is that of the scenario: it says what a path's unit is.
std::vector<DesignFactor> read_design_factors(const ConfigNode& factors, const StructSpec& spec,
                                              Problems& problems);

// The points, in the order of the design; a larger one begins with the smaller. With `arms`, each point once an arm,
// laid over it.
std::vector<Arm> design_points(const DesignKeys& design, const std::vector<DesignFactor>& factors,
                               const std::vector<Arm>& arms, const Mark& mark, Problems& problems);

// As coordinates of the results; with arms, the first is `arm`.
std::vector<Factor> coordinates_of(const std::vector<DesignFactor>& factors, bool has_arms);

// When the replicates are enough; `node` is where they stand.
Growth growth_of(const GrowthKeys& keys, const ConfigNode& node, Problems& problems);

}  // namespace fanfare
