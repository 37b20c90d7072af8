// What a post is called, and what draws about it are keyed by.
#pragma once

#include <compare>
#include <cstdint>

#include "fanfare/ids.h"
#include "fanfare/rng.h"

namespace fanfare::fan_economy {

// Identity of a post, the same in every arm: one more post does not rename the others.
struct PostKey {
  std::uint32_t author = 0;
  std::uint32_t tick = 0;
  std::uint32_t k = 0;

  constexpr Subject seen_by(AccountId reader) const { return {reader.value, author, tick * 16 + k}; }
  constexpr Subject itself() const { return {author, tick, k}; }
  friend constexpr auto operator<=>(const PostKey&, const PostKey&) = default;
};

}  // namespace fanfare::fan_economy
