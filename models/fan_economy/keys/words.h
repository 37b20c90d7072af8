// What scenarios, results and lists call things: a table each, a line an entry, in the order of its enum.
// Choices of the schema, axes of the results and `fanfare list` follow from them.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "fanfare/schema.h"
#include "models/fan_economy/keys/kinds.h"
#include "models/fan_economy/keys/vocabulary.h"
#include "models/fan_economy/keys/word.h"

namespace fanfare::fan_economy {

// The source that needs no mechanism; the others follow it, as mechanisms bring them.
inline constexpr Word kFollowingWord{"following", "posts and shares of followed accounts, newest first"};

inline constexpr std::array<Word, kStages> kStageWords{{
    {"unaware", "does not know the brand"},
    {"aware", "knows it"},
    {"interested", "attitude above persuasion.interested_at"},
    {"intending", "attitude above persuasion.intending_at"},
    {"customer", "has bought"},
    {"advocate", "has bought, attitude above persuasion.advocate_at"},
}};

inline constexpr std::array<Word, 7> kPersonaWords{{
    {"none", "does not know the brand, or did nothing yet that tells"},
    {"new", "knows it, and has neither clicked nor bought"},
    {"hesitant", "clicks and does not buy"},
    {"impulsive", "buys at a click"},
    {"loyal", "buys again"},
    {"lapsed", "bought, and not for long"},
    {"high_value", "has spent much"},
}};

// The choices of a key: a table's words for the values of its enum.
template <class E, class Entry, std::size_t N>
constexpr std::array<Choice<E>, N> choices(const std::array<Entry, N>& table) {
  std::array<Choice<E>, N> of{};
  for (std::size_t i = 0; i < N; ++i) of[i] = {table[i].word, static_cast<E>(i), table[i].help};
  return of;
}

}  // namespace fanfare::fan_economy
