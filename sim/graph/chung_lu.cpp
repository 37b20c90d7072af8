// Draws the edges of a directed Chung–Lu graph from its plan. A row is drawn up to three times (count
// answers, fill answers, store), which costs less than keeping it.
#include <algorithm>
#include <cmath>
#include <utility>

#include "fanfare/fmath.h"
#include "fanfare/graph_build.h"
#include "fanfare/rng.h"
#include "sim/graph/answers.h"
#include "sim/graph/chung_lu_plan.h"
#include "sim/graph/graph_checks.h"
#include "sim/graph/purposes.h"
#include "sim/graph/row_set.h"
#include "sim/graph/row_store.h"
#include "sim/graph/target_table.h"

namespace fanfare {
namespace {

// How much likeness weighs in a follow. Targets are proposed in proportion to w · exp(max of the factor)
// and accepted with the factor over its maximum, which is P ∝ w · exp(h·sim/(1+log10 f)) exactly.
class Homophily {
 public:
  Homophily(const ChungLu& graph, const std::vector<double>& followers)
      : interests_(graph.interests), topics_(graph.homophily == 0 ? 0 : graph.topics) {
    if (topics_ == 0) return;
    expects(interests_.size() == followers.size() * topics_, "interests hold a row for each account");
    strength_.reserve(followers.size());
    for (const double f : followers)
      strength_.push_back(graph.homophily / (1 + fmath::log10(std::max(1.0, f * graph.scale))));
  }
  bool matters() const { return topics_ != 0; }
  double strongest(std::uint32_t author) const {
    return matters() ? fmath::exp(std::max(0.0, strength_[author])) : 1;
  }
  bool accepts(std::uint32_t reader, std::uint32_t author, std::uint32_t word) const {
    const double exponent = strength_[author] * similarity(reader, author) - std::max(0.0, strength_[author]);
    return to_unit(word) < fmath::exp(exponent);
  }

 private:
  double similarity(std::uint32_t a, std::uint32_t b) const {
    std::uint32_t dot = 0;
    for (std::uint32_t k = 0; k < topics_; ++k)
      dot +=
          std::uint32_t{interests_[std::size_t{a} * topics_ + k]} * interests_[std::size_t{b} * topics_ + k];
    return dot / (255.0 * 255.0);
  }

  std::span<const std::uint8_t> interests_;
  std::uint32_t topics_;
  std::vector<double> strength_;
};

std::vector<double> proposal_weights(const Homophily& homophily, std::vector<double> weights) {
  for (std::uint32_t v = 0; v < weights.size(); ++v) weights[v] *= homophily.strongest(v);
  return weights;
}

class ChungLuRows {
 public:
  ChungLuRows(const GraphRequest& request, const ChungLu& graph)
      : plan_(plan_chung_lu(request, graph)),
        homophily_(graph, plan_.followers),
        targets_(proposal_weights(homophily_, plan_.weights)),
        graph_(graph),
        draws_(request.seed, graph_purpose::kTarget),
        sets_(static_cast<std::size_t>(request.parallel.workers())),
        patience_(64 * std::min(100.0, fmath::exp(std::fabs(graph.homophily)))) {
    std::vector<double>().swap(plan_.followers);
    std::vector<double>().swap(plan_.weights);
  }

  bool answers() const {
    return std::ranges::any_of(plan_.answers_below, [](std::uint32_t below) { return below != 0; });
  }

  // visit(author, answers) for each distinct account that `reader` sets out to follow.
  template <class Visit>
  void draw(std::uint32_t reader, int worker, const Visit& visit) {
    const std::uint32_t size = plan_.follows[reader];
    const bool answered = graph_.is_author(reader);
    RowSet& set = sets_[static_cast<std::size_t>(worker)];
    set.reset(size + 1);
    set.insert(reader);
    std::uint32_t found = 0;
    const auto attempts = static_cast<std::uint32_t>(patience_ * (size + 16));
    for (std::uint32_t attempt = 0; found < size && attempt < attempts; ++attempt) {
      const Words words = draws_.words({reader}, attempt);
      const std::uint32_t author = targets_.draw(words[0]);
      if (homophily_.matters() && !homophily_.accepts(reader, author, words[1])) continue;
      if (!set.insert(author)) continue;
      visit(author, answered && words[2] < plan_.answers_below[author]);
      ++found;
    }
    if (found < size) top_up(reader, size - found, set, visit);
  }

 private:
  // Where the likely accounts are used up (few accounts, many follows), any others do.
  template <class Visit>
  void top_up(std::uint32_t reader, std::uint32_t missing, RowSet& set, const Visit& visit) const {
    const auto accounts = static_cast<std::uint32_t>(plan_.follows.size());
    std::uint32_t author = Draws(draws_.seed(), graph_purpose::kTopUp).below(accounts, {reader});
    for (std::uint32_t i = 0; i < accounts && missing > 0; ++i, author = (author + 1) % accounts) {
      if (!graph_.is_author(author) || !set.insert(author)) continue;
      visit(author, false);
      --missing;
    }
  }

  ChungLuPlan plan_;
  Homophily homophily_;
  TargetTable targets_;
  const ChungLu& graph_;
  Draws draws_;
  std::vector<RowSet> sets_;  // one a worker
  double patience_;           // attempts a follow
};

void check(const GraphRequest& request, const ChungLu& graph) {
  require_room("mean_follows", graph.mean_follows, request.accounts);
  require_within("follower_exponent", graph.follower_exponent, 1.01, 100);
  require_within("followers_sigma", graph.followers_sigma, 0, 20);
  require_within("follows_sigma", graph.follows_sigma, 0, 20);
  require_within("reciprocity", std::max(graph.reciprocity, 0.0), 0, 1);
  require_within("homophily", graph.homophily, -50, 50);
  require_within("follows_cap", graph.follows_cap, std::min(graph.mean_follows, request.accounts - 1.0), 4e9);
}

}  // namespace

BuiltGraph chung_lu(const GraphRequest& request, const ChungLu& graph) {
  if (request.accounts < 2 || graph.mean_follows == 0) return from_edges(request, {});
  check(request, graph);
  ChungLuRows rows(request, graph);
  Answers answers;
  if (rows.answers())
    answers =
        Answers(request.accounts, request.parallel, [&](std::uint32_t reader, int worker, auto& answered) {
          rows.draw(reader, worker, [&](std::uint32_t author, bool answers_it) {
            if (answers_it) answered.push_back(author);
          });
        });
  return store_rows(request, [&](std::uint32_t reader, int worker, std::vector<std::uint32_t>& row) {
    rows.draw(reader, worker, [&](std::uint32_t author, bool) { row.push_back(author); });
    const auto answered = answers.of(reader);
    row.insert(row.end(), answered.begin(), answered.end());
  });
}

}  // namespace fanfare
