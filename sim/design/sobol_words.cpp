#include "sim/design/sobol_words.h"

#include <boost/random/sobol.hpp>

namespace fanfare {

std::vector<std::uint32_t> sobol_words(std::size_t first, std::size_t points, std::size_t factors) {
  std::vector<std::uint32_t> words(points * factors, 0);
  boost::random::sobol_engine<std::uint32_t, 32> engine(factors);  // begins behind the origin
  std::size_t at = 0;
  if (first == 0)
    at = factors;
  else
    engine.discard((first - 1) * factors);
  for (; at < words.size(); ++at) words[at] = engine();
  return words;
}

}  // namespace fanfare
