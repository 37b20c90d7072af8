// Formats of posts: a table of entries, a line each, to which mechanisms append; and what the hot phase looks
// up of those in use, by number. 0 is a post without one: where no format is in use, all posts are.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "models/fan_economy/keys/actions.h"
#include "models/fan_economy/keys/vocabulary.h"

namespace fanfare::fan_economy {

struct FormatRule {
  std::string_view word, help;
  bool video = false;
  double seconds = 18;     // its length: the attention of who watches past half
  double cost = 1;         // to make one, in short videos of the same author
  double shelf_life = 24;  // hours in which the odds that a reader takes to it halve
  // Times the chance of each action, by Action; nothing is likelier than certain.
  std::array<double, kActionCount> rates{1, 1, 1, 1, 1, 1, 1};
};

inline constexpr std::size_t kMostFormats = 15;  // four bits of a post, 0 is none
inline constexpr std::size_t kAgeBands = 16;     // of AccountState::flags
inline constexpr double kGlance = 5;             // seconds that an item costs whom it does not hold

// The table's own lines; then, in the order of the catalogue, those that mechanisms bring.
std::span<const FormatRule> format_rules();

struct Formats {
  // What of a format a session reads.
  struct Look {
    std::array<float, kActionCount> rates{};
    std::array<float, kAgeBands> appeal{};  // added, by the reader's age band
    float stale = 0;                        // appeal lost in a tick
    std::array<float, 2> seconds{};         // taken beyond attention.seconds_per_item: glanced at, watched
    std::array<float, 2> tires{};           // log-odds of going on that it takes: glanced at, watched
  };
  bool wanted = false;            // by a mechanism, which says so when it is made
  std::vector<FormatRule> rules;  // in use, number − 1; empty: off
  std::array<Look, kMostFormats + 1> look{};

  bool on() const { return !rules.empty(); }
  // 0 if it is not in use.
  std::uint8_t number(std::string_view word) const;
};

// How the rules look to a session, but for `appeal`.
void tabulate(Formats& formats, double seconds_per_item, std::uint32_t ticks_per_day);

// The chances of one's actions with a post of this format.
inline ReactionThresholds bent(const ReactionThresholds& chance, const Formats::Look& look) {
  ReactionThresholds bent = chance;
  for (std::size_t i = 0; i < kActionCount; ++i) {
    const double times = chance.*kActions[i].threshold * static_cast<double>(look.rates[i]);
    bent.*kActions[i].threshold = times < 0x1p32 - 1 ? static_cast<std::uint32_t>(times) : 0xffffffffU;
  }
  return bent;
}

}  // namespace fanfare::fan_economy
