// Attempts are drawn in batches; which are taken, in which order, does not depend on the size of a batch.
#include "sim/graph/chung_lu_rows.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "fanfare/fmath.h"

namespace fanfare {
namespace {

// The plan's weights, or, to save an array of the size of the world, the same array with other values.
std::vector<double> proposal_weights(const Likeness& likeness, std::vector<double>&& weights,
                                     Parallel& parallel) {
  if (likeness.matters())
    each_account(parallel, static_cast<std::uint32_t>(weights.size()),
                 [&](std::uint32_t a) { weights[a] *= likeness.strongest(a); });
  return std::move(weights);
}

}  // namespace

ChungLuRows::ChungLuRows(const GraphRequest& request, const ChungLu& graph)
    : ChungLuRows(request, graph, plan_chung_lu(request, graph)) {}

ChungLuRows::ChungLuRows(const GraphRequest& request, const ChungLu& graph, ChungLuPlan&& plan)
    : likeness_(graph, plan.followers, request.parallel),
      targets_(proposal_weights(likeness_, std::move(plan.weights), request.parallel)),
      follows_(std::move(plan.follows)),
      about_(targets_.places()),
      graph_(graph),
      draws_(request.seed, graph_purpose::kTarget),
      proposals_(static_cast<std::size_t>(request.parallel.workers())),
      patience_(64 * std::min(100.0, fmath::exp(std::fabs(graph.homophily)))),
      answers_(std::ranges::any_of(plan.answers_below, [](std::uint32_t below) { return below != 0; })) {
  each_account(request.parallel, targets_.places(), [&](std::uint32_t place) {
    const std::uint32_t author = targets_.account(place);
    about_[place] = {likeness_.surely_below(author), plan.answers_below[author]};
  });
}

void ChungLuRows::propose(std::uint32_t reader, std::uint32_t first, std::uint32_t missing,
                          Proposals& made) const {
  // An eighth more than are missing, as some will be refused or double; whole vectors.
  const std::uint32_t count = std::min((missing + missing / 8 + 15) / 16 * 16, kMost);
  words_run(draws_, {reader}, first, count, made.words);
  made.count = count;
  const auto& target = made.words.word[0];
  for (std::uint32_t i = 0; i < count; ++i) made.place[i] = targets_.first_step(target[i]);
  for (std::uint32_t i = 0; i < count; ++i) {
    made.place[i] = targets_.place(made.place[i], target[i]);
    __builtin_prefetch(&about_[made.place[i]]);
  }
  std::fill_n(made.refused.begin(), count, false);
  if (!likeness_.matters()) return;
  const auto& acceptance = made.words.word[1];
  std::uint32_t doubts = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    made.doubtful[doubts] = static_cast<std::uint8_t>(i);
    doubts += acceptance[i] >= about_[made.place[i]].accepted_below ? 1U : 0U;
  }
  const auto author = [&](std::uint32_t i) { return targets_.account(made.place[i]); };
  for (std::uint32_t k = 0; k < doubts; ++k) likeness_.fetch(author(made.doubtful[k]));
  for (std::uint32_t k = 0; k < doubts; ++k) {
    const std::uint32_t i = made.doubtful[k];
    made.refused[i] = !likeness_.accepts(reader, author(i), acceptance[i]);
  }
}

}  // namespace fanfare
