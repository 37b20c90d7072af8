// A measure that follows from recorded ones, as data.
#pragma once

#include <string_view>
#include <vector>

namespace fanfare {

// A measure at the end of a run, so many times: recorded, or derived before.
struct Term {
  std::string_view name;
  double times = 1;
  bool is_beyond_baseline =
      false;  // what it is more than in the baseline arm, same replicate and random numbers
};
constexpr Term beyond_baseline(std::string_view name) { return {name, 1, true}; }

// A measure that is computed when the runs of a study are put together: Σ sum / Σ over. All recorded terms
// have the same axes. Missing where a term is; left out of a study that lacks one of the terms, or a baseline
// that they need.
struct DerivedMeasure {
  std::string_view name, help;
  std::vector<Term> sum;
  std::vector<Term> over = {};     // none: 1
  double least_over = 0;  // missing unless Σ over is above zero and so much of itself without the baseline
  std::string_view unit = {};      // empty: that of the first term, as is which way is good
  std::string_view seen_in = {};   // the recorded measure whose course over time stands for this one
};

}  // namespace fanfare
