// SIS as one would write it in an afternoon: one thread, rows of neighbours, a Mersenne twister. The
// yardstick of sim/bench, never part of a simulation.
#pragma once

#include <cstdint>
#include <vector>

namespace fanfare {

struct PlainSisResult {
  std::uint64_t traversed = 0;  // edges out of infected accounts
  double prevalence = 0;        // mean of the second half of the ticks
  double seconds = 0;
};

// followers[v]: whom v infects. `infected` at the start.
PlainSisResult plain_sis(const std::vector<std::vector<std::uint32_t>>& followers,
                         std::vector<std::uint8_t> infected, double beta, double recovery,
                         std::uint32_t ticks);

}  // namespace fanfare
