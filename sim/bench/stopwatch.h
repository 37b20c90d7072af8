// Wall time of this process, for what is printed; it never reaches a simulation.
#pragma once

#include <chrono>

namespace fanfare {

class Stopwatch {
 public:
  double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_ = Clock::now();
};

}  // namespace fanfare
