// Elementary effects (Morris 1991, Technometrics 33:161): screening with few runs.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/sensitivity/index.h"

namespace fanfare::sensitivity {

struct ElementaryEffects {
  std::vector<Index> mean;      // μ: per whole range of the factor
  std::vector<Index>
      absolute;  // μ* (Campolongo, Cariboni & Saltelli 2007, Env. Modelling & Software 22:1509)
  std::vector<Index> spread;    // σ: of effects over trajectories: interaction, or a bent response
  std::vector<double> floor;    // the μ* that luck alone would give
  std::size_t trajectories = 0;
};

// effects[trajectory][factor]: change of the response over change of the factor in units of its range;
// missing = NaN. `luck`: as for sobol_indices; `steps[factor]`: the usual change, for the floor. Intervals:
// percentiles of a bootstrap over trajectories. Not known under four trajectories.
ElementaryEffects elementary_effects(const std::vector<std::vector<double>>& effects,
                                     const std::vector<double>& steps, double luck, std::uint32_t seed,
                                     std::uint32_t resamples = 1000);

}  // namespace fanfare::sensitivity
