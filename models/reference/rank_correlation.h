// Kendall's τ between two integer columns, ties seen and ties broken. In n log n (Knight 1966, JASA 61:436).
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <vector>

namespace fanfare::reference {

struct KendallTau {
  double tau_b = std::numeric_limits<double>::quiet_NaN();   // (C − D) / √((n₀ − tied x)(n₀ − tied y))
  double broken = std::numeric_limits<double>::quiet_NaN();  // ties in x broken by y, ties in y by place
};

namespace detail {

// Sorts `values` and returns how many pairs stood the wrong way round.
inline std::uint64_t sort_counting(std::vector<std::uint32_t>& values) {
  std::vector<std::uint32_t> merged(values.size());
  std::uint64_t swaps = 0;
  for (std::size_t width = 1; width < values.size(); width *= 2) {
    for (std::size_t from = 0; from < values.size(); from += 2 * width) {
      const std::size_t middle = std::min(from + width, values.size());
      const std::size_t to = std::min(from + 2 * width, values.size());
      for (std::size_t at = from, left = from, right = middle; at < to; ++at) {
        const bool take_right = left == middle || (right < to && values[right] < values[left]);
        if (take_right) swaps += middle - left;
        merged[at] = take_right ? values[right++] : values[left++];
      }
    }
    values.swap(merged);
  }
  return swaps;
}

// Pairs of equal neighbours' groups in a sequence where equals stand together.
template <class Same>
double tied_pairs(std::size_t n, Same same) {
  double pairs = 0, group = 1;
  for (std::size_t i = 1; i <= n; ++i) {
    if (i < n && same(i - 1, i)) {
      ++group;
      continue;
    }
    pairs += group * (group - 1) / 2;
    group = 1;
  }
  return pairs;
}

// 0 … n−1 in the order of `before`; equals keep their places.
template <class Before>
std::vector<std::uint32_t> ordered(std::size_t n, Before before) {
  std::vector<std::uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), before);
  return order;
}

}  // namespace detail

inline KendallTau kendall_tau(std::span<const std::uint32_t> x, std::span<const std::int32_t> y) {
  const std::size_t n = x.size();
  if (n < 2) return {};
  const double pairs = static_cast<double>(n) * static_cast<double>(n - 1) / 2;
  const auto by_y = detail::ordered(n, [&](auto a, auto b) { return y[a] < y[b]; });
  std::vector<std::uint32_t> place(n), dense(n);  // of y: ties broken by place, and equal for equals
  for (std::uint32_t i = 0; i < n; ++i) place[by_y[i]] = i;
  for (std::uint32_t i = 1; i < n; ++i) dense[by_y[i]] = dense[by_y[i - 1]] + (y[by_y[i]] != y[by_y[i - 1]]);
  const auto by_x =
      detail::ordered(n, [&](auto a, auto b) { return x[a] != x[b] ? x[a] < x[b] : place[a] < place[b]; });

  std::vector<std::uint32_t> unique(n), tied(n);
  for (std::size_t i = 0; i < n; ++i) unique[i] = place[by_x[i]], tied[i] = dense[by_x[i]];
  const double tied_x = detail::tied_pairs(n, [&](auto a, auto b) { return x[by_x[a]] == x[by_x[b]]; });
  const double tied_y = detail::tied_pairs(n, [&](auto a, auto b) { return y[by_y[a]] == y[by_y[b]]; });
  const double tied_both = detail::tied_pairs(
      n, [&](auto a, auto b) { return x[by_x[a]] == x[by_x[b]] && y[by_x[a]] == y[by_x[b]]; });
  const auto discordant = static_cast<double>(detail::sort_counting(tied));
  const double difference = pairs - tied_x - tied_y + tied_both - 2 * discordant;  // C − D
  return {difference / std::sqrt((pairs - tied_x) * (pairs - tied_y)),
          1 - 2 * static_cast<double>(detail::sort_counting(unique)) / pairs};
}

}  // namespace fanfare::reference
