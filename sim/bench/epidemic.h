// SIS on a directed scale-free network: edges traversed per second by the engine, and by a plain serial loop
// with std::mt19937 on the same network. Only edges out of infected accounts count, however many were looked
// at.
#pragma once

#include <cstdint>

#include "fanfare/parallel.h"

namespace fanfare {

struct EpidemicBench {
  std::uint32_t accounts = 1'000'000;
  std::uint32_t follows = 20;  // of each account
  std::uint32_t ticks = 100;
  std::uint64_t seed = 1;
};

struct EpidemicCost {
  EpidemicBench bench;
  std::uint64_t edges = 0;  // of the network
  double build_seconds = 0;
  double all = 0;         // traversed edges per second on all threads, all phases of all ticks
  double one = 0;         // … on one thread, the same run again
  double serial = 0;      // … by the plain loop
  double prevalence = 0;  // mean of the second half of the ticks
  double serial_prevalence = 0;
};

// Errors: LogicError if the models lack `epidemic`; ScenarioError.
EpidemicCost measure_epidemic(const EpidemicBench& bench, Parallel& all);

}  // namespace fanfare
