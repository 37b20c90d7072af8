// Why the feed ranked an item where it did: its score taken apart, term by term. For those who ask; ranking
// itself never does.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "models/fan_economy/feed/rank.h"
#include "models/fan_economy/keys/word.h"
#include "models/fan_economy/state/term.h"

namespace fanfare::fan_economy {

// One word and one line of help each, in the order of Term; those of mechanisms follow in World::terms.
std::span<const Word, kTerms> term_names();

// Of one session, after rank(). Believed appeal = Σ appeal terms − appeal_centre; score = Σ the others. An
// item that exploration placed owes its score to no action: `random` holds what it was given.
class Explanation {
 public:
  Explanation(const World& world, const RankContext& context, const Candidates& candidates);

  // n: number of an eligible candidate.
  Terms of(std::uint32_t n) const;
  // Mean over the other eligible candidates; false if there is none.
  bool of_the_others(std::uint32_t n, Terms& mean) const;
  bool explored(std::uint32_t n) const;
  float believed_appeal(std::uint32_t n) const;

 private:
  void add_appeal(std::uint32_t n, Terms& terms) const;
  void add_score(std::uint32_t n, Terms& terms) const;

  const World& world_;
  const RankContext& context_;
  const Candidates& c_;
  alignas(64) std::array<float, kMostCandidates> noise_;
};

}  // namespace fanfare::fan_economy
