// Who stands where in a WHOLE follow graph (its partition owns every block): for selectors, populations
// and observers at set-up, not for the hot loop. All results are the same on any number of workers.
#pragma once

#include <cstdint>
#include <vector>

#include "fanfare/graph.h"
#include "fanfare/parallel.h"

namespace fanfare {

// One value per account, by id. Pending deltas are not counted.

// Followers of each account (in-degree).
std::vector<double> follower_counts(const FollowGraph& graph);

// PageRank (Brin & Page 1998) along follows, summing to 1: who follows nobody spreads evenly. Stops when
// the values move by less than 1e-10 in sum, or after 200 rounds.
std::vector<double> pagerank(const FollowGraph& graph, Parallel& parallel, double damping = 0.85);

// Core number (Seidman 1983) of each account, follows taken as undirected.
std::vector<double> core_numbers(const FollowGraph& graph);

// Betweenness (Brandes 2001) over directed shortest paths, ends not counted. Exact below 5,000 accounts,
// else scaled up from 256 pivots (Brandes & Pich 2007) keyed by `seed`. Takes 64 bytes an account and a
// breadth-first search a pivot: seconds per million follows.
std::vector<double> betweenness(const FollowGraph& graph, std::uint32_t seed, Parallel& parallel);

// Communities by label propagation (Raghavan et al. 2007), follows taken as undirected: in each round a
// keyed half of the accounts takes the commonest label around it, so that two sides can't swap for ever.
// Returns the community of each account, numbered 0, 1, … by their lowest account. An account without
// neighbours is a community of its own.
std::vector<std::uint32_t> label_propagation(const FollowGraph& graph, std::uint32_t seed,
                                             Parallel& parallel);

}  // namespace fanfare
