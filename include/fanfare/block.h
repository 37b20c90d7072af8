// The block: 1,024 consecutive accounts, the unit of work, of ownership and of message order.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "fanfare/ids.h"

namespace fanfare {

// Part of the results: outboxes are joined in block order, so another size is another order.
inline constexpr std::uint32_t kBlockRows = 1024;

// How many blocks hold `accounts` rows.
constexpr std::uint32_t block_count(std::uint32_t accounts) {
  return (accounts + kBlockRows - 1) / kBlockRows;
}

// The accounts that one rank owns: whole blocks, consecutive.
struct Partition {
  std::uint32_t accounts = 0;     // of the whole run
  std::uint32_t first_block = 0;  // owned: [first_block, last_block)
  std::uint32_t last_block = 0;

  std::uint32_t first() const { return std::min(first_block * kBlockRows, accounts); }
  std::uint32_t last() const { return std::min(last_block * kBlockRows, accounts); }
  std::uint32_t rows() const { return last() - first(); }
  std::uint32_t blocks() const { return last_block - first_block; }
  bool owns(AccountId a) const { return a.value >= first() && a.value < last(); }

  // The share of rank `rank` of `ranks`: block counts differ by at most one.
  static Partition of(std::uint32_t accounts, int rank, int ranks) {
    const std::uint64_t n = block_count(accounts);
    const auto cut = [&](int r) {
      return static_cast<std::uint32_t>(n * static_cast<std::uint64_t>(r) /
                                        static_cast<std::uint64_t>(ranks));
    };
    return {accounts, cut(rank), cut(rank + 1)};
  }
  static Partition whole(std::uint32_t accounts) { return of(accounts, 0, 1); }

  // Which of `ranks` ranks owns an account: the last whose first block is not behind the account's.
  static int rank_of(AccountId account, std::uint32_t accounts, int ranks) {
    const std::uint64_t block = account.value / kBlockRows;
    return static_cast<int>(((block + 1) * static_cast<std::uint64_t>(ranks) - 1) / block_count(accounts));
  }
};

// What a local phase is handed: one owned block at one tick. `worker` indexes per-thread scratch
// and must never reach a result.
struct BlockScope {
  BlockId block;
  std::uint32_t first = 0;  // account ids [first, last)
  std::uint32_t last = 0;
  Tick tick = 0;
  int worker = 0;

  std::uint32_t rows() const { return last - first; }
};

}  // namespace fanfare
