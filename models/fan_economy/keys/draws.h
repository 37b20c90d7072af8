// Every draw of the fan economy: what it is for, what it is about.
#pragma once

#include <cstddef>
#include <cstdint>

#include "fanfare/ids.h"
#include "fanfare/rng.h"

namespace fanfare::fan_economy {

// What draws are for. Append only: the numbers are part of the results.
inline constexpr std::uint16_t kModelNumber = 1;
enum class Draw : std::uint16_t {
  population = 1,    // (account, attribute)
  interests = 2,     // (account)
  community = 3,     // (account)
  creator = 4,       // (account, attribute)
  activity = 5,      // (account, tick): word 0 posts, word 1 opens the app
  active_day = 6,    // (account, day)
  post = 7,          // (author, tick, k): quality, topics, …
  item_error = 8,    // (author, tick, k): the platform's error about a post
  reaction = 9,      // (reader, author, tick·16+k): noise and the reader's actions, words as in browse.cpp
  discovery = 10,    // (reader, tick): slots and topics
  slot = 11,         // (author, tick·16+k): the slots a post claims
  tie_break = 12,    // (reader, author, tick·16+k)
  persuasion = 13,   // (reader, author, tick·16+k)
  exploration = 14,  // (reader, author, tick·16+k)
  purchase = 15,     // (account, brand, day)
  click_order = 16,  // (reader, author, tick·16+k)
  stock = 17,        // (account, brand, tick): the order in which scarce stock is granted
  returns = 18,      // (account, brand, day)
  word_of_mouth = 19,
  relations = 20,    // (account, day)
  rounding = 21,     // (account, brand, day): what fades of a bond
  career = 22,       // (account, day)
  campaign = 23,     // (campaign, account)
  scandal = 24,      // (account, event)
  selection = 25,    // (account, who asks, which time): random selectors and their ties
  initial = 26,      // (account, brand): where the world starts
  fandom = 27,
  sample = 28,       // (author, tick, k): which posts are kept to be looked at
  session = 29,      // (reader, tick): what rounds at the end of a session
  fading = 30,       // (account, day): what fades of fandom
  node_sample = 31,  // (account): which accounts are kept to be looked at
  replies = 32,      // (creator's account, day): answers that less than an account's worth makes
  recent = 33,       // (creator's account, day): what fades of recent counts
  debut = 34,        // (account): who becomes a creator
};

constexpr Purpose purpose_of(Draw d) { return purpose(kModelNumber, static_cast<std::uint16_t>(d)); }

// What draws are about. A purpose keeps to one of them, so that no two decisions meet in one word. Those of a
// post are PostKey's.
namespace about {
constexpr Subject account(AccountId a) { return {a.value, 0, 0}; }
constexpr Subject day(AccountId a, std::uint32_t day) { return {a.value, day, 0}; }
constexpr Subject session(AccountId reader, Tick tick) { return {reader.value, tick, 0}; }
constexpr Subject brand_day(AccountId a, std::size_t brand, std::uint32_t day) {
  return {a.value, static_cast<std::uint32_t>(brand), day};
}
}  // namespace about

}  // namespace fanfare::fan_economy
