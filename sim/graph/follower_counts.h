// How many follow each account, counted by several workers at once. A worker counts in an array of its own,
// which is several times as fast as sharing one; beyond eight workers they share, for arrays would weigh more
// than what they are counted from.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "fanfare/parallel.h"
#include "sim/graph/each_account.h"

namespace fanfare {

class FollowerCounts {
 public:
  FollowerCounts(std::uint32_t accounts, int workers)
      : copies_(static_cast<std::size_t>(std::clamp(workers, 1, kMostCopies)),
                std::vector<std::uint32_t>(accounts, 0)),
        alone_(workers <= kMostCopies) {}

  void add(std::span<const std::uint32_t> authors, int worker) {
    std::vector<std::uint32_t>& counts = copies_[static_cast<std::size_t>(worker) % copies_.size()];
    if (alone_)
      for (const std::uint32_t author : authors) ++counts[author];
    else
      for (const std::uint32_t author : authors)
        std::atomic_ref(counts[author]).fetch_add(1, std::memory_order_relaxed);
  }

  // Once, at the end.
  std::vector<std::uint32_t> sum(Parallel& parallel) {
    std::vector<std::uint32_t> all = std::move(copies_.front());
    each_account(parallel, static_cast<std::uint32_t>(all.size()), [&](std::uint32_t a) {
      for (std::size_t copy = 1; copy < copies_.size(); ++copy) all[a] += copies_[copy][a];
    });
    copies_.clear();
    return all;
  }

 private:
  static constexpr int kMostCopies = 8;
  std::vector<std::vector<std::uint32_t>> copies_;
  bool alone_;
};

}  // namespace fanfare
