// Whom to tell first so that most hear of it: influence maximisation (Kempe, Kleinberg & Tardos 2003) by
// reverse influence sets (Borgs et al. 2014; Tang, Shi & Xiao 2015). Over a WHOLE follow graph, at set-up.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "fanfare/graph.h"
#include "fanfare/parallel.h"

namespace fanfare {

enum class Spreading {
  cascade,    // independent cascade: each follow carries with its own chance
  threshold,  // linear threshold, weights 1 / follows of the reader (or by `chance`, which sums to at most 1)
};

struct InfluenceQuestion {
  Spreading spreading = Spreading::cascade;
  // That the k-th follow of `reader` carries; empty: 1 / follows of the reader (weighted cascade).
  std::function<double(AccountId reader, std::size_t k)> chance = {};
  std::uint32_t sets = 200'000;                // reverse influence sets; the error falls as 1 / √sets
  std::uint32_t count = 0;                     // how many are wanted; 0: all that add anything
  std::vector<std::uint32_t> candidates = {};  // who may be chosen; empty: everyone
};

// Best first; equals by account.
struct InfluenceRank {
  std::vector<std::uint32_t> accounts;
  std::vector<double> gains;  // accounts that each is expected to reach beyond those before it; never rises
};

// Greedy, so within 1 - 1/e of the best set for the sets drawn. The same on any number of workers.
InfluenceRank most_influential(const FollowGraph& graph, const InfluenceQuestion& question,
                               std::uint32_t seed, Parallel& parallel);

}  // namespace fanfare
