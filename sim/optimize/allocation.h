// Which alternative is best, and whose replicates would tell it soonest. Numbers only: what is run, and how,
// belongs to the caller. Replicates are paired: replicate r of every alternative has the same luck, and each
// has its first n.
#pragma once

#include <cstddef>
#include <vector>

namespace fanfare {

// What must hold on average: the mean of `margins` is not below zero. Of a chance ("loss in at most a
// tenth"): margins are most − {0, 1}.
struct Restriction {
  std::vector<double> margins;  // by replicate, missing = NaN
  bool is_chance = false;
};

struct Alternative {
  std::vector<double> values;  // by replicate, as many as were run; more is better; a run that failed is NaN
  std::vector<Restriction> limits;
};

struct Standing {
  std::size_t n = 0;  // values that are not missing
  double mean = 0;
  double estimate = 0;   // the leader's mean plus the mean paired difference to it: the same luck for all
  double behind = 0;     // paired: the best's lead over it; of the best 0
  double behind_sd = 0;  // of one pair, shrunk towards the alternatives' median
  std::size_t pairs = 0;
  bool is_allowed = true;  // by its means, all limits hold
  double limit_z = 0;  // the margin of the limit that decides, in standard errors; infinite without limits
  double chance_wrong =
      0;  // that it is the better one after all (or, of the best, that a limit does not hold)
};

inline constexpr std::size_t kNoAlternative = static_cast<std::size_t>(-1);

struct Ranking {
  std::size_t best = kNoAlternative;  // of those allowed; none if no alternative is
  std::vector<Standing> standings;
  double chance = 0;  // at least so surely is it the best: 1 − Σ chance_wrong (Chen et al. 2000, eq. 3)
};
// Alternatives that have under two values are not ranked, and never best.
Ranking rank_alternatives(const std::vector<Alternative>& alternatives);

// Further replicates for each, `runs` in all if `most` (of one) lets them: optimal computing budget
// allocation (Chen, Lin, Yücesan & Chick 2000, Discrete Event Dyn. Syst. 10, 251–270, eq. 17) with the
// variances of paired differences (Fu, Hu, Chen & Xiong 2007, INFORMS J. Comput. 19, 101–111): n_i ∝ (sd_i /
// behind_i)², the best as many as the most of them. Where limits hold someone back, the clearer of both
// reasons counts (Lee, Pujowidianto, Li, Chen & Yap 2012, IEEE Trans. Autom. Control 57, 2940–2945).
std::vector<std::size_t> allocate(const std::vector<Alternative>& alternatives, const Ranking& ranking,
                                  std::size_t runs, std::size_t most);

// Those that can't be told from the best at `level`: the upper end of the paired interval of their lead over
// it, shared by all (Bonferroni), is above zero. The best among them; of those that limits allow.
std::vector<std::size_t> indifferent(const Ranking& ranking, double level = 0.95);

}  // namespace fanfare
