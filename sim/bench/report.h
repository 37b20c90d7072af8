// What `fanfare bench` prints: a table for people, one JSON object for programs, the same figures in both.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/bench/browse.h"
#include "sim/bench/epidemic.h"
#include "sim/bench/limits.h"
#include "sim/bench/simsom.h"

namespace fanfare {

struct BenchReport {
  int threads = 0;
  std::vector<Limit> limits;
  std::optional<WorldCost> world;  // none if only the limits were asked for
  std::optional<EpidemicCost> epidemic;
  std::optional<SimsomSpeed> simsom;
};

// How near a figure of ours is to the limit of the machine that bounds it.
struct Ratio {
  std::string name;  // "candidates_per_gather"
  std::string help;
  double value = 0;
};
std::vector<Ratio> ratios(const BenchReport& report);

std::string bench_text(const BenchReport& report);
std::string bench_json(const BenchReport& report);

}  // namespace fanfare
