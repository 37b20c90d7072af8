// A set holds who would have reached one account drawn at random; whoever stands in most sets reaches most.
// Sets are keyed by their number and made in blocks side by side; the greedy choice then covers them.
#include "fanfare/influence.h"

#include <algorithm>
#include <numeric>
#include <queue>

#include "fanfare/expects.h"
#include "fanfare/rng.h"
#include "sim/graph/purposes.h"

namespace fanfare {
namespace {

constexpr std::uint32_t kSetBlock = 1024;

// Sets one behind the other.
struct SetBlock {
  std::vector<std::uint32_t> ends;
  std::vector<std::uint32_t> members;
};

class SetMaker {
 public:
  SetMaker(const FollowGraph& graph, const InfluenceQuestion& question, std::uint32_t seed, int workers)
      : graph_(graph),
        question_(question),
        root_(seed, graph_purpose::kReverseRoot),
        edge_(seed, graph_purpose::kReverseEdge),
        seen_(static_cast<std::size_t>(workers)) {}

  void make(std::uint32_t first, std::uint32_t last, int worker, SetBlock& out) {
    auto& seen = seen_[static_cast<std::size_t>(worker)];
    seen.resize(graph_.partition().accounts, false);
    for (std::uint32_t set = first; set < last; ++set) {
      const std::size_t start = out.members.size();
      const std::uint32_t root = root_.below(graph_.partition().accounts, {set});
      seen[root] = true;
      out.members.push_back(root);
      question_.spreading == Spreading::cascade ? grow(set, start, seen, out) : walk(set, root, seen, out);
      for (std::size_t i = start; i < out.members.size(); ++i) seen[out.members[i]] = false;
      out.ends.push_back(static_cast<std::uint32_t>(out.members.size()));
    }
  }

 private:
  double chance(AccountId reader, std::size_t k, std::size_t follows) const {
    return question_.chance ? question_.chance(reader, k) : 1.0 / static_cast<double>(follows);
  }
  // Independent cascade: every follow is tossed once.
  void grow(std::uint32_t set, std::size_t start, std::vector<bool>& seen, SetBlock& out) const {
    for (std::size_t at = start; at < out.members.size(); ++at) {
      const AccountId reader(out.members[at]);
      const auto row = graph_.follows(reader);
      Words words{};
      for (std::size_t k = 0; k < row.size(); ++k) {
        if (k % 4 == 0) words = edge_.words({set, reader.value}, static_cast<std::uint32_t>(k / 4));
        if (seen[row[k]] || !(to_unit(words[k % 4]) < chance(reader, k, row.size()))) continue;
        seen[row[k]] = true;
        out.members.push_back(row[k]);
      }
    }
  }
  // Linear threshold: of all it follows an account is moved by one at most (Kempe et al. 2003, theorem 4.6).
  void walk(std::uint32_t set, std::uint32_t root, std::vector<bool>& seen, SetBlock& out) const {
    for (AccountId reader(root);;) {
      const auto row = graph_.follows(reader);
      double rest = edge_.uniform({set, reader.value});
      std::size_t k = 0;
      if (question_.chance) {
        while (k < row.size() && rest >= chance(reader, k, row.size()))
          rest -= chance(reader, k++, row.size());
      } else {
        k = static_cast<std::size_t>(rest * static_cast<double>(row.size()));
      }
      if (k >= row.size() || seen[row[k]]) return;
      reader = AccountId(row[k]);
      seen[reader.value] = true;
      out.members.push_back(reader.value);
    }
  }

  const FollowGraph& graph_;
  const InfluenceQuestion& question_;
  Draws root_, edge_;
  std::vector<std::vector<bool>> seen_;  // one a worker
};

// Which sets each account stands in, as rows.
struct Memberships {
  std::vector<std::uint64_t> offsets;
  std::vector<std::uint32_t> sets;
  std::span<const std::uint32_t> of(std::uint32_t account) const {
    return {sets.data() + offsets[account],
            static_cast<std::size_t>(offsets[account + 1] - offsets[account])};
  }
};

template <class Visit>
void for_each_member(const std::vector<SetBlock>& blocks, const Visit& visit) {
  std::uint32_t set = 0;
  for (const SetBlock& block : blocks) {
    std::uint32_t at = 0;
    for (const std::uint32_t end : block.ends) {
      for (; at < end; ++at) visit(set, block.members[at]);
      ++set;
    }
  }
}

Memberships memberships(const std::vector<SetBlock>& blocks, std::uint32_t accounts) {
  Memberships rows;
  rows.offsets.assign(std::size_t{accounts} + 1, 0);
  for_each_member(blocks, [&](std::uint32_t, std::uint32_t account) { ++rows.offsets[account + 1]; });
  std::partial_sum(rows.offsets.begin(), rows.offsets.end(), rows.offsets.begin());
  rows.sets.resize(static_cast<std::size_t>(rows.offsets.back()));
  std::vector<std::uint64_t> cursor(rows.offsets.begin(), rows.offsets.end() - 1);
  for_each_member(blocks,
                  [&](std::uint32_t set, std::uint32_t account) { rows.sets[cursor[account]++] = set; });
  return rows;
}

struct Candidate {
  std::uint64_t sets = 0;  // not yet covered, when last counted
  std::uint32_t account = 0;
  friend bool operator<(const Candidate& a, const Candidate& b) {  // the least of a queue comes last
    return a.sets != b.sets ? a.sets < b.sets : a.account > b.account;
  }
};

// Gains only fall, so the first that is still the first when counted anew is the best (Minoux 1978).
InfluenceRank cover(const Memberships& rows, const InfluenceQuestion& question, std::uint32_t accounts) {
  std::vector<std::uint32_t> everyone(question.candidates.empty() ? accounts : 0);
  std::iota(everyone.begin(), everyone.end(), 0U);
  std::priority_queue<Candidate> queue;
  for (const std::uint32_t a : question.candidates.empty() ? everyone : question.candidates)
    queue.push({rows.of(a).size(), a});
  std::vector<bool> covered(question.sets, false);
  const auto uncovered = [&](std::uint32_t account) {
    const auto sets = rows.of(account);
    return static_cast<std::uint64_t>(
        std::count_if(sets.begin(), sets.end(), [&](auto s) { return !covered[s]; }));
  };
  InfluenceRank rank;
  const double unit = static_cast<double>(accounts) / question.sets;
  while (!queue.empty() && (question.count == 0 || rank.accounts.size() < question.count)) {
    const Candidate first = queue.top();
    queue.pop();
    const std::uint64_t now = uncovered(first.account);
    if (now != first.sets) {
      queue.push({now, first.account});
      continue;
    }
    if (now == 0 && question.count == 0) break;
    rank.accounts.push_back(first.account);
    rank.gains.push_back(static_cast<double>(now) * unit);
    for (const std::uint32_t set : rows.of(first.account)) covered[set] = true;
  }
  return rank;
}

}  // namespace

InfluenceRank most_influential(const FollowGraph& graph, const InfluenceQuestion& question,
                               std::uint32_t seed, Parallel& parallel) {
  const Partition& part = graph.partition();
  expects(part.rows() == part.accounts, "influence needs the whole graph");
  if (part.accounts == 0 || question.sets == 0) return {};
  std::vector<SetBlock> blocks((question.sets + kSetBlock - 1) / kSetBlock);
  SetMaker maker(graph, question, seed, parallel.workers());
  parallel.for_each(blocks.size(), [&](std::size_t b, int worker) {
    const auto first = static_cast<std::uint32_t>(b) * kSetBlock;
    maker.make(first, std::min(first + kSetBlock, question.sets), worker, blocks[b]);
  });
  return cover(memberships(blocks, part.accounts), question, part.accounts);
}

}  // namespace fanfare
