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
  double seconds = 0;             // of one run on one thread
  double output_bytes = 0;        // of its results, before compression
  std::uint32_t measured_on = 0;  // accounts of the largest world that was built for it
};

// Takes a second or two, in child processes of its own, whose memory is then what is measured; call it while
// there are no other threads. Empty where no smaller world can be built of this scenario (selectors that need
// a large one).
std::optional<Estimate> estimate(const Scenario& scenario);

}  // namespace fanfare
