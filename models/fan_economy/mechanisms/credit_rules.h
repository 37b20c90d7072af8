// How credit for orders is divided among channels: rules over the path of one order, Shapley values over sets
// of channels, and a regression on daily sums. Plain arithmetic in a fixed order, so that a result is the
// same in every build.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace fanfare::fan_economy {

enum class CreditRule : std::uint8_t { last, first, linear, position, count_ };
inline constexpr std::size_t kCreditRules = static_cast<std::size_t>(CreditRule::count_);

// Parts of an order: whole numbers, so that sums of blocks are exact.
inline constexpr std::int64_t kWholeOrder = 840'000;

// By channel of `path`, oldest first: parts that sum to a whole order. `ends`: of the position rule.
void divide_credit(CreditRule rule, std::span<const std::uint8_t> path, double ends,
                   std::span<std::int64_t> parts);

// By channel: orders that it added, from how many accounts' days had which set of channels behind them, and
// how many orders came of these. A set that nobody had is taken to sell like none.
std::vector<double> shapley_credit(std::size_t channels, std::span<const double> days,
                                   std::span<const double> orders);

// By channel: orders that a line through daily sums gives it. `days` rows of one sum a channel and last the
// orders; `carry` of a day's touches works on the next. Nothing (zeros) from fewer days than make sense.
std::vector<double> regression_credit(std::size_t channels, std::span<const std::int64_t> rows, double carry);

}  // namespace fanfare::fan_economy
