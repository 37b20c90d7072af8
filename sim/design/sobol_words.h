// Sobol's sequence as 32-bit words; behind a file of its own because Boost's table takes seconds to compile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace fanfare {

// points × factors words, from the `first`-th point on; that of number 0 is all zeros. At most 3,667 factors.
std::vector<std::uint32_t> sobol_words(std::size_t first, std::size_t points, std::size_t factors);

}  // namespace fanfare
