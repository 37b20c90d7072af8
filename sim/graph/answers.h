// Follows that come about from the other end: while u's row is drawn, some u→v are answered by v→u. Turns the
// lists of those who answer, by reader, into rows by who answers; never an edge list.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "fanfare/memory.h"
#include "fanfare/parallel.h"

namespace fanfare {

// Who answers the readers of one block, in the order of its rows.
struct AnsweredRows {
  std::vector<std::uint32_t> ids;
  std::vector<std::uint32_t> ends;  // of each reader's part of ids
};

// Appends to `answered` those v whom `reader` draws and who answer; a pure function of `reader`.
using AnswerMaker =
    std::function<void(std::uint32_t reader, int worker, std::vector<std::uint32_t>& answered)>;

class Answers {
 public:
  Answers() = default;
  // One entry a block.
  Answers(std::uint32_t accounts, Parallel& parallel, const std::vector<AnsweredRows>& blocks);
  // Makes the lists first.
  Answers(std::uint32_t accounts, Parallel& parallel, const AnswerMaker& make);

  // Whom `account` follows in answer, in an order that depends on threads: sort before use.
  std::span<const std::uint32_t> of(std::uint32_t account) const {
    if (offsets_.empty()) return {};
    return {ids_.data() + offsets_[account], ids_.data() + offsets_[account + 1]};
  }

 private:
  std::vector<std::uint64_t> offsets_;  // accounts + 1
  HugeVector<std::uint32_t> ids_;
};

}  // namespace fanfare
