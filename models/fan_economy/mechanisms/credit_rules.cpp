#include "models/fan_economy/mechanisms/credit_rules.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace fanfare::fan_economy {

void divide_credit(CreditRule rule, std::span<const std::uint8_t> path, double ends,
                   std::span<std::int64_t> parts) {
  if (path.empty()) return;
  const auto n = static_cast<std::int64_t>(path.size());
  if (rule == CreditRule::last || n == 1) {
    parts[path.back()] += kWholeOrder;
    return;
  }
  if (rule == CreditRule::first) {
    parts[path.front()] += kWholeOrder;
    return;
  }
  std::int64_t end = kWholeOrder / n, left = kWholeOrder;
  if (rule == CreditRule::position)
    end = n == 2 ? kWholeOrder / 2 : static_cast<std::int64_t>(ends * static_cast<double>(kWholeOrder));
  for (const std::uint8_t channel : {path.front(), path.back()}) parts[channel] += end, left -= end;
  for (std::int64_t i = 1; i < n - 1; ++i) {
    const std::int64_t part = left / (n - 1 - i);  // what is left over goes to the later ones
    parts[path[static_cast<std::size_t>(i)]] += part;
    left -= part;
  }
  parts[path.back()] += left;  // of two: what does not divide
}

std::vector<double> shapley_credit(std::size_t channels, std::span<const double> days,
                                   std::span<const double> orders) {
  const std::size_t sets = std::size_t{1} << channels;
  const double none = days[0] > 0 ? orders[0] / days[0] : 0;
  std::vector<double> rate(sets), factorial(channels + 1, 1), credit(channels, 0);
  for (std::size_t s = 0; s < sets; ++s) rate[s] = days[s] > 0 ? orders[s] / days[s] : none;
  for (std::size_t i = 1; i <= channels; ++i) factorial[i] = factorial[i - 1] * static_cast<double>(i);
  for (std::size_t s = 1; s < sets; ++s) {
    if (days[s] <= 0) continue;
    const auto size = static_cast<std::size_t>(std::popcount(s));
    for (std::size_t c = 0; c < channels; ++c) {
      const std::size_t bit = std::size_t{1} << c;
      if ((s & bit) == 0) continue;
      double value = 0;
      const std::size_t others = s & ~bit;
      for (std::size_t t = others;; t = (t - 1) & others) {  // subsets of the others
        const auto before = static_cast<std::size_t>(std::popcount(t));
        value +=
            factorial[before] * factorial[size - before - 1] / factorial[size] * (rate[t | bit] - rate[t]);
        if (t == 0) break;
      }
      credit[c] += days[s] * value;
    }
  }
  return credit;
}

namespace {

// Solves m · x = v, m symmetric and positive definite, n × n; in place. Cholesky.
void solve_credit(std::vector<double>& m, std::vector<double>& v, std::size_t n) {
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t k = 0; k < j; ++k) m[j * n + j] -= m[j * n + k] * m[j * n + k];
    m[j * n + j] = std::sqrt(std::max(m[j * n + j], 1e-12));
    for (std::size_t i = j + 1; i < n; ++i) {
      for (std::size_t k = 0; k < j; ++k) m[i * n + j] -= m[i * n + k] * m[j * n + k];
      m[i * n + j] /= m[j * n + j];
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < i; ++k) v[i] -= m[i * n + k] * v[k];
    v[i] /= m[i * n + i];
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t k = i + 1; k < n; ++k) v[i] -= m[k * n + i] * v[k];
    v[i] /= m[i * n + i];
  }
}

}  // namespace

std::vector<double> regression_credit(std::size_t channels, std::span<const std::int64_t> rows,
                                      double carry) {
  const std::size_t width = channels + 1, days = rows.size() / width;
  std::vector<double> credit(channels, 0);
  if (channels == 0 || days < 2 * width) return credit;
  // Carried-over sums, each as a share of its largest; last a constant.
  std::vector<double> x(days * width, 1), largest(channels, 0);
  for (std::size_t c = 0; c < channels; ++c) {
    double stock = 0;
    for (std::size_t d = 0; d < days; ++d) {
      stock = carry * stock + static_cast<double>(rows[d * width + c]);
      x[d * width + c] = stock;
      largest[c] = std::max(largest[c], stock);
    }
    for (std::size_t d = 0; d < days; ++d) x[d * width + c] /= std::max(largest[c], 1.0);
  }
  std::vector<double> m(width * width, 0), v(width, 0);
  for (std::size_t d = 0; d < days; ++d)
    for (std::size_t i = 0; i < width; ++i) {
      for (std::size_t j = 0; j < width; ++j) m[i * width + j] += x[d * width + i] * x[d * width + j];
      v[i] += x[d * width + i] * static_cast<double>(rows[d * width + channels]);
    }
  // A little of a ridge: channels that always run together are not told apart by rounding.
  for (std::size_t c = 0; c < channels; ++c) m[c * width + c] += 1e-3 * static_cast<double>(days);
  solve_credit(m, v, width);
  for (std::size_t c = 0; c < channels; ++c)
    for (std::size_t d = 0; d < days; ++d) credit[c] += v[c] * x[d * width + c];
  return credit;
}

}  // namespace fanfare::fan_economy
