// PageRank, core numbers and betweenness of whole follow graphs. Sums of doubles run in a fixed order.
#include "fanfare/centrality.h"

#include <boost/graph/core_numbers.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "fanfare/expects.h"
#include "fanfare/graph_bgl.h"
#include "fanfare/reverse_rows.h"
#include "fanfare/rng.h"
#include "sim/graph/purposes.h"

namespace fanfare {
namespace {

constexpr std::uint32_t kExactBetweennessBelow = 5000;
constexpr std::uint32_t kPivots = 256;
constexpr std::uint32_t kSourcesAtOnce = 8;  // fixed, so that the order of sums is the same on any machine

std::uint32_t accounts_of(const FollowGraph& graph) {
  expects(graph.partition().rows() == graph.partition().accounts, "centrality needs the whole graph");
  return graph.partition().accounts;
}

// body(first, last) for each block of accounts.
template <class Body>
void for_each_block(Parallel& parallel, std::uint32_t accounts, const Body& body) {
  parallel.for_each(block_count(accounts), [&](std::size_t block, int) {
    const auto first = static_cast<std::uint32_t>(block) * kBlockRows;
    body(first, std::min(first + kBlockRows, accounts));
  });
}

// What each account hands to each of its followees; returns what is left by those who follow nobody.
double share_out(const FollowGraph& graph, const std::vector<double>& rank, std::vector<double>& handed) {
  double stranded = 0;
  for (std::uint32_t v = 0; v < rank.size(); ++v) {
    const std::size_t follows = graph.follows(AccountId(v)).size();
    handed[v] = follows == 0 ? 0 : rank[v] / static_cast<double>(follows);
    if (follows == 0) stranded += rank[v];
  }
  return stranded;
}

double distance(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::fabs(a[i] - b[i]);
  return sum;
}

}  // namespace

std::vector<double> follower_counts(const FollowGraph& graph) {
  std::vector<double> counts(accounts_of(graph), 0.0);
  for (std::uint32_t reader = 0; reader < counts.size(); ++reader)
    for (const std::uint32_t author : graph.follows(AccountId(reader))) counts[author] += 1;
  return counts;
}

std::vector<double> pagerank(const FollowGraph& graph, Parallel& parallel, double damping) {
  constexpr int kRounds = 200;
  constexpr double kStill = 1e-10;
  const std::uint32_t accounts = accounts_of(graph);
  const ReverseRows reverse = reverse_rows(graph);
  std::vector<double> rank(accounts, 1.0 / accounts);
  std::vector<double> next(accounts);
  std::vector<double> handed(accounts);
  for (int round = 0; round < kRounds; ++round) {
    const double stranded = share_out(graph, rank, handed);
    const double base = (1 - damping + damping * stranded) / accounts;
    for_each_block(parallel, accounts, [&](std::uint32_t first, std::uint32_t last) {
      for (std::uint32_t v = first; v < last; ++v) {
        double received = 0;
        for (const std::uint32_t reader : reverse.followers(AccountId(v))) received += handed[reader];
        next[v] = base + damping * received;
      }
    });
    std::swap(rank, next);
    if (distance(rank, next) < kStill) break;
  }
  return rank;
}

std::vector<double> core_numbers(const FollowGraph& graph) {
  accounts_of(graph);
  const ReverseRows reverse = reverse_rows(graph);
  const UndirectedView view(graph, reverse);
  std::vector<std::uint32_t> core(num_vertices(view));
  if (!core.empty())
    boost::core_numbers(view,
                        boost::make_iterator_property_map(core.begin(), get(boost::vertex_index, view)));
  return {core.begin(), core.end()};
}

namespace {

// One breadth-first search and the dependencies of its source on every account.
class PathSearch {
 public:
  explicit PathSearch(std::uint32_t accounts)
      : depth_(accounts, kUnseen), paths_(accounts, 0.0), dependency(accounts, 0.0) {
    order_.reserve(accounts);
  }

  void run(const FollowGraph& graph, std::uint32_t source) {
    forget();
    explore(graph, source);
    for (auto at = order_.rbegin(); at != order_.rend(); ++at) gather(graph, *at);
    dependency[source] = 0;  // ends don't count
  }
  const std::vector<std::uint32_t>& reached() const { return order_; }

 private:
  static constexpr std::uint32_t kUnseen = 0xffffffffU;

  void forget() {
    for (const std::uint32_t v : order_) {
      depth_[v] = kUnseen;
      paths_[v] = dependency[v] = 0;
    }
    order_.clear();
  }
  void explore(const FollowGraph& graph, std::uint32_t source) {
    depth_[source] = 0;
    paths_[source] = 1;
    order_.push_back(source);
    for (std::size_t next = 0; next < order_.size(); ++next) {
      const std::uint32_t u = order_[next];
      for (const std::uint32_t v : graph.follows(AccountId(u))) {
        if (depth_[v] == kUnseen) {
          depth_[v] = depth_[u] + 1;
          order_.push_back(v);
        }
        if (depth_[v] == depth_[u] + 1) paths_[v] += paths_[u];
      }
    }
  }
  // δ(u) = Σ over successors v of σ(u)/σ(v) · (1 + δ(v))  (Brandes 2001, theorem 6).
  void gather(const FollowGraph& graph, std::uint32_t u) {
    for (const std::uint32_t v : graph.follows(AccountId(u)))
      if (depth_[v] == depth_[u] + 1) dependency[u] += paths_[u] / paths_[v] * (1 + dependency[v]);
  }

  std::vector<std::uint32_t> depth_;
  std::vector<double> paths_;
  std::vector<std::uint32_t> order_;

 public:
  std::vector<double> dependency;
};

// All accounts, or the 256 with the smallest keyed hash.
std::vector<std::uint32_t> betweenness_sources(std::uint32_t accounts, std::uint32_t seed) {
  std::vector<std::uint32_t> sources(accounts);
  std::iota(sources.begin(), sources.end(), 0U);
  if (accounts < kExactBetweennessBelow) return sources;
  const Draws draws(seed, graph_purpose::kPivot);
  std::ranges::sort(sources, {}, [&](std::uint32_t a) { return std::pair(draws.words({a})[0], a); });
  sources.resize(kPivots);
  return sources;
}

}  // namespace

std::vector<double> betweenness(const FollowGraph& graph, std::uint32_t seed, Parallel& parallel) {
  const std::uint32_t accounts = accounts_of(graph);
  const std::vector<std::uint32_t> sources = betweenness_sources(accounts, seed);
  std::vector<PathSearch> searches(std::min<std::size_t>(kSourcesAtOnce, sources.size()),
                                   PathSearch(accounts));
  std::vector<double> sum(accounts, 0.0);
  for (std::size_t first = 0; first < sources.size(); first += kSourcesAtOnce) {
    const std::size_t count = std::min<std::size_t>(kSourcesAtOnce, sources.size() - first);
    parallel.for_each(count, [&](std::size_t i, int) { searches[i].run(graph, sources[first + i]); });
    for (std::size_t i = 0; i < count; ++i)
      for (const std::uint32_t v : searches[i].reached()) sum[v] += searches[i].dependency[v];
  }
  const double scale =
      sources.empty() ? 1 : static_cast<double>(accounts) / static_cast<double>(sources.size());
  for (double& value : sum) value *= scale;
  return sum;
}

}  // namespace fanfare
