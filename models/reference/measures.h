// How the reference models declare what they measure: rows over time, or one number at the end of a run. What
// has an axis of its own is declared by its model.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <utility>

#include "fanfare/observer.h"

namespace fanfare::reference {

struct Measure {
  const char* name;
  const char* units;
  const char* long_name;
  const char* formula = "";
};

enum class Recorded : std::uint8_t { over_time, at_end };

inline void declare_measures(Recorder& r, Recorded when, std::initializer_list<Measure> measures) {
  for (const Measure& m : measures) {
    Variable variable{.name = m.name, .units = m.units, .long_name = m.long_name, .formula = m.formula};
    if (when == Recorded::over_time) {
      variable.dimensions = {"time"};
      variable.cell_methods = "time: point";
    }
    r.variable(std::move(variable));
  }
}

}  // namespace fanfare::reference
