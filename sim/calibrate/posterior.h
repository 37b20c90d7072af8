// What is believed of the parameters after the data: ABC-SMC within what history matching left, on its last
// emulators.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/calibrate/history_match.h"

namespace fanfare {

struct PosteriorSettings {
  std::size_t particles = 1'000;
  std::uint32_t seed = 1;
};

struct Posterior {
  std::vector<Point> points;           // equally weighted
  std::vector<double> log_likelihood;  // of each
  std::vector<double>
      tolerances;       // by generation, in standard deviations of the targets over the prior; the last is 0
  double accepted = 0;  // share of moves in the last generation
  std::size_t most_likely = 0;  // index of a point
};

// Sequential Monte Carlo for approximate Bayesian computation (Toni et al. 2009, J. R. Soc. Interface 6:
// 187), moves scaled by the particles' own covariance (Beaumont et al. 2009, Biometrika 96: 983), each
// tolerance such that half the particles survive (Del Moral, Doucet & Jasra 2012, Stat. Comput. 22: 1009),
// and the kernel that of Wilkinson (2013, Stat. Appl. Genet. Mol. Biol. 12: 129): at tolerance 0 it is the
// error of the observation, which makes the posterior exact up to the emulator. A run's luck and the
// emulator's variance are normal and integrated out rather than drawn. The prior is uniform on what is
// plausible of the unit cube. Deterministic.
Posterior abc_smc(const PlausibleSpace& space, const PosteriorSettings& settings);

// A direction of the unit cube, in units of the prior's standard deviation, that the data hardly narrow.
struct Ridge {
  double width = 0;                // posterior over prior standard deviation along it
  std::vector<double> direction;   // of length 1
  std::vector<std::size_t> parts;  // parameters with at least 0.3 of it
  bool is_one() const { return parts.size() == 1; }
};
// Directions along which more than half of the prior's standard deviation is left.
std::vector<Ridge> ridges_of(const std::vector<Point>& posterior);

}  // namespace fanfare
