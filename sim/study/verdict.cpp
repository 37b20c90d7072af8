// A comparison in plain words. The order of the cases is the order in which they matter to someone who
// decides.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/study/comparison.h"
#include "sim/study/text.h"

namespace fanfare {
namespace {

struct Ranking {
  std::vector<std::size_t> order;  // candidates, best first
  const Comparison& c;

  const ArmOutcome& arm(std::size_t rank) const { return c.arms[order[rank]]; }
  const std::vector<double>& values(std::size_t rank) const { return c.measure.values[order[rank]]; }
  std::size_t size() const { return order.size(); }
};

Ranking rank(const Comparison& c) {
  Ranking ranking{{}, c};
  for (std::size_t i = 0; i < c.arms.size(); ++i)
    if (c.arms[i].candidate) ranking.order.push_back(i);
  const bool more = c.measure.direction() == Direction::more_is_better;
  std::stable_sort(ranking.order.begin(), ranking.order.end(), [&](std::size_t a, std::size_t b) {
    return more ? c.arms[a].value.mean > c.arms[b].value.mean : c.arms[a].value.mean < c.arms[b].value.mean;
  });
  return ranking;
}

std::string span_of(const Comparison& c, const Interval& x) {
  return people_quantity(x.low, c.measure.unit) + " to " + people_quantity(x.high, c.measure.unit);
}

// Best minus the arm of that rank. Several rivals share the 5 % (Bonferroni), so that a lucky one of many is
// no winner.
Interval lead(const Ranking& ranking, std::size_t rival) {
  const double level = 1 - (1 - kLevel) / static_cast<double>(ranking.size() - 1);
  return ranking.c.pairing == Pairing::paired
             ? t_interval(differences(ranking.values(0), ranking.values(rival)), level)
             : welch_interval(ranking.values(0), ranking.values(rival), level);
}

std::string allowance(const Ranking& ranking) {
  return ranking.size() > 2 ? fmt::format(", allowing for {} comparisons", ranking.size() - 1) : "";
}

std::string one_replicate(const Ranking& ranking) {
  const Comparison& c = ranking.c;
  std::string text = fmt::format("One replicate of {}: no interval, so no verdict.", c.measure.title());
  if (ranking.size() > 1)
    text += fmt::format(" {} came out best ({}), which may be luck.", ranking.arm(0).arm,
                        people_quantity(ranking.arm(0).value.mean, c.measure.unit));
  return text + " Run with --replicates 8 or more.";
}

std::string needed_words(const Interval& difference) {
  const auto n = replicates_needed(difference.mean, difference.sd);
  if (!n) return " No affordable number of replicates would tell them apart: treat them as equal.";
  return fmt::format(" About {} replicates would be needed to tell a difference of this size from none.", *n);
}

std::string not_told_apart(const Ranking& ranking, std::size_t rival, const Interval& difference) {
  const Comparison& c = ranking.c;
  const std::string& best = ranking.arm(0).arm;
  const std::string& other = ranking.arm(rival).arm;
  if (difference.mean == 0 && difference.sd == 0)
    return fmt::format("{} and {} gave the same {} in every replicate (n = {}).", best, other,
                       c.measure.title(), difference.n);
  return fmt::format(
      "On {}, {} and {} can't be told apart at n = {}: {} is ahead by {} (95 % interval {}{}).{}",
      c.measure.title(), best, other, difference.n, best,
      people_quantity(std::fabs(difference.mean), c.measure.unit), span_of(c, difference), allowance(ranking),
      needed_words(difference));
}

std::string winner(const Ranking& ranking, const Interval& difference) {
  const Comparison& c = ranking.c;
  const bool less = c.measure.direction() == Direction::less_is_better;
  return fmt::format(
      "On {}, {} is the best of {} arms: {} {} than {}, the next (95 % interval {}{}, n = {}{}).",
      c.measure.title(), ranking.arm(0).arm, ranking.size(),
      people_quantity(std::fabs(difference.mean), c.measure.unit), less ? "less" : "more", ranking.arm(1).arm,
      span_of(c, difference), allowance(ranking), difference.n,
      c.pairing == Pairing::paired ? ", paired" : ", not paired");
}

// Looks at the rivals from the strongest: the first that the best does not clearly beat is the news.
std::string ranking_words(const Ranking& ranking) {
  for (std::size_t rival = 1; rival < ranking.size(); ++rival) {
    const Interval difference = lead(ranking, rival);
    if (!difference.exists()) return one_replicate(ranking);
    if (!difference.excludes(0)) return not_told_apart(ranking, rival, difference);
  }
  return winner(ranking, lead(ranking, 1));
}

std::string single(const Ranking& ranking) {
  const Comparison& c = ranking.c;
  const ArmOutcome& arm = ranking.arm(0);
  return fmt::format("{} of {} is {} (95 % interval {}, n = {}); no other arm to compare it with.",
                     c.measure.title(), arm.arm, people_quantity(arm.value.mean, c.measure.unit),
                     span_of(c, arm.value), arm.value.n);
}

// Whether the money comes back: a best arm may still be a loss.
std::string money_words(const Ranking& ranking) {
  const ArmOutcome& best = ranking.arm(0);
  const std::string value = people_number(best.value.mean) + " per unit spent, 95 % interval " +
                            people_number(best.value.low) + " to " + people_number(best.value.high);
  const auto loses = [](const ArmOutcome& a) { return a.value.high < 0; };
  std::size_t losing = 0;
  for (std::size_t i = 0; i < ranking.size(); ++i) losing += loses(ranking.arm(i)) ? 1 : 0;
  if (losing == ranking.size())
    return ranking.size() == 1
               ? fmt::format("It loses money ({}).", value)
               : fmt::format("All {} arms lose money; {} loses least ({}).", losing, best.arm, value);
  if (best.value.low > 0)
    return fmt::format("{} earns money: {}; it lost in {} of {} replicates.", best.arm, value, best.losses,
                       best.value.n);
  return fmt::format("No arm is shown to earn money: {} has {}; it lost in {} of {} replicates.", best.arm,
                     value, best.losses, best.value.n);
}

}  // namespace

std::string verdict(const Comparison& c) {
  const Ranking ranking = rank(c);
  if (ranking.size() == 0)
    return fmt::format("No verdict: no arm has a value of {}{}.", c.measure.title(),
                       c.measure.is_return() ? " (nothing was spent)" : "");
  if (!ranking.arm(0).value.exists()) return one_replicate(ranking);
  std::string text = ranking.size() == 1 ? single(ranking) : ranking_words(ranking);
  if (c.measure.is_return()) text += " " + money_words(ranking);
  return text;
}

}  // namespace fanfare
