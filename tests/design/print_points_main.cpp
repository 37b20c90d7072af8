// Prints points for checks in Python: KIND ROWS FACTORS SEED [FIRST], a row a line, as hexadecimal doubles.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "sim/design/point_set.h"

int main(int count, char** words) {
  if (count < 5) return 2;
  using namespace fanfare;
  const std::string kind = words[1];
  const std::size_t rows = std::strtoul(words[2], nullptr, 10), factors = std::strtoul(words[3], nullptr, 10);
  const auto seed = static_cast<std::uint32_t>(std::strtoul(words[4], nullptr, 10));
  const std::size_t first = count > 5 ? std::strtoul(words[5], nullptr, 10) : 0;
  const PointSet set = kind == "sobol"     ? sobol_points(rows, factors, first)
                       : kind == "shifted" ? shifted_sobol_points(rows, factors, seed)
                       : kind == "halton"  ? halton_points(rows, factors)
                       : kind == "latin"   ? latin_hypercube(rows, factors, seed)
                       : kind == "morris"  ? morris_trajectories(rows, factors, seed)
                                           : saltelli_points(rows, factors, seed);
  for (std::size_t i = 0; i < set.points; ++i)
    for (std::size_t f = 0; f < set.factors; ++f)
      std::printf("%a%c", set(i, f), f + 1 == set.factors ? '\n' : ' ');
  return 0;
}
