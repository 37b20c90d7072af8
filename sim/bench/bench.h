// `fanfare bench`: what this machine can do, what the browse phase makes of it, and the ratio. Prints;
// decides nothing.
#pragma once

#include <cstdint>
#include <string>

namespace fanfare {

struct BenchOptions {
  int threads = 0;  // 0: as many as the machine grants
  std::uint32_t accounts = 1'000'000;
  double follows = 50;              // mean follows of the synthetic world
  std::uint32_t ticks = 24;         // hours measured, with all threads and again with one
  std::uint32_t warmup_ticks = 24;  // hours before: feeds are typical when posts are there
  std::uint64_t seed = 1;
  std::string scenario;      // a scenario file in place of the synthetic world
  std::string against;       // an earlier print with `json`, to be held against; empty: none
  bool json = false;         // one object on stdout, no table
  bool quiet = false;        // no notes on stderr while it measures
  bool limits_only = false;  // the machine, without a world
  bool epidemic_only = false;  // the machine and SIS, without a world
};

// Prints to stdout; the exit code is 0. A limit that needs more memory than there is, is left out by name.
// Errors: ScenarioError and InputError as for a run.
int run_bench(const BenchOptions& options);

}  // namespace fanfare
