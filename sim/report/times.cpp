#include "sim/report/times.h"

#include <algorithm>

namespace fanfare {

std::vector<std::size_t> times_drawn(std::size_t times, std::size_t most) {
  most = std::max<std::size_t>(most, 1);
  const std::size_t step = std::max<std::size_t>((times + most - 1) / most, 1);
  std::vector<std::size_t> drawn;
  for (std::size_t i = times == 0 ? 0 : (times - 1) % step; i < times; i += step) drawn.push_back(i);
  return drawn;
}

}  // namespace fanfare
