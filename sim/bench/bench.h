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
  std::uint32_t ticks = 24;         // measured, after `warmup_ticks`
  std::uint32_t warmup_ticks = 24;  // posts must be there before feeds are typical
  std::uint64_t seed = 1;
  std::string scenario;      // a scenario file in place of the synthetic world
  bool json = false;         // one object on stdout, no table
  bool limits_only = false;  // the machine, without a world
};

// Exit code 0. Errors: ScenarioError, InputError as for a run; too little memory for a limit leaves it out,
// by name.
int run_bench(const BenchOptions& options);

}  // namespace fanfare
