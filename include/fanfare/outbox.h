// Outboxes: what blocks tell the rest of the world. Records are joined in block order, so every rank
// reads the same list whoever ran a block and wherever.
#pragma once

#include <cstddef>
#include <cstring>
#include <span>
#include <vector>

#include "fanfare/archive.h"
#include "fanfare/block.h"
#include "fanfare/plain.h"

namespace fanfare {

// The engine's view of an outbox: bytes out, bytes in.
class OutboxBase {
 public:
  virtual ~OutboxBase() = default;
  virtual void pack(std::vector<std::byte>& out) const = 0;     // appends own records, in block order
  virtual void receive(std::span<const std::byte> part) = 0;    // one rank's records, behind those so far
  virtual void collect() = 0;                                   // a single rank: pack and receive in one
  virtual void clear_own() = 0;
  virtual std::size_t waiting() const = 0;                      // records received and not cleared
  virtual void state(Archive& archive, const StateName& name) = 0;
};

// A record that no reader clears for two ticks stops the run: it would be applied again and again.
template <class T>
class Outbox final : public OutboxBase {
 public:
  void resize(const Partition& part) {
    first_block_ = part.first_block;
    own_.assign(part.blocks(), {});
    received_.clear();
  }

  // In a local phase: appends to the block's own list.
  void push(const BlockScope& scope, const T& record) {
    own_[scope.block.value - first_block_].push_back(record);
  }

  // After an exchange: every rank's records since the reader last cleared, in order of exchange, then block,
  // then push. They stay through further exchanges until clear_received().
  std::span<const T> received() const { return received_; }
  // By the reader, once they have been applied.
  void clear_received() { received_.clear(); }

  void pack(std::vector<std::byte>& out) const override;
  void receive(std::span<const std::byte> part) override;
  void collect() override;
  void clear_own() override;
  std::size_t waiting() const override;
  void state(Archive& archive, const StateName& name) override;

 private:
  std::uint32_t first_block_ = 0;
  std::vector<std::vector<T>> own_;  // one list per owned block; capacity is kept from tick to tick
  std::vector<T> received_;
};

// Outside the class, so that `extern template class Outbox<…>` spares all who include a state their compilation.
template <class T>
void Outbox<T>::pack(std::vector<std::byte>& out) const {
  static_assert(PlainBytes<T>, "records cross ranks as bytes: no padding (fanfare/plain.h)");
  for (const auto& block : own_) {
    const auto bytes = std::as_bytes(std::span(block));
    out.insert(out.end(), bytes.begin(), bytes.end());
  }
}
template <class T>
void Outbox<T>::receive(std::span<const std::byte> part) {
  const std::size_t before = received_.size();
  received_.resize(before + part.size() / sizeof(T));
  if (!part.empty()) std::memcpy(received_.data() + before, part.data(), part.size());
}
template <class T>
void Outbox<T>::collect() {
  for (const auto& block : own_) received_.insert(received_.end(), block.begin(), block.end());
}
template <class T>
void Outbox<T>::clear_own() {
  for (auto& block : own_) block.clear();
}
template <class T>
std::size_t Outbox<T>::waiting() const {
  return received_.size();
}
template <class T>
void Outbox<T>::state(Archive& archive, const StateName& name) {
  archive.shared(name, received_);
}

}  // namespace fanfare
