// Stylised facts of a run held against published bands, and what has to be counted for them. Decides nothing:
// no submodel reads it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "fanfare/archive.h"
#include "fanfare/observer.h"
#include "fanfare/phase.h"
#include "fanfare/tally.h"

namespace fanfare::fan_economy {

struct World;

// Counted while a run goes on.
struct Scoresheet {
  std::vector<std::uint16_t> posts;  // written since the start, by account, saturating; the same on every rank
  Tally pairs;                       // in the last tick: a sketch of who is joined to whom, see count_pairs
  std::int64_t follows = 0;          // at the end
  std::int64_t squares = 0;          // of the sketch's cells, summed: one-way follows + 2 · mutual ones

  void count_post(std::uint32_t author) {
    if (posts[author] < std::numeric_limits<std::uint16_t>::max()) ++posts[author];
  }
  void walk(Archive& archive);
};

// Replicated, at a tick's start: makes room in the run's last tick.
void open_scoresheet(World& world);
// Local, in the last tick: every follow of the block adds ±1 to one cell, sign and cell by a hash of the
// unordered pair. A mutual pair adds twice to the same cell with the same sign, so the sum of squares tells
// how many there are, whoever owns the rows (Alon, Matias & Szegedy 1999; Charikar et al. 2002).
void count_pairs(World& world, const BlockScope& scope);
// Exchange, at a tick's end.
void close_scoresheet(World& world);

enum class Standing : std::uint8_t { pass, warn, no_band, not_had };

// What kind of platform a run shows: bands were published for one or the other.
enum class Network : std::uint8_t {
  follows,   // feeds of whom one follows: Twitter, Weibo
  interest,  // feeds of what one likes: Douyin, YouTube
};
Network network_of(const World& world);

struct Fact {
  std::string_view name;
  double value = 0;  // NaN: this run can't tell
  double low = 0;    // NaN: no published band for this kind of platform
  double high = 0;
  Standing standing = Standing::not_had;
};

// All facts, always the same ones in the same order.
std::vector<Fact> scorecard(const World& world);

void declare_scorecard(Recorder& recorder);
void finish_scorecard(const World& world, Recorder& recorder);

}  // namespace fanfare::fan_economy
