// What a design allows to be said, read off its points: no design has to say what it is.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sim/sensitivity/morris.h"
#include "sim/sensitivity/sobol.h"

namespace fanfare::sensitivity {

// A factor at each point of a design.
struct FactorColumn {
  std::vector<double> at;     // [point]: numbers, or of words the number of the word
  bool is_ordered = true;     // numbers: more and less mean something; words do not
  std::size_t levels() const; // different values
};

enum class LayoutKind {
  grid,      // all combinations, each once: everything can be known
  saltelli,  // A, B, and A with one factor of B: first and total indices
  morris,    // trajectories that change one factor at a time: elementary effects
  sample,    // anything else: first-order indices and rank correlations
  single,    // fewer than two points that differ: nothing
};

// Places are indices of points. Pick-freeze designs in any order that is in use: by base (A, A with each
// factor of B, B), or block after block (all A, all B, all A with the first factor of B, …); with or without
// B with each factor of A, which is then not used.
struct Layout {
  LayoutKind kind = LayoutKind::single;
  std::vector<std::size_t> a, b;              // of saltelli: [base]
  std::vector<std::vector<std::size_t>> ab;   // [factor][base]
  struct Step {
    std::size_t from, to, factor;
  };
  std::vector<std::vector<Step>> trajectories;  // of morris

  // Points that do not depend on one another, for statistics of samples: of saltelli A and B.
  std::vector<std::size_t> independent(std::size_t points) const;
};
Layout layout_of(const std::vector<FactorColumn>& factors);

// What the estimators take; responses[point], missing = NaN.
PickFreeze pick_freeze(const Layout& layout, const std::vector<double>& responses);
// With changes of ordered factors in units of the range they have in the design, of others in steps.
std::vector<std::vector<double>> effects_of(const Layout& layout, const std::vector<FactorColumn>& factors,
                                            const std::vector<double>& responses);
// The median change of each factor, in the same units.
std::vector<double> usual_steps(const Layout& layout, const std::vector<FactorColumn>& factors);

}  // namespace fanfare::sensitivity
