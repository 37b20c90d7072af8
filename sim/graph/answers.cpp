// Counts, then fills, with atomic cursors.
#include "sim/graph/answers.h"

#include <algorithm>
#include <atomic>

#include "fanfare/block.h"

namespace fanfare {
namespace {

template <class Visit>
void for_each_answer(std::uint32_t accounts, Parallel& parallel, const AnswerMaker& make,
                     const Visit& visit) {
  std::vector<std::vector<std::uint32_t>> scratch(static_cast<std::size_t>(parallel.workers()));
  parallel.for_each(block_count(accounts), [&](std::size_t block, int worker) {
    auto& answered = scratch[static_cast<std::size_t>(worker)];
    const auto first = static_cast<std::uint32_t>(block) * kBlockRows;
    for (std::uint32_t reader = first; reader < std::min(first + kBlockRows, accounts); ++reader) {
      answered.clear();
      make(reader, worker, answered);
      for (const std::uint32_t account : answered) visit(reader, account);
    }
  });
}

}  // namespace

Answers::Answers(std::uint32_t accounts, Parallel& parallel, const AnswerMaker& make) {
  offsets_.assign(std::size_t{accounts} + 1, 0);
  for_each_answer(accounts, parallel, make, [&](std::uint32_t, std::uint32_t account) {
    std::atomic_ref(offsets_[account + 1]).fetch_add(1, std::memory_order_relaxed);
  });
  for (std::size_t i = 1; i < offsets_.size(); ++i) offsets_[i] += offsets_[i - 1];
  ids_.resize(static_cast<std::size_t>(offsets_.back()));
  // offsets_[v] serves as v's cursor and ends at v + 1's start; one shift puts it right again.
  for_each_answer(accounts, parallel, make, [&](std::uint32_t reader, std::uint32_t account) {
    ids_[std::atomic_ref(offsets_[account]).fetch_add(1, std::memory_order_relaxed)] = reader;
  });
  for (std::size_t i = offsets_.size() - 1; i > 0; --i) offsets_[i] = offsets_[i - 1];
  offsets_[0] = 0;
}

}  // namespace fanfare
