// Where a study looks: points of the unit cube [0, 1)^k, and the plans of sensitivity analysis. The same bits on any
// machine; a larger set of the same kind begins with the smaller one. Knows no factor by name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace fanfare {

inline constexpr std::size_t kMostPoints = std::size_t{1} << 20;
inline constexpr std::size_t kMostFactors = 1'000;

// A row each point, a column each factor.
struct PointSet {
  std::size_t points = 0;
  std::size_t factors = 0;
  std::vector<double> at;  // points × factors

  double operator()(std::size_t point, std::size_t factor) const { return at[point * factors + factor]; }
};

// All of them expect 1 to kMostFactors factors and 1 to kMostPoints rows. LogicError otherwise.

// The points first … first + points - 1 of Sobol's sequence in Gray code order, with the directions of Joe and Kuo
// (2008, SIAM J. Sci. Comput. 30: 2635). The first is the origin. Up to 2^20 points are spread best where their
// number is a power of two.
PointSet sobol_points(std::size_t points, std::size_t factors, std::size_t first = 0);
// The same, each factor's bits turned over by one word of `seed`: as well spread, and no point at an edge.
PointSet shifted_sobol_points(std::size_t points, std::size_t factors, std::uint32_t seed);

// Halton (1960, Numer. Math. 2: 84): radical inverses to the first `factors` primes, from the origin.
PointSet halton_points(std::size_t points, std::size_t factors);

// McKay, Beckman and Conover (1979, Technometrics 21: 239): of each factor's `points` equal strata every one has
// exactly one point. Nested: it begins with the odd part of `points` and doubles from there, each point keeping its
// place, so 2n points begin with the n.
PointSet latin_hypercube(std::size_t points, std::size_t factors, std::uint32_t seed);

// Morris (1991, Technometrics 33: 161): `trajectories` walks of factors + 1 points on a grid of `levels` (even) values
// from 0 to 1, each step one factor by levels / (2 (levels - 1)), up or down, in random order. A row each point,
// one trajectory after the other.
PointSet morris_trajectories(std::size_t trajectories, std::size_t factors, std::uint32_t seed,
                             std::size_t levels = 4);

// Saltelli et al. (2010, Comput. Phys. Commun. 181: 259): for each of `base` pairs of points the rows
// A, B, then A with factor 1 of B, …, A with factor k of B: base · (factors + 2) rows. A and B are the halves of shifted
// Sobol' points.
PointSet saltelli_points(std::size_t base, std::size_t factors, std::uint32_t seed);

}  // namespace fanfare
