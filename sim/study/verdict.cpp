// A comparison in plain words. The order of the cases is the order in which they matter to someone who
// decides.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/study/comparison.h"
#include "sim/study/text.h"

namespace fanfare {
namespace {

std::vector<std::size_t> ranked(const Comparison& c) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < c.arms.size(); ++i)
    if (c.arms[i].candidate) order.push_back(i);
  const bool more = c.measure.direction() == Direction::more_is_better;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return more ? c.arms[a].value.mean > c.arms[b].value.mean : c.arms[a].value.mean < c.arms[b].value.mean;
  });
  return order;
}

// Best minus a rival. Several rivals share the 5 % (Bonferroni), so that a lucky one of many is no winner.
Interval lead(const Comparison& c, const std::vector<std::size_t>& order, std::size_t rival) {
  const double level = 1 - (1 - kLevel) / static_cast<double>(order.size() - 1);
  const auto& best = c.measure.values[order[0]];
  const auto& other = c.measure.values[rival];
  return c.pairing == Pairing::paired ? t_interval(differences(best, other), level)
                                      : welch_interval(best, other, level);
}

Finding::Kind kind_of(const Interval& lead) {
  if (!lead.exists()) return Finding::Kind::one_replicate;
  if (lead.excludes(0)) return Finding::Kind::winner;
  return lead.mean == 0 && lead.sd == 0 ? Finding::Kind::same : Finding::Kind::not_told_apart;
}

// Looks at the rivals from the strongest: the first that the best does not clearly beat is the news.
void rank_against_rivals(const Comparison& c, Finding& finding) {
  for (std::size_t rank = 1; rank < finding.order.size(); ++rank) {
    const Interval difference = lead(c, finding.order, finding.order[rank]);
    const Finding::Kind kind = kind_of(difference);
    if (rank > 1 && kind == Finding::Kind::winner) continue;
    finding.kind = kind;
    finding.rival = finding.order[rank];
    finding.lead = difference;
    if (kind != Finding::Kind::winner) return;
  }
}

// A best arm may still be a loss.
Finding::Money money_of(const Comparison& c, const Finding& finding) {
  if (!c.measure.is_return()) return Finding::Money::not_asked;
  const bool all_lose = std::all_of(finding.order.begin(), finding.order.end(),
                                    [&](std::size_t i) { return c.arms[i].value.high < 0; });
  if (all_lose) return finding.order.size() == 1 ? Finding::Money::one_loses : Finding::Money::all_lose;
  return c.arms[finding.order[0]].value.low > 0 ? Finding::Money::earns : Finding::Money::not_shown;
}

std::string span_of(const Comparison& c, const Interval& x) {
  return people_quantity(x.low, c.measure.unit) + " to " + people_quantity(x.high, c.measure.unit);
}

std::string allowance(const Finding& f) {
  return f.order.size() > 2 ? fmt::format(", allowing for {} comparisons", f.order.size() - 1) : "";
}

std::string one_replicate(const Comparison& c, const Finding& f) {
  std::string text = fmt::format("One replicate of {}: no interval, so no verdict.", c.measure.title());
  const ArmOutcome& best = c.arms[f.order[0]];
  if (f.order.size() > 1)
    text += fmt::format(" {} came out best ({}), which may be luck.", best.arm,
                        people_quantity(best.value.mean, c.measure.unit));
  return text + " Run with --replicates 8 or more.";
}

std::string needed_words(const Finding& f) {
  if (f.too_few())
    return fmt::format(" {} replicates are too few to say how many would tell: run 8 or more.", f.lead.n);
  if (!f.needed) return " No affordable number of replicates would tell them apart: treat them as equal.";
  return fmt::format(" About {} replicates would be needed to tell a difference of this size from none.",
                     *f.needed);
}

std::string not_told_apart(const Comparison& c, const Finding& f) {
  const std::string& best = c.arms[f.order[0]].arm;
  const std::string& other = c.arms[f.rival].arm;
  if (f.kind == Finding::Kind::same)
    return fmt::format("{} and {} gave the same {} in every replicate (n = {}).", best, other,
                       c.measure.title(), f.lead.n);
  return fmt::format(
      "On {}, {} and {} can't be told apart at n = {}: {} is ahead by {} (95 % interval {}{}).{}",
      c.measure.title(), best, other, f.lead.n, best, people_quantity(std::fabs(f.lead.mean), c.measure.unit),
      span_of(c, f.lead), allowance(f), needed_words(f));
}

std::string winner(const Comparison& c, const Finding& f) {
  const bool less = c.measure.direction() == Direction::less_is_better;
  return fmt::format("On {}, {} is the best of {} arms: {} {} than {}, the next (95 % interval {}{}, n = {}{}).",
                     c.measure.title(), c.arms[f.order[0]].arm, f.order.size(),
                     people_quantity(std::fabs(f.lead.mean), c.measure.unit), less ? "less" : "more",
                     c.arms[f.rival].arm, span_of(c, f.lead), allowance(f), f.lead.n,
                     c.pairing == Pairing::paired ? ", paired" : ", not paired");
}

std::string single(const Comparison& c, const Finding& f) {
  const ArmOutcome& arm = c.arms[f.order[0]];
  return fmt::format("{} of {} is {} (95 % interval {}, n = {}); no other arm to compare it with.",
                     c.measure.title(), arm.arm, people_quantity(arm.value.mean, c.measure.unit),
                     span_of(c, arm.value), arm.value.n);
}

std::string ranking_words(const Comparison& c, const Finding& f) {
  switch (f.kind) {
    case Finding::Kind::single:
      return single(c, f);
    case Finding::Kind::winner:
      return winner(c, f);
    case Finding::Kind::same:
    case Finding::Kind::not_told_apart:
      return not_told_apart(c, f);
    default:
      return one_replicate(c, f);
  }
}

std::string money_words(const Comparison& c, const Finding& f) {
  const ArmOutcome& best = c.arms[f.order[0]];
  const std::string value = people_number(best.value.mean) + " per unit spent, 95 % interval " +
                            people_number(best.value.low) + " to " + people_number(best.value.high);
  switch (f.money) {
    case Finding::Money::one_loses:
      return fmt::format(" It loses money ({}).", value);
    case Finding::Money::all_lose:
      return fmt::format(" All {} arms lose money; {} loses least ({}).", f.order.size(), best.arm, value);
    case Finding::Money::earns:
      return fmt::format(" {} earns money: {}; it lost in {} of {} replicates.", best.arm, value, best.losses,
                         best.value.n);
    case Finding::Money::not_shown:
      return fmt::format(" No arm is shown to earn money: {} has {}; it lost in {} of {} replicates.", best.arm,
                         value, best.losses, best.value.n);
    default:
      return {};
  }
}

}  // namespace

Finding find(const Comparison& c) {
  Finding finding;
  finding.order = ranked(c);
  if (finding.order.empty()) return finding;
  finding.rival = finding.order[0];
  if (!c.arms[finding.order[0]].value.exists()) {
    finding.kind = Finding::Kind::one_replicate;
    return finding;
  }
  finding.kind = Finding::Kind::single;
  rank_against_rivals(c, finding);
  finding.money = money_of(c, finding);
  if (finding.kind == Finding::Kind::not_told_apart)
    finding.needed = replicates_needed(finding.lead.mean, finding.lead.sd);
  return finding;
}

std::string verdict(const Comparison& c) {
  const Finding finding = find(c);
  if (finding.kind == Finding::Kind::nothing)
    return fmt::format("No verdict: no arm has a value of {}{}.", c.measure.title(),
                       c.measure.is_return() ? " (nothing was spent)" : "");
  if (!c.arms[finding.order[0]].value.exists()) return one_replicate(c, finding);
  return ranking_words(c, finding) + money_words(c, finding);
}

}  // namespace fanfare
