// The figures of a follow graph for `fanfare graph stats`: statistics for people, never simulation state.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "fanfare/graph.h"
#include "fanfare/parallel.h"
#include "fanfare/tail_fit.h"

namespace fanfare {

// Quantiles at 0, .25, .5, .75, .9, .99, 1.
inline constexpr std::array kDegreeQuantiles = {0.0, 0.25, 0.5, 0.75, 0.9, 0.99, 1.0};
using DegreeQuantiles = std::array<std::uint32_t, kDegreeQuantiles.size()>;

struct GraphStats {
  std::uint32_t accounts = 0;
  std::uint64_t follows = 0;
  double mean_follows = 0;
  double reciprocity = 0;  // share of follows that are answered
  DegreeQuantiles followers{};
  DegreeQuantiles followees{};
  TailFit tail;                  // of followers
  double clustering = 0;         // mean local clustering, undirected, of up to 10,000 keyed accounts
  std::uint32_t components = 0;  // weakly connected
  std::uint32_t largest_component = 0;
  std::uint32_t isolated = 0;  // accounts with neither follows nor followers
};

// Of a whole graph. `seed` keys the sample behind `clustering`.
GraphStats graph_stats(const FollowGraph& graph, std::uint32_t seed, Parallel& parallel);

std::string to_text(const GraphStats& stats);  // lines of `name  value`
std::string to_json(const GraphStats& stats);  // one object

}  // namespace fanfare
