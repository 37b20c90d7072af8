// Of eight lanes, those that are kept, moved to the front: what vectors have no instruction for before AVX-512.
#pragma once

#include <array>
#include <cstdint>

namespace fanfare::fan_economy {

struct KeptLanes {
  std::array<std::uint8_t, 8> lane{};  // the numbers of those kept, in order; lane 0 behind them
  std::uint8_t count = 0;
};

// By the bits of the lanes that are kept.
inline constexpr std::array<KeptLanes, 256> kKeptLanes = [] {
  std::array<KeptLanes, 256> all{};
  for (unsigned bits = 0; bits < all.size(); ++bits)
    for (std::uint8_t lane = 0; lane < 8; ++lane)
      if ((bits >> lane & 1U) != 0) all[bits].lane[all[bits].count++] = lane;
  return all;
}();

}  // namespace fanfare::fan_economy
