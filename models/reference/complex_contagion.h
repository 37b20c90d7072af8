// Complex contagion (Centola & Macy 2007, AJS 113:702): an account joins when k of its neighbours have, so
// what needs reinforcement (k > 1) travels over wide bridges only: along a clustered ring, not over random
// shortcuts.
#pragma once

#include "models/reference/contagion.h"

namespace fanfare::reference {

struct ComplexContagionParameters : ContagionParameters {
  std::uint32_t contacts = 2;
};

inline void describe(Schema<ComplexContagionParameters>& s) {
  s.value("contacts", &ComplexContagionParameters::contacts)
      .unit(Unit::count)
      .in(1, 1e6)
      .help("neighbours that must have joined (k); 1 is a simple contagion")
      .source("Centola & Macy 2007");
  describe_contagion(s);
}

class ComplexContagion {
 public:
  using Parameters = ComplexContagionParameters;
  static constexpr std::uint16_t kModel = 24;
  enum class Mutant { none, more_than_contacts };
  Mutant mutant = Mutant::none;  // for tests alone

  ComplexContagion(const Parameters& p, const Network& network, const Setup&) : p_(p), network_(network) {}
  static bool weighted(const Parameters&) { return false; }

  std::uint64_t joins(const Trials& trials, AccountId account, std::uint32_t word, std::uint64_t open) const {
    const std::uint32_t least = p_.contacts + (mutant == Mutant::more_than_contacts ? 1 : 0);
    return reached_by(trials, network_.follows(account), word, open, least);
  }

  double probability() const { return 1.0 / p_.contacts; }
  InfluenceQuestion influence() const {
    return {.spreading = Spreading::cascade,
            .chance = [this](AccountId, std::size_t) { return p_.contacts == 1 ? 1.0 : 0.5; }};
  }

 private:
  const Parameters& p_;
  const Network& network_;
};

}  // namespace fanfare::reference
