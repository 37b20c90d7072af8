// Attributes as a run looks them up: thresholds of draws, levels by row of a file. The same on every rank and
// made from parameters, so no state; what an account has is a column. No rules here.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace fanfare::fan_economy {

// A column of a file, as levels of an attribute.
struct LevelsOfFile {
  std::vector<std::uint8_t> level;  // by row
  std::vector<double> upto;         // weights up to and with each row; empty: all rows weigh alike
};

struct Attribute {
  static constexpr int kNone = -1;
  std::uint32_t key = 0;  // of its draws
  std::uint32_t levels = 0;
  int parent = kNone;
  // By level of the parent (one row without one) and level: a word below it has this level or one before it.
  std::vector<std::uint64_t> below;
  std::shared_ptr<const LevelsOfFile> file;
  bool draws_rows = false;
};

struct Attributes {
  std::vector<Attribute> list;       // in the order of the scenario
  int minors = Attribute::kNone;     // whose levels say who is a minor
  std::array<bool, 256> is_minor{};  // by level of that one
};

}  // namespace fanfare::fan_economy
