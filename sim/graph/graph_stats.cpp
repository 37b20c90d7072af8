// Measures a whole follow graph.
#include "sim/graph/graph_stats.h"

#include <boost/graph/connected_components.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <utility>

#include "fanfare/graph_bgl.h"
#include "fanfare/rng.h"
#include "sim/graph/purposes.h"

namespace fanfare {
namespace {

constexpr std::size_t kClusteringSample = 10'000;
constexpr std::uint32_t kPairsEach = 32;

DegreeQuantiles quantiles_of(std::vector<std::uint32_t> degrees) {
  DegreeQuantiles quantiles{};
  if (degrees.empty()) return quantiles;
  std::ranges::sort(degrees);
  for (std::size_t i = 0; i < kDegreeQuantiles.size(); ++i)
    quantiles[i] = degrees[static_cast<std::size_t>(
        kDegreeQuantiles[i] * static_cast<double>(degrees.size() - 1) + 0.5)];
  return quantiles;
}

// Follows that are answered: what a row and its reverse have in common.
std::uint64_t answered_follows(const BidirectionalView& view, Parallel& parallel) {
  std::vector<std::uint64_t> blocks(block_count(view.accounts()), 0);
  parallel.for_each(blocks.size(), [&](std::size_t block, int) {
    const auto first = static_cast<std::uint32_t>(block) * kBlockRows;
    std::vector<std::uint32_t> both;
    for (std::uint32_t v = first; v < std::min(first + kBlockRows, view.accounts()); ++v) {
      both.clear();
      std::ranges::set_intersection(view.followees(v), view.followers(v), std::back_inserter(both));
      blocks[block] += both.size();
    }
  });
  return std::accumulate(blocks.begin(), blocks.end(), std::uint64_t{0});
}

bool are_joined(const UndirectedView& view, std::uint32_t a, std::uint32_t b) {
  const auto follows = [&](std::uint32_t x, std::uint32_t y) {
    return std::ranges::binary_search(view.followees(x), y);
  };
  return follows(a, b) || follows(b, a);
}

// The share of joined pairs among an account's neighbours; all pairs where they are few, else 32 keyed ones.
double local_clustering(const UndirectedView& view, std::uint32_t account, const Draws& draws) {
  const auto [from, to] = view.neighbours(account);
  const std::vector<std::uint32_t> around(from, to);
  const auto size = static_cast<std::uint32_t>(around.size());
  std::uint32_t joined = 0;
  std::uint32_t pairs = 0;
  const auto look = [&](std::uint32_t i, std::uint32_t j) {
    ++pairs;
    joined += are_joined(view, around[i], around[j]) ? 1 : 0;
  };
  if (size * (size - 1) / 2 <= kPairsEach && size < 100) {
    for (std::uint32_t i = 0; i < size; ++i)
      for (std::uint32_t j = i + 1; j < size; ++j) look(i, j);
  } else {
    for (std::uint32_t k = 0; k < kPairsEach; ++k) {
      const Words words = draws.words({account}, k + 1);
      const auto i = static_cast<std::uint32_t>(std::uint64_t{words[0]} * size >> 32);
      const auto other = static_cast<std::uint32_t>(std::uint64_t{words[1]} * (size - 1) >> 32);
      look(i, other + (other >= i ? 1 : 0));
    }
  }
  return static_cast<double>(joined) / pairs;
}

// The sample is the accounts of two and more neighbours with the smallest keyed hash.
double mean_clustering(const UndirectedView& view, std::uint32_t seed, Parallel& parallel) {
  const Draws draws(seed, graph_purpose::kClustering);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> sample;
  for (std::uint32_t a = 0; a < view.accounts(); ++a)
    if (const auto [from, to] = view.neighbours(a); from != to && std::next(from) != to)
      sample.emplace_back(draws.words({a})[0], a);
  if (sample.empty()) return 0;
  std::ranges::sort(sample);
  sample.resize(std::min(sample.size(), kClusteringSample));
  std::vector<double> values(sample.size());
  parallel.for_each(sample.size(),
                    [&](std::size_t i, int) { values[i] = local_clustering(view, sample[i].second, draws); });
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

void measure_components(const UndirectedView& view, GraphStats& stats) {
  std::vector<std::uint32_t> component(view.accounts());
  if (component.empty()) return;
  stats.components = boost::connected_components(
      view, boost::make_iterator_property_map(component.begin(), get(boost::vertex_index, view)));
  std::vector<std::uint32_t> sizes(stats.components, 0);
  for (const std::uint32_t c : component) ++sizes[c];
  stats.largest_component = *std::ranges::max_element(sizes);
}

}  // namespace

GraphStats graph_stats(const FollowGraph& graph, std::uint32_t seed, Parallel& parallel) {
  const ReverseRows reverse = reverse_rows(graph);
  const BidirectionalView directed(graph, reverse);
  const UndirectedView undirected(graph, reverse);
  GraphStats stats;
  stats.accounts = graph.partition().accounts;
  stats.follows = graph.edges();
  stats.mean_follows = stats.accounts == 0 ? 0 : static_cast<double>(stats.follows) / stats.accounts;
  stats.reciprocity = stats.follows == 0 ? 0
                                         : static_cast<double>(answered_follows(directed, parallel)) /
                                               static_cast<double>(stats.follows);
  std::vector<std::uint32_t> followers;
  std::vector<std::uint32_t> followees;
  for (std::uint32_t a = 0; a < stats.accounts; ++a) {
    followers.push_back(static_cast<std::uint32_t>(in_degree(a, directed)));
    followees.push_back(static_cast<std::uint32_t>(out_degree(a, directed)));
    stats.isolated += degree(a, directed) == 0 ? 1 : 0;
  }
  stats.tail = fit_tail(followers);
  stats.followers = quantiles_of(std::move(followers));
  stats.followees = quantiles_of(std::move(followees));
  stats.clustering = mean_clustering(undirected, seed, parallel);
  measure_components(undirected, stats);
  return stats;
}

}  // namespace fanfare
