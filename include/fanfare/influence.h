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
  // If above 0, sets are drawn in doublings, `sets` at most, until what the choice reaches is known so well:
  // the 95 % interval is within ± this share of it, by as many sets again that had no part in the choice, and
  // the choice promised no more by its own sets than that.
  double error = 0;
  std::vector<std::uint32_t> rival = {};       // with `error`: another choice, held against this one
  std::uint32_t count = 0;                     // how many are wanted; 0: all that add anything
  std::vector<std::uint32_t> candidates = {};  // who may be chosen; empty: everyone
};

// Best first; equals by account.
struct InfluenceRank {
  std::vector<std::uint32_t> accounts;
  std::vector<double> gains;  // accounts that each is expected to reach beyond those before it; never rises

  std::uint32_t sets = 0;  // that chose
  // With `error`, in accounts: what all of them reach, what the rival reaches beyond it, and half of the 95 %
  // interval of each.
  double reach = 0, reach_error = 0;
  double lead = 0, lead_error = 0;
  bool is_settled = true;  // whether `error` was met
};

// Greedy, so within 1 - 1/e of the best set for the sets drawn. The same on any number of workers.
InfluenceRank most_influential(const FollowGraph& graph, const InfluenceQuestion& question,
                               std::uint32_t seed, Parallel& parallel);

}  // namespace fanfare
