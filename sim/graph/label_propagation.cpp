// Communities by label propagation, each round reading only what the round before wrote.
#include <algorithm>
#include <atomic>
#include <utility>

#include "fanfare/centrality.h"
#include "fanfare/expects.h"
#include "fanfare/graph_bgl.h"
#include "fanfare/rng.h"
#include "sim/graph/purposes.h"

namespace fanfare {
namespace {

constexpr std::uint32_t kRounds = 40;

// The commonest label among the neighbours. Ties keep the account's own label, else the smallest keyed
// hash of (label, account) wins, so no id is favoured.
std::uint32_t commonest_label(std::vector<std::uint32_t>& around, std::uint32_t own, std::uint32_t account,
                              const Draws& draws) {
  std::ranges::sort(around);
  std::uint32_t best = own;
  std::size_t best_count = 0;
  const auto key = [&](std::uint32_t label) { return std::pair(draws.words({label, account, 1})[0], label); };
  for (auto from = around.begin(); from != around.end();) {
    const auto to = std::upper_bound(from, around.end(), *from);
    const auto count = static_cast<std::size_t>(to - from);
    const bool wins_tie = count == best_count && best != own && (*from == own || key(*from) < key(best));
    if (count > best_count || wins_tie) {
      best = *from;
      best_count = count;
    }
    from = to;
  }
  return best;
}

// Numbers labels by the lowest account that carries them.
std::vector<std::uint32_t> renumbered(const std::vector<std::uint32_t>& labels) {
  constexpr std::uint32_t kNone = 0xffffffffU;
  std::vector<std::uint32_t> number_of(labels.size(), kNone);
  std::vector<std::uint32_t> communities(labels.size());
  std::uint32_t next = 0;
  for (std::size_t a = 0; a < labels.size(); ++a) {
    std::uint32_t& number = number_of[labels[a]];
    if (number == kNone) number = next++;
    communities[a] = number;
  }
  return communities;
}

struct Propagation {
  UndirectedView view;
  Draws draws;
  std::vector<std::uint32_t> labels;
  std::vector<std::uint32_t> next;
  std::vector<std::vector<std::uint32_t>> around;  // one a worker

  bool takes_part(std::uint32_t account, std::uint32_t round) const {
    return (draws.words({account, round, 0})[0] & 1U) != 0;
  }
  // Returns whether the label changed.
  bool update(std::uint32_t account, int worker) {
    auto& labels_around = around[static_cast<std::size_t>(worker)];
    labels_around.clear();
    const auto [from, to] = view.neighbours(account);
    std::for_each(from, to, [&](std::uint32_t neighbour) { labels_around.push_back(labels[neighbour]); });
    next[account] = commonest_label(labels_around, labels[account], account, draws);
    return next[account] != labels[account];
  }
};

// One round; returns how many labels changed.
std::uint64_t propagate(Propagation& state, std::uint32_t round, Parallel& parallel) {
  std::atomic<std::uint64_t> changed{0};
  const auto accounts = static_cast<std::uint32_t>(state.labels.size());
  parallel.for_each(block_count(accounts), [&](std::size_t block, int worker) {
    const auto first = static_cast<std::uint32_t>(block) * kBlockRows;
    for (std::uint32_t a = first; a < std::min(first + kBlockRows, accounts); ++a) {
      state.next[a] = state.labels[a];
      if (state.takes_part(a, round) && state.update(a, worker)) ++changed;
    }
  });
  std::swap(state.labels, state.next);
  return changed;
}

}  // namespace

std::vector<std::uint32_t> label_propagation(const FollowGraph& graph, std::uint32_t seed,
                                             Parallel& parallel) {
  const std::uint32_t accounts = graph.partition().accounts;
  const ReverseRows reverse = reverse_rows(graph);
  Propagation state{UndirectedView(graph, reverse), Draws(seed, graph_purpose::kLabel), {}, {}, {}};
  for (std::uint32_t a = 0; a < accounts; ++a) state.labels.push_back(a);
  state.next.resize(accounts);
  state.around.resize(static_cast<std::size_t>(parallel.workers()));
  // Two still rounds in a row: in one, the half that would move may have been at rest.
  std::uint64_t before = 1;
  for (std::uint32_t round = 0; round < kRounds; ++round) {
    const std::uint64_t changed = propagate(state, round, parallel);
    if (changed == 0 && before == 0) break;
    before = changed;
  }
  return renumbered(state.labels);
}

}  // namespace fanfare
