// Global cascades (Watts 2002, PNAS 99:5766): an account joins for good as soon as the share phi of its
// neighbours has. With homogeneous phi an account is vulnerable (one neighbour is enough) if it has at most
// K = floor(1 / phi) of them, and on a random graph of mean degree z one account can move all where
// sum over k <= K of k (k - 1) p_k > z, that is z P(Poisson(z) <= K - 2) > 1: for phi = .18, 1.02 < z < 5.77.
#pragma once

#include "models/reference/contagion.h"

namespace fanfare::reference {

struct WattsParameters : ContagionParameters {
  double threshold = 0.18;
};

inline void describe(Schema<WattsParameters>& s) {
  s.value("threshold", &WattsParameters::threshold)
      .unit(Unit::share)
      .in(1e-6, 1)
      .help("share of neighbours that must have joined (phi)")
      .source("Watts 2002, figure 1: .18");
  describe_contagion(s);
}

class Watts {
 public:
  using Parameters = WattsParameters;
  static constexpr std::uint16_t kModel = 22;
  enum class Mutant { none, more_than_threshold, counts_neighbours };
  Mutant mutant = Mutant::none;  // for tests alone

  Watts(const Parameters& p, const Network& network, const Setup&) : p_(p), network_(network) {}
  static bool weighted(const Parameters&) { return false; }

  // The least number of joined neighbours that is the share phi of `degree`: phi itself is enough.
  std::uint32_t needed(std::uint32_t degree) const {
    if (mutant == Mutant::counts_neighbours) return 1;
    constexpr double kRounding = 1e-9;  // phi times degree is whole where 1 / phi is
    const double share = p_.threshold * degree;
    if (mutant == Mutant::more_than_threshold)
      return static_cast<std::uint32_t>(std::floor(share + kRounding)) + 1;
    return std::max(1U, static_cast<std::uint32_t>(std::ceil(share - kRounding)));
  }

  std::uint64_t joins(const Trials& trials, AccountId account, std::uint32_t word, std::uint64_t open) const {
    const auto row = network_.follows(account);
    return reached_by(trials, row, word, open, needed(static_cast<std::uint32_t>(row.size())));
  }

  double probability() const { return p_.threshold; }
  // Who sways a vulnerable neighbour sways it alone: a cascade along edges into the vulnerable.
  InfluenceQuestion influence() const {
    return {.spreading = Spreading::cascade, .chance = [this](AccountId account, std::size_t) {
              return needed(static_cast<std::uint32_t>(network_.follows(account).size())) == 1 ? 1.0 : 0.0;
            }};
  }

 private:
  const Parameters& p_;
  const Network& network_;
};

}  // namespace fanfare::reference
