// What a comparison shows: who leads, by how much, and whether that is more than luck. The words are in
// verdict.cpp.
#include <algorithm>
#include <cmath>

#include "sim/judge/comparison.h"

namespace fanfare {
namespace {

std::vector<std::size_t> ranked(const Comparison& c) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < c.arms.size(); ++i)
    if (c.arms[i].candidate) order.push_back(i);
  const bool more = c.measure.better != Better::less;  // where neither is better, the highest is named
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return more ? c.arms[a].value.mean > c.arms[b].value.mean : c.arms[a].value.mean < c.arms[b].value.mean;
  });
  return order;
}

double shared_level(std::size_t rivals) { return 1 - (1 - kLevel) / static_cast<double>(rivals); }

// Best minus a rival. Several rivals share the 5 % (Bonferroni), so that a lucky one of many is no winner.
Interval lead(const Comparison& c, const std::vector<std::size_t>& order, std::size_t rival) {
  const double level = shared_level(order.size() - 1);
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
Finding::Gain gain_of(const Comparison& c, const Finding& finding) {
  if (!c.measure.shows_loss()) return Finding::Gain::not_asked;
  const bool all_lose = std::all_of(finding.order.begin(), finding.order.end(),
                                    [&](std::size_t i) { return c.arms[i].value.high < 0; });
  if (all_lose) return Finding::Gain::all_lose;
  return c.arms[finding.order[0]].value.low > 0 ? Finding::Gain::gains : Finding::Gain::not_shown;
}

}  // namespace

Finding find(const Comparison& c) {
  Finding finding;
  finding.order = ranked(c);
  if (finding.order.empty()) return finding;
  finding.rival = finding.order[0];
  if (!c.arms[finding.order[0]].value.exists()) {
    finding.kind = Finding::Kind::one_replicate;
    if (finding.order.size() > 1) finding.rival = finding.order[1];
    return finding;
  }
  finding.kind = Finding::Kind::single;
  rank_against_rivals(c, finding);
  finding.gain = gain_of(c, finding);
  if (finding.kind == Finding::Kind::not_told_apart)
    finding.needed =
        replicates_needed(finding.lead.mean, finding.lead.sd, shared_level(finding.order.size() - 1));
  return finding;
}

}  // namespace fanfare
