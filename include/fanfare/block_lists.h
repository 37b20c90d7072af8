// Owned records of varying number: one list per owned block, written by that block alone.
#pragma once

#include <type_traits>
#include <vector>

#include "fanfare/block.h"

namespace fanfare {

template <class T>
class BlockLists {
  static_assert(std::is_trivially_copyable_v<T>, "lists are saved as bytes");

 public:
  void resize(const Partition& part) {
    first_block_ = part.first_block;
    lists_.assign(part.blocks(), {});
  }
  std::vector<T>& operator[](BlockId block) { return lists_[block.value - first_block_]; }
  const std::vector<T>& operator[](BlockId block) const { return lists_[block.value - first_block_]; }
  std::uint32_t first_block() const { return first_block_; }
  std::uint32_t blocks() const { return static_cast<std::uint32_t>(lists_.size()); }

 private:
  std::uint32_t first_block_ = 0;
  std::vector<std::vector<T>> lists_;
};

}  // namespace fanfare
