// A fan economy run for some days to see what its phases cost and weigh.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fanfare/model.h"
#include "fanfare/parallel.h"
#include "sim/bench/bench.h"
#include "sim/bench/plain_feed.h"

namespace fanfare {

// What a number of ticks did and took.
struct Leg {
  WorkDone work;
  double browse_seconds = 0;  // in the phase `browse`
  double wall_seconds = 0;    // in all phases
  double per_second(std::uint64_t count) const {
    return browse_seconds > 0 ? static_cast<double>(count) / browse_seconds : 0;
  }
};

struct PhaseCost {
  std::string name;
  std::string kind;
  double median_seconds = 0;  // of a tick, all threads
  double share = 0;           // of all phases' time
};

// The same hours of the same world by both, each on one thread.
struct PlainFeedCost {
  PlainFeedResult plain;
  Leg engine;
  // Impressions a second of the engine, of the plain feed: > 1 if the engine is faster.
  double ratio() const {
    return engine.per_second(engine.work.impressions) * plain.seconds / static_cast<double>(plain.impressions);
  }
  double a_session(std::uint64_t count) const {
    return static_cast<double>(count) / static_cast<double>(plain.sessions);
  }
};

struct WorldCost {
  std::uint32_t accounts = 0;
  std::uint64_t edges = 0;  // follow edges at the start of the measured ticks
  std::uint32_t ticks = 0;  // of each leg
  double build_seconds = 0;
  double owned_bytes = 0;  // columns and lists of the accounts
  double graph_bytes = 0;
  double shared_bytes = 0;  // posts, indices, brands
  double peak_bytes = 0;    // resident, from the building of the world on; 0: not known
  Leg all;                  // on all threads
  Leg one;                  // the same hours of the next days, on one thread
  std::optional<PlainFeedCost> plain;  // none of a world whose feed can't be laid out plainly
  std::vector<PhaseCost> phases;
};

// Errors: ScenarioError, InputError; LogicError if the model has no phase `browse`.
WorldCost measure_browse(const BenchOptions& options, Parallel& all);

}  // namespace fanfare
