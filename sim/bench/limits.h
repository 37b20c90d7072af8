// What the machine can do at most, measured: memory bandwidth, random reads, random numbers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fanfare/parallel.h"

namespace fanfare {

// One limit, on one worker and on all. 0: not measured, `missing` says why.
struct Limit {
  std::string name;  // "gathers_per_s_64mb", a key of the JSON
  std::string help;  // "random 4-byte reads from 64 MB"
  std::string unit;  // "GB/s", "1/s"
  double one = 0;
  double all = 0;
  std::string missing = {};
};

// Takes some seconds and 1 GB. `all` has one or more workers.
std::vector<Limit> measure_limits(Parallel& all);

// nullptr if there is none of that name, or it was not measured.
const Limit* find_limit(const std::vector<Limit>& limits, const std::string& name);

}  // namespace fanfare
