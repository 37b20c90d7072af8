// Independent cascade (Goldenberg, Libai & Muller 2001; Kempe, Kleinberg & Tardos 2003, KDD:137,
// section 2.2): an account that has just become active gets one chance with each account that follows it,
// whatever else happened; the chance carries with probability p(author, reader).
#pragma once

#include "models/reference/contagion.h"

namespace fanfare::reference {

enum class Transmission : std::uint8_t { uniform, weighted, per_edge };

struct CascadeParameters : ContagionParameters {
  Transmission transmission = Transmission::uniform;
  double probability = 0.1;
  std::string probabilities;
};

inline void describe(Schema<CascadeParameters>& s) {
  using P = CascadeParameters;
  s.choice("transmission", &P::transmission,
           {{"uniform", Transmission::uniform, "`probability` on every edge"},
            {"weighted", Transmission::weighted, "1 / edges into the reader"},
            {"per_edge", Transmission::per_edge, "as a file says, edge by edge"}})
      .help("what an edge carries with")
      .source("Kempe et al. 2003, section 2.3");
  s.value("probability", &P::probability)
      .in(0, 1)
      .help("of transmission uniform; also what degree_discount discounts by");
  s.value("probabilities", &P::probabilities)
      .file()
      .help("of transmission per_edge: lines `from to probability`; empty: the network's own file has them");
  describe_contagion(s);
  s.check([](const P& p, Checker& c) {
    if (p.transmission == Transmission::per_edge && p.probabilities.empty() &&
        p.network.kind != NetworkKind::file)
      c.problem("probabilities", "a generated network has no probabilities of its own", "name a file");
  });
}

class IndependentCascade {
 public:
  using Parameters = CascadeParameters;
  static constexpr std::uint16_t kModel = 20;
  enum class Mutant { none, forgets_parallel_edges, tries_again };
  Mutant mutant = Mutant::none;  // for tests alone

  IndependentCascade(const Parameters& p, const Network& network, const Setup& setup)
      : p_(p), network_(network), toss_(setup.seed, purpose(kModel, 2)) {
    if (p.transmission == Transmission::per_edge && !p.probabilities.empty()) read_probabilities();
  }
  static bool weighted(const Parameters& p) {
    return p.transmission == Transmission::per_edge && p.probabilities.empty();
  }

  // p(author, reader) of the k-th follow. Parallel edges are tries of their own: 1 - (1 - p)^c (Chen, Wang &
  // Yang 2009, section 3).
  double chance(AccountId reader, std::size_t k) const {
    const std::uint32_t lines = mutant == Mutant::forgets_parallel_edges ? 1 : network_.tries(reader, k);
    switch (p_.transmission) {
      case Transmission::uniform: return lines == 1 ? p_.probability : 1 - power(1 - p_.probability, lines);
      case Transmission::weighted: return lines / static_cast<double>(network_.degree(reader));
      case Transmission::per_edge:
        return read_.empty() ? network_.weight(reader, k) : read_[first_[reader.value - first_reader_] + k];
    }
    return 0;
  }

  // One draw an edge and trial, so that it does not matter when, or by whom, the edge is looked at.
  std::uint64_t joins(const Trials& trials, AccountId reader, std::uint32_t word, std::uint64_t open) const {
    std::uint64_t joined = 0;
    const auto row = network_.follows(reader);
    for (std::size_t k = 0; k < row.size(); ++k) {
      const bool again = mutant == Mutant::tries_again;
      const std::uint64_t tries =
          open & ~joined & (again ? trials.is_active(row[k], word) : trials.is_fresh(row[k], word));
      const std::uint32_t index = again ? trials.size[word * Trials::kBits] : 0;
      if (tries != 0) joined |= carried({row[k], reader.value, 16 * word}, index, tries, chance(reader, k));
    }
    return joined;
  }

  double probability() const { return p_.probability; }
  InfluenceQuestion influence() const {
    return {.spreading = Spreading::cascade,
            .chance = [this](AccountId reader, std::size_t k) { return chance(reader, k); }};
  }

 private:
  static double power(double x, std::uint32_t n) {
    double product = 1;
    for (; n > 0; --n) product *= x;
    return product;
  }
  // A draw serves four trials, one a word.
  std::uint64_t carried(Subject edge, std::uint32_t index, std::uint64_t tries, double chance) const {
    std::uint64_t carried = 0;
    for (std::uint32_t quad = 0; quad < 16; ++quad) {
      const std::uint64_t four = tries >> (4 * quad) & 15;
      if (four == 0) continue;
      const Words words = toss_.words({edge.a, edge.b, edge.c + quad}, index);
      for (std::uint32_t t = 0; t < 4; ++t)
        if ((four >> t & 1) != 0 && to_unit(words[t]) < chance) carried |= std::uint64_t{1} << (4 * quad + t);
    }
    return carried;
  }

  // A file beside the network must know every edge of it.
  void read_probabilities() {
    NetworkParameters file = p_.network;
    file.path = p_.probabilities;
    const EdgeLines lines = read_edge_lines(file.path, {file.first_line == FirstLine::counts, true, 1});
    auto follows = detail::follows_of(lines, file.direction, file.parallel_edges);
    for (auto& f : follows) f = {lines.ids[f.reader], lines.ids[f.author], f.lines, f.weight};
    const Partition& part = network_.built.graph.partition();
    first_reader_ = part.first();
    std::uint64_t missing = 0;
    std::string example;
    for (std::uint32_t a = part.first(); a < part.last(); ++a) {
      first_.push_back(read_.size());
      for (const std::uint32_t author : network_.follows(AccountId(a))) {
        const auto at = std::lower_bound(
            follows.begin(), follows.end(), std::pair(a, author),
            [](const auto& f, const auto& pair) { return std::pair(f.reader, f.author) < pair; });
        const bool found = at != follows.end() && at->reader == a && at->author == author;
        if (!found && missing++ == 0) example = std::to_string(author) + " to " + std::to_string(a);
        read_.push_back(found ? at->weight : 0);
      }
    }
    if (missing > 0)
      throw InputError(p_.probabilities + ": has no probability for " + std::to_string(missing) +
                       " edges of the network, the first of them from " + example);
  }

  const Parameters& p_;
  const Network& network_;
  Draws toss_;
  std::uint32_t first_reader_ = 0;
  std::vector<std::size_t> first_;
  std::vector<double> read_;
};

}  // namespace fanfare::reference
