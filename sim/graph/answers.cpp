// Counts, then fills, with atomic cursors.
#include "sim/graph/answers.h"

#include <algorithm>
#include <atomic>

#include "fanfare/block.h"

namespace fanfare {
namespace {

// visit(reader, account) for each that answers, a block at a time.
template <class Visit>
void for_each_answer(const std::vector<AnsweredRows>& blocks, Parallel& parallel, const Visit& visit) {
  parallel.for_each(blocks.size(), [&](std::size_t block, int) {
    const AnsweredRows& answered = blocks[block];
    auto reader = static_cast<std::uint32_t>(block) * kBlockRows;
    std::uint32_t at = 0;
    for (const std::uint32_t end : answered.ends) {
      for (; at < end; ++at) visit(reader, answered.ids[at]);
      ++reader;
    }
  });
}

std::vector<AnsweredRows> made_lists(std::uint32_t accounts, Parallel& parallel, const AnswerMaker& make) {
  std::vector<AnsweredRows> blocks(block_count(accounts));
  parallel.for_each(blocks.size(), [&](std::size_t block, int worker) {
    AnsweredRows& answered = blocks[block];
    std::vector<std::uint32_t> row;  // of its own, for makers look at what they have made
    const auto first = static_cast<std::uint32_t>(block) * kBlockRows;
    for (std::uint32_t reader = first; reader < std::min(first + kBlockRows, accounts); ++reader) {
      row.clear();
      make(reader, worker, row);
      answered.ids.insert(answered.ids.end(), row.begin(), row.end());
      answered.ends.push_back(static_cast<std::uint32_t>(answered.ids.size()));
    }
  });
  return blocks;
}

}  // namespace

Answers::Answers(std::uint32_t accounts, Parallel& parallel, const AnswerMaker& make)
    : Answers(accounts, parallel, made_lists(accounts, parallel, make)) {}

Answers::Answers(std::uint32_t accounts, Parallel& parallel, const std::vector<AnsweredRows>& blocks) {
  offsets_.assign(std::size_t{accounts} + 1, 0);
  for_each_answer(blocks, parallel, [&](std::uint32_t, std::uint32_t account) {
    std::atomic_ref(offsets_[account + 1]).fetch_add(1, std::memory_order_relaxed);
  });
  for (std::size_t i = 1; i < offsets_.size(); ++i) offsets_[i] += offsets_[i - 1];
  ids_.resize(static_cast<std::size_t>(offsets_.back()));
  // offsets_[v] serves as v's cursor and ends at v + 1's start; one shift puts it right again.
  for_each_answer(blocks, parallel, [&](std::uint32_t reader, std::uint32_t account) {
    ids_[std::atomic_ref(offsets_[account]).fetch_add(1, std::memory_order_relaxed)] = reader;
  });
  for (std::size_t i = offsets_.size() - 1; i > 0; --i) offsets_[i] = offsets_[i - 1];
  offsets_[0] = 0;
}

}  // namespace fanfare
