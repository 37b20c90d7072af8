// Who joins a contagion in a tick, by any rule; and what seeds lead to, worked out at once, to compare
// choices of seeds before a run. The rules are elsewhere.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "fanfare/block.h"
#include "fanfare/setup.h"
#include "models/reference/network.h"
#include "models/reference/trials.h"

namespace fanfare::reference {

struct Joined {
  std::uint32_t account = 0;
  std::uint32_t word = 0;
  std::uint64_t trials = 0;
};

inline void join(const Joined& j, Trials& trials, Frontier& frontier) {
  frontier.note(trials.at(j.account, j.word), j.trials);
  trials.join(j.account, j.word, j.trials);
}

// emit(Joined) for the accounts from `first` up to `last`; returns how many follows were asked. By every rule
// whom nobody new speaks to stays as they are. So an account that follows nobody who joined in the last tick
// is passed over, and so is a trial in which nobody did.
template <class Rule, class Emit>
std::uint64_t joining(const Rule& rule, const Network& network, const Trials& trials,
                      const Frontier& frontier, std::uint32_t first, std::uint32_t last, const Emit& emit) {
  std::uint64_t asked = 0;
  for (std::uint32_t a = first; a < last; ++a) {
    const auto row = network.follows(AccountId(a));
    if (!frontier.reaches(row)) continue;
    for (std::uint32_t w = 0; w < trials.words; ++w) {
      const std::uint64_t open = frontier.live(w) & ~trials.is_active(a, w);
      if (open == 0) continue;
      asked += row.size();
      const std::uint64_t bits = rule.joins(trials, AccountId(a), w, open);
      if (bits != 0) emit(Joined{a, w, bits});
    }
  }
  return asked;
}

// Sizes of `number` contagions from the same seeds on a whole network, after as many ticks as the run has.
template <class Rule>
std::vector<std::uint32_t> sizes_from(const Rule& rule, const Network& whole,
                                      const std::vector<std::uint32_t>& seeds, std::uint32_t number,
                                      const Setup& setup) {
  Trials trials;
  trials.resize(whole.accounts(), number);
  for (std::uint32_t w = 0; w < trials.words; ++w)
    for (const std::uint32_t seed : seeds) trials.join(seed, w, trials.mask(w));
  Frontier frontier;
  frontier.find(trials);
  std::vector<std::vector<Joined>> joined(block_count(whole.accounts()));
  for (std::uint32_t tick = 0; tick < setup.run.ticks() && !frontier.is_empty(); ++tick) {
    setup.parallel.for_each(joined.size(), [&](std::size_t b, int) {
      const auto first = static_cast<std::uint32_t>(b) * kBlockRows;
      joined[b].clear();
      joining(rule, whole, trials, frontier, first, std::min(first + kBlockRows, whole.accounts()),
              [&](const Joined& j) { joined[b].push_back(j); });
    });
    frontier.pass(trials);
    for (const auto& block : joined)
      for (const Joined& j : block) join(j, trials, frontier);
  }
  return trials.size;
}

// By trial, how much larger `these` are than `others`: the mean, half of its 95 % interval, the others' mean.
struct Lead {
  double mean = 0;
  double error = 0;
  double other = 0;
};
inline Lead lead_of(const std::vector<std::uint32_t>& these, const std::vector<std::uint32_t>& others) {
  double sum = 0, squares = 0, other = 0;
  for (std::size_t t = 0; t < these.size(); ++t) {
    const double more = static_cast<double>(these[t]) - others[t];
    sum += more;
    squares += more * more;
    other += others[t];
  }
  const auto n = static_cast<double>(these.size());
  const double variance = std::max(0.0, (squares - sum * sum / n) / (n - 1));
  return {sum / n, 1.96 * std::sqrt(variance / n), other / n};
}

}  // namespace fanfare::reference
