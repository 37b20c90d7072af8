// R-MAT: a follow falls into one quarter of the matrix, then into a quarter of that, and so on. Made row
// by row: the size of a row follows from the bits of its account, then only the columns are drawn. Ids
// are shuffled, so that no block gets all the stars.
#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <utility>

#include "fanfare/fmath.h"
#include "fanfare/graph_build.h"
#include "fanfare/rng.h"
#include "sim/graph/graph_checks.h"
#include "sim/graph/purposes.h"
#include "sim/graph/row_set.h"
#include "sim/graph/row_store.h"

namespace fanfare {
namespace {

constexpr double kExactPoissonBelow = 32;
constexpr std::uint32_t kAttempts =
    16;  // per follow; a row that stays short of distinct accounts is kept short

// Exact by inversion for small means, rounded normal for large ones.
std::uint32_t poisson(double mean, const Words& words) {
  if (mean >= kExactPoissonBelow) {
    const double z = fmath::normal(to_unit(words[0]), to_unit(words[1]));
    return static_cast<std::uint32_t>(std::max(0.0, std::floor(mean + std::sqrt(mean) * z + 0.5)));
  }
  const double u = (static_cast<double>((std::uint64_t{words[0]} << 20) | (words[1] >> 12)) + 0.5) * 0x1p-52;
  double term = fmath::exp(-mean);
  std::uint32_t k = 0;
  for (double below = term; below <= u && k < 1000; below += term) term *= mean / ++k;
  return k;
}

class Quadrants {
 public:
  Quadrants(std::uint32_t accounts, double a, double b, double c)
      : levels_(static_cast<int>(std::bit_width(accounts - 1))), top_(a + b) {
    const double bottom = 1 - top_;
    left_[0] = top_ > 0 ? a / top_ : 0.5;
    left_[1] = bottom > 0 ? c / bottom : 0.5;
    for (std::uint32_t row = 0; row < accounts; ++row) rows_share_ += row_share(row);
  }
  // The share of all follows in a row, among the rows that exist.
  double share(std::uint32_t row) const { return row_share(row) / rows_share_; }

  // A column for `row`; may lie beyond the last account.
  std::uint32_t column(std::uint32_t row, const Draws& draws, std::uint32_t reader,
                       std::uint32_t attempt) const {
    std::uint32_t column = 0;
    Words words{};
    for (int level = 0; level < levels_; ++level) {
      const auto step = static_cast<std::uint32_t>(level);
      if (step % 4 == 0) words = draws.words({reader, step / 4}, attempt);
      const std::uint32_t row_bit = row >> (levels_ - 1 - level) & 1U;
      column = column << 1 | (to_unit(words[step % 4]) < left_[row_bit] ? 0U : 1U);
    }
    return column;
  }

 private:
  double row_share(std::uint32_t row) const {
    double share = 1;
    for (int level = 0; level < levels_; ++level) share *= (row >> level & 1U) != 0 ? 1 - top_ : top_;
    return share;
  }

  int levels_;
  double top_;
  double left_[2] = {};  // that the column bit is 0, by row bit
  double rows_share_ = 0;
};

// account_at[position in the matrix], in the order of a keyed hash.
std::vector<std::uint32_t> shuffled(std::uint32_t accounts, std::uint32_t seed) {
  const Draws draws(seed, graph_purpose::kShuffle);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> keyed(accounts);
  for (std::uint32_t a = 0; a < accounts; ++a) keyed[a] = {draws.words({a})[0], a};
  std::ranges::sort(keyed);
  std::vector<std::uint32_t> order(accounts);
  std::ranges::transform(keyed, order.begin(), [](const auto& pair) { return pair.second; });
  return order;
}

}  // namespace

BuiltGraph rmat(const GraphRequest& request, double mean_follows, double a, double b, double c) {
  require_room("mean_follows", mean_follows, request.accounts);
  for (const auto& [key, share] :
       {std::pair("a", a), std::pair("b", b), std::pair("c", c), std::pair("a + b + c", a + b + c)})
    require_within(key, share, 0, 1);
  if (request.accounts < 2 || mean_follows == 0) return from_edges(request, {});
  const Quadrants quadrants(request.accounts, a, b, c);
  const std::vector<std::uint32_t> account_at = shuffled(request.accounts, request.seed);
  std::vector<std::uint32_t> position_of(request.accounts);
  for (std::uint32_t i = 0; i < request.accounts; ++i) position_of[account_at[i]] = i;
  const Draws sizes(request.seed, graph_purpose::kRowSize);
  const Draws columns(request.seed, graph_purpose::kQuadrant);
  std::vector<RowSet> sets(static_cast<std::size_t>(request.parallel.workers()));
  const double edges = mean_follows * request.accounts;
  return store_rows(request, [&](std::uint32_t reader, int worker, std::vector<std::uint32_t>& row) {
    const std::uint32_t position = position_of[reader];
    const std::uint32_t size =
        std::min(poisson(edges * quadrants.share(position), sizes.words({reader})), request.accounts - 1);
    RowSet& set = sets[static_cast<std::size_t>(worker)];
    set.reset(size + 1);
    set.insert(reader);
    for (std::uint32_t attempt = 0; row.size() < size && attempt < kAttempts * size; ++attempt) {
      const std::uint32_t column = quadrants.column(position, columns, reader, attempt);
      if (column < request.accounts && set.insert(account_at[column])) row.push_back(account_at[column]);
    }
  });
}

}  // namespace fanfare
