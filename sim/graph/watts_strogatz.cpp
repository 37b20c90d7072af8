// The small world: a ring whose ties are rewired at random; every tie is a mutual follow.
#include <algorithm>

#include "fanfare/graph_build.h"
#include "fanfare/rng.h"
#include "sim/graph/answers.h"
#include "sim/graph/graph_checks.h"
#include "sim/graph/purposes.h"
#include "sim/graph/row_store.h"

namespace fanfare {
namespace {

constexpr std::uint32_t kRewireAttempts = 64;

struct Ring {
  Draws draws;
  std::uint32_t accounts;
  std::uint32_t half;  // neighbours on one side
  double rewire;

  // A tie of `account` may go neither to itself, nor double one of its own, nor one that a ring neighbour
  // behind it is likely to hold.
  bool is_free(std::uint32_t account, std::uint32_t other, const std::vector<std::uint32_t>& ties) const {
    const std::uint32_t behind = (account + accounts - other) % accounts;
    return behind > half && std::ranges::find(ties, other) == ties.end();
  }
  std::uint32_t tie(std::uint32_t account, std::uint32_t step, const std::vector<std::uint32_t>& ties) const {
    const std::uint32_t neighbour = (account + step) % accounts;
    if (to_unit(draws.words({account, step})[0]) >= rewire) return neighbour;
    for (std::uint32_t attempt = 1; attempt <= kRewireAttempts; ++attempt) {
      const std::uint32_t other = draws.below(accounts, {account, step}, attempt);
      if (is_free(account, other, ties)) return other;
    }
    return neighbour;
  }
  // Appends the ties that `account` itself holds: to the `half` accounts ahead, or elsewhere.
  void own_ties(std::uint32_t account, std::vector<std::uint32_t>& ties) const {
    for (std::uint32_t step = 1; step <= half; ++step) ties.push_back(tie(account, step, ties));
  }
};

}  // namespace

BuiltGraph watts_strogatz(const GraphRequest& request, std::uint32_t neighbours, double rewire) {
  require_room("neighbours", neighbours, request.accounts);
  require_within("rewire", rewire, 0, 1);
  if (neighbours % 2 != 0)
    throw ScenarioError("graph.neighbours: " + std::to_string(neighbours) +
                        " is odd (a ring has as many on either side; try " + std::to_string(neighbours + 1) +
                        ")");
  const Ring ring{Draws(request.seed, graph_purpose::kRewire), request.accounts, neighbours / 2, rewire};
  const Answers answers(request.accounts, request.parallel,
                        [&](std::uint32_t account, int, auto& ties) { ring.own_ties(account, ties); });
  return store_rows(request, [&](std::uint32_t account, int, std::vector<std::uint32_t>& row) {
    ring.own_ties(account, row);
    const auto others = answers.of(account);
    row.insert(row.end(), others.begin(), others.end());
  });
}

}  // namespace fanfare
