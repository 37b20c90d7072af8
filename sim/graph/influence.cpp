// A set holds who would have reached one account drawn at random; whoever stands in most sets reaches most.
// Sets are keyed by their number and made in blocks side by side; the greedy choice then covers them.
#include "fanfare/influence.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <queue>

#include "fanfare/expects.h"
#include "fanfare/rng.h"
#include "sim/graph/purposes.h"

namespace fanfare {
namespace {

constexpr std::uint32_t kSetBlock = 1024;
constexpr std::uint32_t kFirstSets = 8 * kSetBlock;
constexpr std::uint32_t kCheckSets = 1U << 31;  // numbers of sets that have no part in the choice
constexpr double kTwoSided = 1.959964;          // of a normal, 95 %

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

struct SeedCandidate {
  std::uint64_t sets = 0;  // not yet covered, when last counted
  std::uint32_t account = 0;
  friend bool operator<(const SeedCandidate& a, const SeedCandidate& b) {  // the least of a queue comes last
    return a.sets != b.sets ? a.sets < b.sets : a.account > b.account;
  }
};

// Gains only fall, so the first that is still the first when counted anew is the best (Minoux 1978).
InfluenceRank cover(const Memberships& rows, const InfluenceQuestion& question, std::uint32_t accounts,
                    std::uint32_t sets) {
  std::vector<std::uint32_t> everyone(question.candidates.empty() ? accounts : 0);
  std::iota(everyone.begin(), everyone.end(), 0U);
  std::priority_queue<SeedCandidate> queue;
  for (const std::uint32_t a : question.candidates.empty() ? everyone : question.candidates)
    queue.push({rows.of(a).size(), a});
  std::vector<bool> covered(sets, false);
  const auto uncovered = [&](std::uint32_t account) {
    const auto own = rows.of(account);
    return static_cast<std::uint64_t>(
        std::count_if(own.begin(), own.end(), [&](auto s) { return !covered[s]; }));
  };
  InfluenceRank rank;
  rank.sets = sets;
  const double unit = static_cast<double>(accounts) / sets;
  while (!queue.empty() && (question.count == 0 || rank.accounts.size() < question.count)) {
    const SeedCandidate first = queue.top();
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

// Sets numbered from `base`; drawing more keeps those that are there.
class Sets {
 public:
  Sets(SetMaker& maker, std::uint32_t base) : maker_(maker), base_(base) {}

  void draw(std::uint32_t number, Parallel& parallel) {
    const std::size_t old = blocks_.size();
    blocks_.resize((number + kSetBlock - 1) / kSetBlock);
    parallel.for_each(blocks_.size() - old, [&](std::size_t i, int worker) {
      const auto first = static_cast<std::uint32_t>(old + i) * kSetBlock;
      maker_.make(base_ + first, base_ + std::min(first + kSetBlock, number), worker, blocks_[old + i]);
    });
  }
  const std::vector<SetBlock>& blocks() const { return blocks_; }

 private:
  SetMaker& maker_;
  std::uint32_t base_;
  std::vector<SetBlock> blocks_;
};

// Which of the sets hold any of `accounts`.
std::vector<bool> hit_by(const std::vector<SetBlock>& blocks, const std::vector<std::uint32_t>& accounts,
                         std::uint32_t everyone, std::uint32_t sets) {
  std::vector<bool> is_one(everyone, false), hit(sets, false);
  for (const std::uint32_t account : accounts) is_one[account] = true;
  for_each_member(blocks, [&](std::uint32_t set, std::uint32_t account) {
    if (is_one[account]) hit[set] = true;
  });
  return hit;
}

// What the choice reaches, and what the rival reaches beyond it, by sets that did not choose.
void check_reach(InfluenceRank& rank, const std::vector<SetBlock>& blocks, const InfluenceQuestion& question,
                 std::uint32_t accounts) {
  const std::vector<bool> own = hit_by(blocks, rank.accounts, accounts, rank.sets);
  const std::vector<bool> other = hit_by(blocks, question.rival, accounts, rank.sets);
  double hits = 0, gained = 0, lost = 0;
  for (std::uint32_t set = 0; set < rank.sets; ++set) {
    hits += own[set] ? 1 : 0;
    gained += other[set] && !own[set] ? 1 : 0;
    lost += own[set] && !other[set] ? 1 : 0;
  }
  const double unit = static_cast<double>(accounts) / rank.sets;
  rank.reach = hits * unit;
  rank.reach_error = kTwoSided * std::sqrt(hits * (1 - hits / rank.sets)) * unit;
  if (question.rival.empty()) return;
  rank.lead = (gained - lost) * unit;
  rank.lead_error = kTwoSided * std::sqrt(gained + lost) * unit;
}

bool is_settled(const InfluenceRank& rank, double error) {
  const double promised = std::accumulate(rank.gains.begin(), rank.gains.end(), 0.0);
  const double room = error * rank.reach;
  return rank.reach > 0 && rank.reach_error <= room && promised - rank.reach <= room;
}

}  // namespace

InfluenceRank most_influential(const FollowGraph& graph, const InfluenceQuestion& question,
                               std::uint32_t seed, Parallel& parallel) {
  const Partition& part = graph.partition();
  expects(part.rows() == part.accounts, "influence needs the whole graph");
  if (part.accounts == 0 || question.sets == 0) return {};
  SetMaker maker(graph, question, seed, parallel.workers());
  Sets choosing(maker, 0), checking(maker, kCheckSets);
  for (std::uint32_t n = question.error > 0 ? std::min(kFirstSets, question.sets) : question.sets;;
       n = std::min(2 * n, question.sets)) {
    choosing.draw(n, parallel);
    InfluenceRank rank = cover(memberships(choosing.blocks(), part.accounts), question, part.accounts, n);
    if (question.error <= 0) return rank;
    checking.draw(n, parallel);
    check_reach(rank, checking.blocks(), question, part.accounts);
    rank.is_settled = is_settled(rank, question.error);
    if (rank.is_settled || n == question.sets) return rank;
  }
}

}  // namespace fanfare
