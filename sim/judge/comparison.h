// Arms against each other on one measure: outcomes, and what there is to say of them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/judge/measure.h"

namespace fanfare {

// Whether replicate r of two arms shares graph, population and random numbers.
enum class Pairing { paired, unpaired };

struct ArmOutcome {
  std::string arm;
  std::string title;               // what people call it; its name where it has no other
  std::string title_in_chinese;    // empty: the same
  Interval value;                  // over replicates
  std::optional<Interval> effect;  // against the baseline; none for the baseline, or if there is none
  double variance_reduction = 0;   // of the effect, against independent seeds; NaN where it can't be known
  double chance_best = 0;          // over all candidates; NaN if unknown
  double bad_case = 0;             // mean of its worst tenth of replicates
  std::size_t losses = 0;          // replicates below zero; of gains only
  double left_over = 0;            // what was meant to be put in and was not; beside gains only
  bool candidate = false;          // takes part in the verdict: has values, and is no baseline of itself
};

// In how many plausible worlds the answer is the same, and which settings turn it when they alone are otherwise.
struct Held {
  std::size_t holds = 0, worlds = 0;
  std::vector<std::string> turned_by;

  // Nothing is called best that is best in under nine of ten.
  bool is_enough() const { return 10 * holds >= 9 * worlds; }
};

// Of choices that are compared over circumstances (of markets, say): in how many the best is ahead, and with
// which levels of one circumstance another is, on average over the rest.
struct Ahead {
  struct Level {
    std::string title, title_in_chinese;
  };
  std::size_t leads = 0, circumstances = 0;
  std::vector<Level> turned_by;

  // As of plausible worlds.
  bool is_enough() const { return 10 * leads >= 9 * circumstances; }
};

struct Comparison {
  Measure measure;
  std::string baseline;  // empty: none
  Pairing pairing = Pairing::paired;
  std::vector<ArmOutcome> arms;  // in the study's order
  bool of_points = false;        // of a design, not arms
  std::optional<Held> held = {};  // where the study names what is not known
  std::optional<Ahead> ahead = {};  // of choices
  std::shared_ptr<const Comparison>
      choices{};  // of rows, where factors are no choice: what the verdict is about

  // What is spoken of: choices, where rows show them in circumstances; else itself.
  const Comparison& spoken() const { return choices ? *choices : *this; }
  // Present in at least one arm.
  bool exists() const;
};

// `arms` names measure.values; a baseline that is none of them gives no effects. `seed` keys the bootstrap. Nobody is
// advised to choose one of `placebos`: they are no candidates, unless there are no others. `bases`: the row that each is
// held against; empty: that of the baseline.
Comparison compare(Measure measure, std::span<const std::string> arms, const std::string& baseline,
                   Pairing pairing, std::uint32_t seed, std::span<const std::string> placebos = {},
                   std::span<const std::size_t> bases = {});

// What there is to say of a comparison, before it is put into words of any language.
struct Finding {
  enum class Kind { nothing, one_replicate, single, same, not_told_apart, winner };
  // Whether something is gained, of gains only.
  enum class Gain { not_asked, all_lose, gains, not_shown };
  Kind kind = Kind::nothing;
  Gain gain = Gain::not_asked;
  std::vector<std::size_t> order;         // candidates, best first: indices of Comparison::arms
  std::size_t rival = 0;                  // index of the arm that the best is held against
  Interval lead;                          // the best minus the rival; several rivals share the 5 %
  std::optional<std::uint64_t> needed;    // replicates that would tell them apart
  // From two or three values the spread is hardly known, and with it any number of replicates.
  bool too_few() const { return lead.n < 4; }
};
Finding find(const Comparison& comparison);

}  // namespace fanfare
