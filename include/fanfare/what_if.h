// What a model lets be taken away to see what it did, as data: ways of acting that can be shut off, each by values of
// the scenario, and units that can be left out one at a time. The engine runs it, and knows no word of a model.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "fanfare/config.h"

namespace fanfare {

// Paths and the values with which it acts no more, in all arms alike. `id` is the word by which a study asks for it;
// label shut_off.<id> says it.
struct ShutOff {
  std::string_view id;
  std::vector<std::pair<std::string_view, std::string_view>> values;
};

// Units (whoever is hired, …) that are numbered in a run, from 1: with `units` = K the model tells K of them apart, the
// last one being all the rest; with `without` = k it runs as if unit k were not there, and until the day of
// acts_from() as if nothing had been asked: what a run has done by then is the same for every k.
struct LeavingOut {
  std::string_view units, without;  // paths of the scenario
  std::uint32_t most = 0;           // units that can be told apart
  std::string_view axis;            // of variables with a value for each unit, recorded in the run that leaves out none
  // Days; none: unknown, so each run begins at the beginning.
  std::optional<double> (*acts_from)(const ConfigNode& scenario) = nullptr;
};

struct WhatIf {
  std::vector<ShutOff> shut_offs;
  std::optional<LeavingOut> left_out;

  const ShutOff* shut_off_named(std::string_view id) const {
    for (const ShutOff& s : shut_offs)
      if (s.id == id) return &s;
    return nullptr;
  }
};

// Of a model that lets nothing be taken away.
inline const WhatIf& no_what_if() {
  static const WhatIf kNone;
  return kNone;
}

}  // namespace fanfare
