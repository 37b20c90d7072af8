// Types whose bytes are their value, so that they can be hashed, saved and sent as bytes.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <type_traits>

namespace fanfare {

namespace detail {
// No constant expression if T has padding: its bytes are indeterminate.
template <class T>
consteval bool every_byte_is_value() {
  std::size_t sum = 1;
  for (const unsigned char byte : std::bit_cast<std::array<unsigned char, sizeof(T)>>(T{})) sum += byte;
  return sum != 0;
}
}  // namespace detail

// Trivially copyable, default-constructible at compile time, without padding. Padding keeps whatever was in
// memory before, so two equal states would get two fingerprints: fill gaps with a named, initialised member
// (`std::uint16_t reserved = 0`).
template <class T>
concept PlainBytes = std::is_trivially_copyable_v<T> &&
                     requires { typename std::bool_constant<detail::every_byte_is_value<T>()>; };

}  // namespace fanfare
