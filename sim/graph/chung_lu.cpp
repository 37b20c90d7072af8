// Puts a directed Chung–Lu graph together. Rows are drawn once and kept block by block until those who answer
// are known; the finished rows take the place of the drafts, so that both are never there as a whole.
#include <algorithm>
#include <cmath>
#include <utility>

#include "fanfare/graph_build.h"
#include "sim/graph/answers.h"
#include "sim/graph/chung_lu_rows.h"
#include "sim/graph/graph_checks.h"
#include "sim/graph/row_store.h"

namespace fanfare {
namespace {

void check(const GraphRequest& request, const ChungLu& graph) {
  require_room("mean_follows", graph.mean_follows, request.accounts);
  require_within("follower_exponent", graph.follower_exponent, 1.01, 100);
  require_within("followers_sigma", graph.followers_sigma, 0, 20);
  require_within("follows_sigma", graph.follows_sigma, 0, 20);
  require_within("reciprocity", std::max(graph.reciprocity, 0.0), 0, 1);
  require_within("homophily", graph.homophily, -50, 50);
  require_within("follows_cap", graph.follows_cap, std::min(graph.mean_follows, request.accounts - 1.0), 4e9);
}

// What the rows of all blocks are before they are answered. Other ranks' rows are drawn again when their
// followers are counted: keeping them would take the memory of the whole graph.
class Drafts {
 public:
  Drafts(const GraphRequest& request, ChungLuRows& rows)
      : rows_(rows),
        part_(Partition::of(request.accounts, request.rank, request.ranks)),
        blocks_(block_count(request.accounts)) {
    std::vector<AnsweredRows> answered(blocks_.size());
    request.parallel.for_each(blocks_.size(), [&](std::size_t block, int worker) {
      draw(static_cast<std::uint32_t>(block), worker, blocks_[block], answered[block]);
    });
    answers_ = Answers(request.accounts, request.parallel, std::move(answered));
  }

  // Appends the row of `reader`; an owned one can be had once, and a block's in ascending order.
  void take(std::uint32_t reader, int worker, std::vector<std::uint32_t>& row) {
    KeptRows& kept = blocks_[reader / kBlockRows];
    if (kept.ends.empty())
      rows_.draw(reader, worker, [&](std::uint32_t author, bool) { row.push_back(author); });
    else
      take(kept, reader % kBlockRows, row);
    const auto answered = answers_.of(reader);
    row.insert(row.end(), answered.begin(), answered.end());
  }

 private:
  struct KeptRows {
    std::vector<std::uint32_t> ids;
    std::vector<std::uint32_t> ends;
  };

  void draw(std::uint32_t block, int worker, KeptRows& kept, AnsweredRows& answered) {
    const std::uint32_t first = block * kBlockRows;
    const std::uint32_t last = std::min(first + kBlockRows, part_.accounts);
    const bool owned = block >= part_.first_block && block < part_.last_block;
    if (owned) {
      std::size_t follows = 0;
      for (std::uint32_t reader = first; reader < last; ++reader) follows += rows_.size(reader);
      kept.ids.reserve(follows);
    }
    for (std::uint32_t reader = first; reader < last; ++reader) {
      rows_.draw(reader, worker, [&](std::uint32_t author, bool answers) {
        if (owned) kept.ids.push_back(author);
        if (answers) answered.ids.push_back(author);
      });
      if (owned) kept.ends.push_back(static_cast<std::uint32_t>(kept.ids.size()));
      answered.ends.push_back(static_cast<std::uint32_t>(answered.ids.size()));
    }
  }

  static void take(KeptRows& kept, std::uint32_t index, std::vector<std::uint32_t>& row) {
    const auto from = static_cast<std::ptrdiff_t>(index == 0 ? 0 : kept.ends[index - 1]);
    row.insert(row.end(), kept.ids.begin() + from, kept.ids.begin() + kept.ends[index]);
    if (index + 1 == kept.ends.size()) std::vector<std::uint32_t>().swap(kept.ids);
  }

  ChungLuRows& rows_;
  Partition part_;
  std::vector<KeptRows> blocks_;
  Answers answers_;
};

}  // namespace

BuiltGraph chung_lu(const GraphRequest& request, const ChungLu& graph) {
  if (request.accounts < 2 || graph.mean_follows == 0) return from_edges(request, {});
  check(request, graph);
  ChungLuRows rows(request, graph);
  if (!rows.answers())
    return store_rows(request, [&](std::uint32_t reader, int worker, std::vector<std::uint32_t>& row) {
      rows.draw(reader, worker, [&](std::uint32_t author, bool) { row.push_back(author); });
    });
  Drafts drafts(request, rows);
  return store_rows(request, [&](std::uint32_t reader, int worker, std::vector<std::uint32_t>& row) {
    drafts.take(reader, worker, row);
  });
}

}  // namespace fanfare
