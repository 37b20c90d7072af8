// Columns: one array per attribute, one row per account of this rank.
#pragma once

#include <span>
#include <type_traits>

#include "fanfare/block.h"
#include "fanfare/memory.h"

namespace fanfare {

// An attribute of every owned account: `width` values of T a row. Written only by the block that
// owns the row.
template <class T>
class Column {
  static_assert(std::is_trivially_copyable_v<T>, "columns are saved as bytes");

 public:
  void resize(const Partition& part, std::uint32_t width = 1) {
    base_ = part.first();
    width_ = width;
    data_.assign(static_cast<std::size_t>(part.rows()) * width, T{});
  }

  T& operator[](AccountId a) { return data_[static_cast<std::size_t>(a.value - base_) * width_]; }
  const T& operator[](AccountId a) const { return data_[static_cast<std::size_t>(a.value - base_) * width_]; }

  // All `width` values of one account.
  std::span<T> row(AccountId a) { return {data_.data() + offset(a), width_}; }
  std::span<const T> row(AccountId a) const { return {data_.data() + offset(a), width_}; }

  std::uint32_t width() const { return width_; }
  std::uint32_t base() const { return base_; }
  std::size_t size() const { return data_.size(); }
  T* data() { return data_.data(); }
  const T* data() const { return data_.data(); }

 private:
  std::size_t offset(AccountId a) const { return static_cast<std::size_t>(a.value - base_) * width_; }

  HugeVector<T> data_;
  std::uint32_t base_ = 0;
  std::uint32_t width_ = 1;
};

}  // namespace fanfare
