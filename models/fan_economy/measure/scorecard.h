// Stylised facts of a run held against published bands. Changes nothing, and no submodel reads it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "fanfare/observer.h"

namespace fanfare::fan_economy {

struct World;

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
