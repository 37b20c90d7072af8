// Outboxes: what blocks tell the rest of the world. Records are joined in block order, so every rank
// reads the same list whoever ran a block and wherever.
#pragma once

#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "fanfare/block.h"

namespace fanfare {

// The engine's view of an outbox: bytes out, bytes in.
class OutboxBase {
 public:
  virtual ~OutboxBase() = default;
  virtual void pack(std::vector<std::byte>& out) const = 0;           // own records, in block order
  virtual void receive(std::span<const std::byte> joined) = 0;        // all ranks' records, in block order
  virtual void collect() = 0;                                         // single rank: pack and receive in one
  virtual void clear_own() = 0;
};

template <class T>
class Outbox final : public OutboxBase {
  static_assert(std::is_trivially_copyable_v<T>, "records cross ranks as bytes");

 public:
  void resize(const Partition& part) {
    first_block_ = part.first_block;
    own_.assign(part.blocks(), {});
  }

  // In a local phase: appends to the block's own list.
  void push(const BlockScope& scope, const T& record) { own_[scope.block.value - first_block_].push_back(record); }

  // After the exchange: every rank's records of the phase, in block order.
  std::span<const T> received() const { return received_; }
  // Emptied by its reader, once it has been applied.
  void clear_received() { received_.clear(); }

  void pack(std::vector<std::byte>& out) const override {
    for (const auto& block : own_) {
      const auto bytes = std::as_bytes(std::span(block));
      out.insert(out.end(), bytes.begin(), bytes.end());
    }
  }
  void receive(std::span<const std::byte> joined) override {
    received_.resize(joined.size() / sizeof(T));
    if (!joined.empty()) std::memcpy(received_.data(), joined.data(), joined.size());
  }
  void collect() override {
    received_.clear();
    for (const auto& block : own_) received_.insert(received_.end(), block.begin(), block.end());
  }
  void clear_own() override {
    for (auto& block : own_) block.clear();
  }

 private:
  std::uint32_t first_block_ = 0;
  std::vector<std::vector<T>> own_;  // one list per owned block; capacity is kept from tick to tick
  std::vector<T> received_;
};

}  // namespace fanfare
