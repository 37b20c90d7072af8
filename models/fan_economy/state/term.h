// The terms that a score is made of.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace fanfare::fan_economy {

// First what makes the appeal that the platform believes in, in units of appeal; then what makes the score.
enum class Term : std::uint8_t {
  match, quality, tie, social, ad, repetition, error,
  watch, like, comment, share, follow, click, hide, freshness, closeness, popularity, random,
};
inline constexpr std::size_t kTerms = 18;
inline constexpr std::size_t kAppealTerms = 7;
inline constexpr std::size_t kMostTerms =
    26;  // with those that mechanisms add to the score, after the others
using Terms = std::array<float, kMostTerms>;

}  // namespace fanfare::fan_economy
