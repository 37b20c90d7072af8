// The networks of the reference models: a few generators and files, directed or not, with what a follow graph
// forgets kept beside it (parallel lines, a number on each). A follow is read from reader to author, and what
// spreads goes from author to reader; an undirected edge is two follows.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "fanfare/edge_file.h"
#include "fanfare/expects.h"
#include "fanfare/graph_build.h"
#include "fanfare/schema.h"
#include "fanfare/setup.h"

namespace fanfare::reference {

enum class NetworkKind : std::uint8_t { erdos_renyi, watts_strogatz, scale_free, file };
enum class FirstLine : std::uint8_t { edge, counts };
enum class ParallelEdges : std::uint8_t { distinct, counted, kept };

struct NetworkParameters {
  NetworkKind kind = NetworkKind::erdos_renyi;
  std::uint32_t accounts = 10'000;
  double mean_degree = 4;
  bool directed = false;
  double rewire = 0;
  double exponent = 2.3;
  std::string path;
  EdgeDirection direction = EdgeDirection::mutual;
  FirstLine first_line = FirstLine::edge;
  ParallelEdges parallel_edges = ParallelEdges::distinct;
};

inline void describe(Schema<NetworkParameters>& s) {
  using P = NetworkParameters;
  s.choice("kind", &P::kind,
           {{"erdos_renyi", NetworkKind::erdos_renyi, "every pair is joined with the same probability"},
            {"watts_strogatz", NetworkKind::watts_strogatz,
             "a ring of neighbours, some edges rewired; undirected"},
            {"scale_free", NetworkKind::scale_free,
             "all follow equally many, followers fall as a power; directed"},
            {"file", NetworkKind::file, "an edge list"}})
      .help("where the network comes from");
  s.value("accounts", &P::accounts)
      .unit(Unit::count)
      .in(2, 400e6)
      .help("accounts; a file brings its own number");
  s.value("mean_degree", &P::mean_degree)
      .in(0, 5000)
      .help("neighbours of an account on average; directed: follows");
  s.value("directed", &P::directed).help("of kind erdos_renyi: whether edges have a direction");
  s.value("rewire", &P::rewire).unit(Unit::share).in(0, 1).help("share of edges rewired (watts_strogatz)");
  s.value("exponent", &P::exponent).in(1.5, 5).help("of the Pareto tail of followers (scale_free)");
  s.value("path", &P::path).file().help("of kind file: the edge list, plain, .gz or .zst");
  s.choice("direction", &P::direction,
           {{"mutual", EdgeDirection::mutual, "undirected"},
            {"reader_author", EdgeDirection::reader_author, "a b: a follows b, so b reaches a"},
            {"author_reader", EdgeDirection::author_reader, "a b: b follows a, so a reaches b"}})
      .help("of kind file: what a line a b means");
  s.choice("first_line", &P::first_line,
           {{"edge", FirstLine::edge, "an edge like the others"},
            {"counts", FirstLine::counts, "accounts and edges; ids count from 0"}})
      .help("of kind file: what the first line says");
  s.choice("parallel_edges", &P::parallel_edges,
           {{"distinct", ParallelEdges::distinct, "once, however often the file has it"},
            {"counted", ParallelEdges::counted, "they carry once, but count for whoever ranks by degree"},
            {"kept", ParallelEdges::kept, "each line carries for itself"}})
      .help("of kind file: edges that stand there more than once");
  s.check([](const P& p, Checker& c) {
    if (p.kind == NetworkKind::file && p.path.empty())
      c.problem("path", "a network of kind file needs a path",
                "for example path: data:im_benchmarks/hep.txt.gz");
    if (p.kind != NetworkKind::file && p.mean_degree == 0)
      c.problem("mean_degree", "a network without edges carries nothing",
                "give each account some neighbours");
    if (p.kind != NetworkKind::file && p.mean_degree > p.accounts - 1.0)
      c.problem("mean_degree", "more neighbours than there are other accounts",
                "fewer neighbours, or more accounts");
    if (p.kind == NetworkKind::watts_strogatz && std::fmod(p.mean_degree, 2) != 0)
      c.problem("mean_degree", "a ring has as many neighbours on either side", "give an even number");
  });
}

// A network as one rank holds it.
struct Network {
  BuiltGraph built;  // own follow rows
  std::vector<std::uint32_t>
      contacts;  // followers of every account, parallel lines counted; the same on all ranks

  std::uint32_t accounts() const { return built.graph.partition().accounts; }
  std::span<const std::uint32_t> follows(AccountId reader) const { return built.graph.follows(reader); }

  // Of the k-th follow of an own reader: lines of the file that stand for it, how often it carries, and the
  // number on it.
  std::uint32_t lines(AccountId reader, std::size_t k) const {
    return lines_.empty() ? 1 : lines_[slot(reader) + k];
  }
  std::uint32_t tries(AccountId reader, std::size_t k) const {
    return each_line_tries_ ? lines(reader, k) : 1;
  }
  double weight(AccountId reader, std::size_t k) const { return weights_[slot(reader) + k]; }
  // Tries of all follows of an own reader.
  std::uint32_t degree(AccountId reader) const {
    const std::size_t n = follows(reader).size();
    std::uint32_t sum = each_line_tries_ ? 0 : static_cast<std::uint32_t>(n);
    for (std::size_t k = 0; each_line_tries_ && k < n; ++k) sum += lines(reader, k);
    return sum;
  }
  std::size_t bytes() const {
    return built.graph.bytes() + 4 * (contacts.size() + built.followers.size() + lines_.size()) +
           8 * (weights_.size() + slots_.size());
  }

  // Of a file alone: one entry an own follow, in the order of the rows.
  void keep(std::vector<std::uint32_t> lines, std::vector<double> weights, bool each_line_tries) {
    each_line_tries_ = each_line_tries;
    lines_ = std::move(lines);
    weights_ = std::move(weights);
    const Partition& part = built.graph.partition();
    slots_.assign(1, 0);
    for (std::uint32_t a = part.first(); a < part.last(); ++a)
      slots_.push_back(slots_.back() + follows(AccountId(a)).size());
    expects(slots_.back() == lines_.size(), "an entry for each follow");
  }

 private:
  std::size_t slot(AccountId reader) const { return slots_[reader.value - built.graph.partition().first()]; }

  std::vector<std::uint32_t> lines_;
  std::vector<double> weights_;
  std::vector<std::size_t> slots_;
  bool each_line_tries_ = false;
};

namespace detail {

struct Follow {
  std::uint32_t reader = 0;
  std::uint32_t author = 0;
  std::uint32_t lines = 1;
  double weight = 1;
};

// The follows that the lines stand for, ascending, no two alike; loops are dropped.
inline std::vector<Follow> follows_of(const EdgeLines& file, EdgeDirection direction,
                                      ParallelEdges parallel) {
  std::vector<Follow> all;
  for (const EdgeLine& line : file.lines) {
    if (line.from == line.to) continue;
    if (direction != EdgeDirection::author_reader) all.push_back({line.from, line.to, 1, line.weight});
    if (direction != EdgeDirection::reader_author) all.push_back({line.to, line.from, 1, line.weight});
  }
  std::sort(all.begin(), all.end(), [](const Follow& a, const Follow& b) {
    return std::tie(a.reader, a.author, a.weight) < std::tie(b.reader, b.author, b.weight);
  });
  std::vector<Follow> distinct;
  for (const Follow& f : all) {
    const bool again =
        !distinct.empty() && distinct.back().reader == f.reader && distinct.back().author == f.author;
    if (!again) {
      distinct.push_back(f);
      continue;
    }
    Follow& known = distinct.back();
    if (parallel != ParallelEdges::distinct) ++known.lines;
    known.weight = parallel == ParallelEdges::kept ? 1 - (1 - known.weight) * (1 - f.weight)
                                                   : std::max(known.weight, f.weight);
  }
  return distinct;
}

inline Network network_of_file(const NetworkParameters& p, bool weighted, const GraphRequest& request) {
  const EdgeLines file = read_edge_lines(p.path, {p.first_line == FirstLine::counts, weighted, 1});
  const std::vector<Follow> follows = follows_of(file, p.direction, p.parallel_edges);
  if (follows.empty()) throw InputError(p.path + ": has no edges between two accounts");
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (const Follow& f : follows) pairs.emplace_back(f.reader, f.author);
  Network network;
  network.built =
      from_edges({file.accounts, request.seed, request.rank, request.ranks, request.parallel}, pairs);
  network.contacts.assign(file.accounts, 0);
  std::vector<std::uint32_t> lines;
  std::vector<double> weights;
  for (const Follow& f : follows) {
    network.contacts[f.author] += f.lines;
    if (!network.built.graph.partition().owns(AccountId(f.reader))) continue;
    lines.push_back(f.lines);
    if (weighted) weights.push_back(f.weight);
  }
  network.keep(std::move(lines), std::move(weights), p.parallel_edges == ParallelEdges::kept);
  return network;
}

inline BuiltGraph generate(const NetworkParameters& p, const GraphRequest& request) {
  if (p.kind == NetworkKind::watts_strogatz)
    return watts_strogatz(request, static_cast<std::uint32_t>(p.mean_degree), p.rewire);
  if (p.kind == NetworkKind::erdos_renyi) return erdos_renyi(request, p.mean_degree, !p.directed);
  ChungLu graph;
  graph.mean_follows = p.mean_degree;
  graph.follows_sigma = 0;
  graph.follower_exponent = p.exponent;
  graph.reciprocity = 0;
  return chung_lu(request, graph);
}

inline Network make_network(const NetworkParameters& p, bool weighted, const GraphRequest& request) {
  if (p.kind == NetworkKind::file) return network_of_file(p, weighted, request);
  if (weighted) throw ScenarioError("network: only a file has a number on each edge");
  Network network;
  network.built = generate(p, request);
  if (network.built.edges == 0)
    throw ScenarioError("network: no two of " + std::to_string(p.accounts) +
                        " accounts are joined, so nothing can spread (raise network.mean_degree)");
  network.contacts = network.built.followers;
  return network;
}

}  // namespace detail

// The network of a run, or its part that one of `ranks` ranks owns; runs of one replicate share it.
// `weighted`: with the number on each line of the file. Errors: ScenarioError, InputError.
inline std::shared_ptr<const Network> network_of(const NetworkParameters& p, bool weighted,
                                                 const Setup& setup, int rank, int ranks) {
  std::string key = "reference/network " + p.path;
  for (const double word :
       {static_cast<double>(p.kind), static_cast<double>(p.accounts), p.mean_degree,
        static_cast<double>(p.directed), p.rewire, p.exponent, static_cast<double>(p.direction),
        static_cast<double>(p.first_line), static_cast<double>(p.parallel_edges),
        static_cast<double>(weighted), static_cast<double>(setup.seed), static_cast<double>(rank),
        static_cast<double>(ranks)})
    key += ' ' + std::to_string(std::bit_cast<std::uint64_t>(word));
  return setup.shelf.get<Network>(key, [&] {
    return std::make_shared<const Network>(
        detail::make_network(p, weighted, {p.accounts, setup.seed, rank, ranks, setup.parallel}));
  });
}
inline std::shared_ptr<const Network> network_of(const NetworkParameters& p, bool weighted,
                                                 const Setup& setup) {
  return network_of(p, weighted, setup, setup.rank, setup.ranks);
}
// All of it, for what is worked out once at the start.
inline std::shared_ptr<const Network> whole_network(const NetworkParameters& p, bool weighted,
                                                    const Setup& setup) {
  return network_of(p, weighted, setup, 0, 1);
}

}  // namespace fanfare::reference
