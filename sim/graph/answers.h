// Follows that come about from the other end: while u's row is drawn, some u→v are answered by v→u. They
// are counted, then filled in by a second drawing, into rows by v; never an edge list.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "fanfare/memory.h"
#include "fanfare/parallel.h"

namespace fanfare {

// Appends to `answered` those v whom `reader` draws and who answer; a pure function of `reader`.
using AnswerMaker =
    std::function<void(std::uint32_t reader, int worker, std::vector<std::uint32_t>& answered)>;

class Answers {
 public:
  Answers() = default;
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
