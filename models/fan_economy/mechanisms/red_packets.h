// Money that is split at random among those who take it first: the double-mean rule of WeChat's red packets,
// by which each share is even over 1 cent … twice the mean of what is left, and the last takes the rest. So
// nobody gains by being early, and not a cent is lost.
#pragma once

#include <algorithm>
#include <cstdint>

#include "fanfare/ids.h"
#include "fanfare/rng.h"

namespace fanfare::fan_economy {

struct RedPacket {
  Cents left = 0;            // of one person of each account
  std::uint32_t shares = 0;  // still to be taken
  std::uint32_t closes = 0;  // tick from which nobody takes one

  bool is_open(Tick tick) const { return shares > 0 && tick < closes; }
  // The next share, by its luck; at least a cent is left for each of those to come.
  Cents take(std::uint32_t luck) {
    Cents share = left;
    if (shares > 1) {
      const auto most = static_cast<std::uint64_t>(std::max<Cents>(1, 2 * left / shares - 1));
      share = 1 + static_cast<Cents>((luck * most) >> 32);
      share = std::min(share, left - static_cast<Cents>(shares - 1));
    }
    left -= share, --shares;
    return share;
  }
};

}  // namespace fanfare::fan_economy
