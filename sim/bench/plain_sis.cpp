#include "sim/bench/plain_sis.h"

#include <random>

#include "sim/bench/stopwatch.h"

namespace fanfare {

PlainSisResult plain_sis(const std::vector<std::vector<std::uint32_t>>& followers,
                         std::vector<std::uint8_t> infected, double beta, double recovery,
                         std::uint32_t ticks) {
  PlainSisResult result;
  std::mt19937 generator(1);  // the yardstick
  std::uniform_real_distribution<float> uniform(0, 1);
  std::vector<std::uint8_t> next;
  std::uint64_t late = 0;
  const Stopwatch watch;
  for (std::uint32_t tick = 0; tick < ticks; ++tick) {
    next = infected;
    for (std::size_t v = 0; v < followers.size(); ++v) {
      if (infected[v] == 0) continue;
      for (const std::uint32_t follower : followers[v]) {
        ++result.traversed;
        if (infected[follower] == 0 && uniform(generator) < static_cast<float>(beta)) next[follower] = 1;
      }
      if (uniform(generator) < static_cast<float>(recovery)) next[v] = 0;
    }
    infected.swap(next);
    if (tick < ticks / 2) continue;
    for (const std::uint8_t one : infected) late += one;
  }
  result.seconds = watch.seconds();
  result.prevalence = static_cast<double>(late) / (ticks - ticks / 2) / static_cast<double>(followers.size());
  return result;
}

}  // namespace fanfare
