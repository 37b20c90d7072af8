// SimSoM at the default size of its authors' program, on one thread: agent updates a second.
#pragma once

#include <cstdint>
#include <optional>

namespace fanfare {

struct SimsomSpeed {
  std::uint32_t accounts = 0;
  std::uint32_t steps = 0;            // of each of some passes
  double updates_per_second = 0;      // of the best pass: accounts × steps / seconds
};

// Takes a second or two. None if the catalogue has no model `simsom`.
std::optional<SimsomSpeed> measure_simsom();

}  // namespace fanfare
