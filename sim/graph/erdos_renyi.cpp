// G(n, p): every pair is joined with the same probability. Rows are made by jumping from one edge to the
// next (Batagelj & Brandes 2005).
#include <cmath>

#include "fanfare/fmath.h"
#include "fanfare/graph_build.h"
#include "fanfare/rng.h"
#include "sim/graph/answers.h"
#include "sim/graph/graph_checks.h"
#include "sim/graph/purposes.h"
#include "sim/graph/row_store.h"

namespace fanfare {
namespace {

// Appends first + i for each i in [0, count) that is chosen, each with probability p.
void choose_each(const Draws& draws, std::uint32_t reader, double p, std::uint32_t first, std::uint32_t count,
                 std::vector<std::uint32_t>& row) {
  const double log_miss = fmath::log1p(-p);  // -infinity for p = 1: no gaps
  double at = -1;
  for (std::uint32_t index = 0;; ++index) {
    const Words words = draws.words({reader}, index);
    const double u =
        (static_cast<double>((std::uint64_t{words[0]} << 20) | (words[1] >> 12)) + 0.5) * 0x1p-52;
    at += 1 + std::floor(fmath::log(u) / log_miss);
    if (!(at < count)) return;
    row.push_back(first + static_cast<std::uint32_t>(at));
  }
}

BuiltGraph directed(const GraphRequest& request, const Draws& draws, double p) {
  return store_rows(request, [&](std::uint32_t reader, int, std::vector<std::uint32_t>& row) {
    choose_each(draws, reader, p, 0, request.accounts - 1, row);
    for (std::uint32_t& author : row) author += author >= reader ? 1 : 0;  // nobody follows themselves
  });
}

// The account with the lower id draws the pair.
BuiltGraph mutual_follows(const GraphRequest& request, const Draws& draws, double p) {
  const auto later = [&](std::uint32_t account, std::vector<std::uint32_t>& row) {
    choose_each(draws, account, p, account + 1, request.accounts - 1 - account, row);
  };
  const Answers answers(request.accounts, request.parallel,
                        [&](std::uint32_t account, int, auto& row) { later(account, row); });
  return store_rows(request, [&](std::uint32_t account, int, std::vector<std::uint32_t>& row) {
    later(account, row);
    const auto earlier = answers.of(account);
    row.insert(row.end(), earlier.begin(), earlier.end());
  });
}

}  // namespace

BuiltGraph erdos_renyi(const GraphRequest& request, double mean_follows, bool mutual) {
  require_room("mean_follows", mean_follows, request.accounts);
  if (request.accounts < 2 || mean_follows == 0) return from_edges(request, {});
  const Draws draws(request.seed, graph_purpose::kSkip);
  const double p = mean_follows / (request.accounts - 1.0);
  return mutual ? mutual_follows(request, draws, p) : directed(request, draws, p);
}

}  // namespace fanfare
