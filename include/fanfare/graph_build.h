// Where follow graphs come from: keyed generators (the same on any threads and ranks) and files.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "fanfare/graph.h"
#include "fanfare/parallel.h"

namespace fanfare {

// A graph with what set-up needs to know of all accounts, the same on every rank.
struct BuiltGraph {
  FollowGraph graph;                     // owned rows
  std::vector<std::uint32_t> followers;  // in-degree of every account, all ranks
  std::uint64_t edges = 0;               // of the whole graph
  std::uint64_t self_loops_dropped = 0;  // of a file or a list; generators draw again instead
  std::uint64_t duplicates_dropped = 0;  // follows, so an undirected line given twice counts two
};

struct GraphRequest {
  std::uint32_t accounts = 0;
  std::uint32_t seed = 0;
  int rank = 0;
  int ranks = 1;
  Parallel& parallel;
};

// Directed Chung–Lu (Chung & Lu 2002) as in docs/ODD.md: P(u→v) ∝ w_v · exp(h·sim/(1+log10 f_v)),
// sim = dot of interests in 0…1, f_v = expected followers (people). The weights w are log-normal up to
// where its slope meets the tail's, at the latest the 98th percentile, then Pareto.
// Errors of all generators: ScenarioError for what can't be drawn (more follows than other accounts).
struct ChungLu {
  double mean_follows = 42;         // log-normal follows per account, sigma below, cap below
  double follows_sigma = 1.4;
  std::uint32_t follows_cap = 5000; // of what an account sets out to follow; its answers may pass it slightly
  double follower_exponent = 2.3;   // of the Pareto tail of followers
  double followers_sigma = 2.1;     // of the log-normal body
  double reciprocity = 0.2;         // share of follows that are mutual; < 0: by audience size, .45 of the
                                    // followers are followed back under `reciprocity_size`, .01 above
  double reciprocity_size = 10'000; // followers (people)
  double scale = 1;                 // people per account, for the two sizes above
  double homophily = 0;             // h
  std::uint32_t topics = 0;         // K; 0: no homophily
  // Accounts × K, rows sum to 255; all accounts, also of other ranks.
  std::span<const std::uint8_t> interests;
  // By account, 1: may be followed and answers those who may; 0: only reads. Empty: everyone is an author.
  std::span<const std::uint8_t> authors;
  double answered = 1;  // of an author's follows, those that are its own and not its other people's: only
                        // they are answered, at the rate above
  bool is_author(std::uint32_t account) const { return authors.empty() || authors[account] != 0; }
};
BuiltGraph chung_lu(const GraphRequest&, const ChungLu&);

// Barabási & Albert 1999: each newcomer follows `follows` earlier accounts, ∝ their degree.
BuiltGraph barabasi_albert(const GraphRequest&, std::uint32_t follows);
// Watts & Strogatz 1998: ring of `neighbours` (even), each edge rewired with probability `rewire`; mutual.
BuiltGraph watts_strogatz(const GraphRequest&, std::uint32_t neighbours, double rewire);
// Erdős–Rényi G(n, p) with mean follows p·(n-1); directed, or mutual.
BuiltGraph erdos_renyi(const GraphRequest&, double mean_follows, bool mutual);
// R-MAT (Chakrabarti et al. 2004), probabilities a, b, c, d = 1-a-b-c.
BuiltGraph rmat(const GraphRequest&, double mean_follows, double a, double b, double c);

// Follows as given, e.g. in a test: (reader, author) pairs, any order.
BuiltGraph from_edges(const GraphRequest&, std::span<const std::pair<std::uint32_t, std::uint32_t>> edges);

enum class EdgeDirection {
  reader_author,  // "a b": a follows b
  author_reader,  // "a b": b follows a
  mutual,         // undirected file: both
};

// SNAP edge lists (plain, .gz, .zst; `#` comments, one header line of words allowed, blanks or tabs or
// commas) or GraphML. Ids are mapped to 0 … n-1 in ascending order of id. Ranks read all and keep theirs.
// Errors: InputError with path:line and reason (missing, empty, binary, truncated, text, negative,
// over-large).
struct GraphFile {
  std::string path;                 // resolved
  std::string format = "edge_list"; // or graphml
  EdgeDirection direction = EdgeDirection::reader_author;
};
BuiltGraph read_graph(const GraphFile&, std::uint32_t seed, int rank, int ranks, Parallel&);

}  // namespace fanfare
