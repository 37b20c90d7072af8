// What a run will take: memory, time, output. Measured on the same scenario in smaller worlds and carried
// over in proportion to the accounts, so it holds for any model.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/scenario/scenario.h"

namespace fanfare {

struct Estimate {
  double resident_bytes = 0;      // of one run that goes on, on one thread, the program included
  double peak_bytes = 0;          // the most while its world is built and run
  double seconds = 0;             // of one run on one thread; NaN: not measured
  double output_bytes = 0;        // of its results, before compression; NaN: not measured
  std::uint32_t measured_on = 0;  // accounts of the largest world that was built for it; 0: by formula
};

// Takes a second or two, in child processes of its own, whose memory is then what is measured; call it while
// there are no other threads. Where no smaller world can be built of this scenario (selectors that need a large
// one) a larger one is tried, then the world itself up to some millions of accounts, then a formula for the memory.
// Empty where the model does not say how many accounts it has and its world can't be built.
std::optional<Estimate> estimate(const Scenario& scenario);

}  // namespace fanfare
