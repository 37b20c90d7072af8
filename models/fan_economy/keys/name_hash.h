// Names as numbers, for what is known by its name and not by its place in a list.
#pragma once

#include <cstdint>
#include <string_view>

namespace fanfare::fan_economy {

// FNV-1a.
constexpr std::uint32_t hash_of_name(std::string_view name) {
  std::uint32_t hash = 2166136261U;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash;
}

}  // namespace fanfare::fan_economy
