// What all generators refuse.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>

#include "fanfare/expects.h"

namespace fanfare {

inline std::string number_text(double x) {
  std::string text = std::to_string(x);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

// Throws unless `value` is a number in [low, high].
inline void require_within(const char* key, double value, double low, double high) {
  if (value >= low && value <= high) return;
  throw ScenarioError(std::string("graph.") + key + ": " + number_text(value) + " is outside [" +
                      number_text(low) + ", " + number_text(high) + "]");
}

// Throws if accounts are asked to follow more others than there are.
inline void require_room(const char* key, double follows, std::uint32_t accounts) {
  const double others = accounts == 0 ? 0 : accounts - 1.0;
  if (follows >= 0 && (follows <= others || accounts <= 1)) return;
  throw ScenarioError(std::string("graph.") + key + ": " + number_text(follows) +
                      " follows can't be had among " + std::to_string(accounts) +
                      " accounts (ask for at most " + number_text(others) + ", or for more accounts)");
}

}  // namespace fanfare
