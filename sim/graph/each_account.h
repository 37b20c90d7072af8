// A loop over all accounts, block by block on all workers; for what each account has of its own.
#pragma once

#include <algorithm>
#include <cstdint>

#include "fanfare/block.h"
#include "fanfare/parallel.h"

namespace fanfare {

template <class Body>
void each_account(Parallel& parallel, std::uint32_t accounts, const Body& body) {
  parallel.for_each(block_count(accounts), [&](std::size_t block, int) {
    const auto first = static_cast<std::uint32_t>(block) * kBlockRows;
    for (std::uint32_t a = first; a < std::min(first + kBlockRows, accounts); ++a) body(a);
  });
}

}  // namespace fanfare
