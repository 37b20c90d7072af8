// Linear threshold (Granovetter 1978; Kempe, Kleinberg & Tardos 2003, KDD:137, section 2.1): each account
// draws a threshold theta uniform in (0, 1) and joins when the weights b = 1 / d of those it listens to and
// that have joined sum to theta or more.
#pragma once

#include "models/reference/contagion.h"

namespace fanfare::reference {

struct ThresholdParameters : ContagionParameters {};

inline void describe(Schema<ThresholdParameters>& s) { describe_contagion(s); }

class LinearThreshold {
 public:
  using Parameters = ThresholdParameters;
  static constexpr std::uint16_t kModel = 23;
  enum class Mutant { none, one_neighbour_is_enough };
  Mutant mutant = Mutant::none;  // for tests alone

  LinearThreshold(const Parameters&, const Network& network, const Setup& setup)
      : network_(network), theta_(setup.seed, purpose(kModel, 2)) {}
  static bool weighted(const Parameters&) { return false; }

  std::uint64_t joins(const Trials& trials, AccountId account, std::uint32_t word, std::uint64_t open) const {
    const auto row = network_.follows(account);
    std::uint64_t moved = 0;
    for (const std::uint32_t neighbour : row) moved |= trials.is_fresh(neighbour, word);
    moved &= open;
    if (moved == 0) return 0;
    if (mutant == Mutant::one_neighbour_is_enough) return moved;
    TrialCounter joined;
    for (std::size_t k = 0; k < row.size(); ++k)
      joined.add(trials.is_active(row[k], word) & moved, network_.tries(account, k));
    return passed(joined, account, word, moved);
  }

  double probability() const { return 0.01; }  // DegreeDiscount is made for cascades; as for its own rows
  InfluenceQuestion influence() const {
    return {.spreading = Spreading::threshold, .chance = [this](AccountId reader, std::size_t k) {
              return network_.tries(reader, k) / static_cast<double>(network_.degree(reader));
            }};
  }

 private:
  // Thresholds are not kept: the draw of (account, trial) is the same whenever it is asked for.
  std::uint64_t passed(const TrialCounter& joined, AccountId account, std::uint32_t word,
                       std::uint64_t moved) const {
    const double degree = network_.degree(account);
    std::uint64_t passed = 0;
    for (std::uint64_t rest = moved; rest != 0; rest &= rest - 1) {
      const auto trial = static_cast<std::uint32_t>(std::countr_zero(rest));
      const Words words = theta_.words({account.value, 16 * word + trial / 4});
      if (to_unit(words[trial % 4]) <= joined.of(trial) / degree) passed |= std::uint64_t{1} << trial;
    }
    return passed;
  }

  const Network& network_;
  Draws theta_;
};

}  // namespace fanfare::reference
