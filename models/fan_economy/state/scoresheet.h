// What has to be counted while a run goes on for the scorecard alone: no submodel reads it.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "fanfare/archive.h"
#include "fanfare/tally.h"

namespace fanfare::fan_economy {

struct Scoresheet {
  // Written since the start, by account, saturating; the same on every rank.
  std::vector<std::uint16_t> posts;
  Tally pairs;                       // in the last tick: a sketch of who is joined to whom, see count_pairs
  std::int64_t follows = 0;          // at the end
  std::int64_t squares = 0;          // of the sketch's cells, summed: one-way follows + 2 · mutual ones

  void count_post(std::uint32_t author) {
    if (posts[author] < std::numeric_limits<std::uint16_t>::max()) ++posts[author];
  }
  void walk(Archive& archive);
};

}  // namespace fanfare::fan_economy
