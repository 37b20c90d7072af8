// Routed records: what a block tells one account. They cross ranks to the owner of that account and to nobody
// else, and wait with the block of their receiver. What everyone may read goes through an Outbox.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstring>
#include <span>
#include <vector>

#include "fanfare/archive.h"
#include "fanfare/block.h"
#include "fanfare/expects.h"
#include "fanfare/plain.h"

namespace fanfare {

// The engine's view of a box of routed records: bytes out, bytes in.
class RoutedBase {
 public:
  using Bytes = std::vector<std::byte>;

  virtual ~RoutedBase() = default;
  virtual void pack(std::span<Bytes> ranks) const = 0;        // appends each record to its owner's bytes
  virtual void receive(std::span<const std::byte> part) = 0;  // one rank's records for this one
  virtual void collect() = 0;                                 // a single rank: pack and receive in one
  virtual void clear_own() = 0;
  virtual std::size_t waiting() const = 0;  // records received and not cleared, on this rank
  virtual void state(Archive& archive, const StateName& name) = 0;
};

// `to` is the number of the account that a record is for.
template <class T>
concept HasReceiver = requires(const T& record) {
  { record.to } -> std::convertible_to<std::uint32_t>;
};

// A record that no reader clears for two ticks stops the run, like those of an Outbox.
template <HasReceiver T>
class Routed final : public RoutedBase {
 public:
  void resize(const Partition& part) {
    accounts_ = part.accounts;
    own_.resize(part);
    received_.resize(part);
  }

  // In a local phase: appends to the sender's block.
  void push(const BlockScope& scope, const T& record) {
    expects(record.to < accounts_, "a routed record goes to an account of the run");
    own_[scope.block].push_back(record);
  }

  // After an exchange: what came for accounts of this block since it was last cleared, in order of exchange,
  // then of the sender's block, then of push: the same on any ranks.
  std::span<const T> received(BlockId block) const { return received_[block]; }
  // By the reader, in a phase that owns the block.
  void clear_received(BlockId block) { received_[block].clear(); }

  std::size_t bytes() const { return held(own_) + held(received_); }

  void pack(std::span<Bytes> ranks) const override {
    static_assert(PlainBytes<T>, "records cross ranks as bytes: no padding (fanfare/plain.h)");
    const int count = static_cast<int>(ranks.size());
    each_own([&](const T& record) {
      const auto bytes = std::as_bytes(std::span(&record, 1));
      Bytes& parcel =
          ranks[static_cast<std::size_t>(Partition::rank_of(AccountId(record.to), accounts_, count))];
      parcel.insert(parcel.end(), bytes.begin(), bytes.end());
    });
  }
  void receive(std::span<const std::byte> part) override {
    for (; part.size() >= sizeof(T); part = part.subspan(sizeof(T))) {
      T record{};
      std::memcpy(&record, part.data(), sizeof(T));
      hand_over(record);
    }
  }
  void collect() override {
    each_own([this](const T& record) { hand_over(record); });
  }
  void clear_own() override {
    for (std::uint32_t b = 0; b < own_.blocks(); ++b) own_[BlockId(own_.first_block() + b)].clear();
  }
  std::size_t waiting() const override {
    std::size_t records = 0;
    for (std::uint32_t b = 0; b < received_.blocks(); ++b)
      records += received_[BlockId(received_.first_block() + b)].size();
    return records;
  }
  void state(Archive& archive, const StateName& name) override { archive.lists(name, received_); }

 private:
  template <class Visit>
  void each_own(Visit&& visit) const {
    for (std::uint32_t b = 0; b < own_.blocks(); ++b)
      for (const T& record : own_[BlockId(own_.first_block() + b)]) visit(record);
  }
  void hand_over(const T& record) { received_[BlockId(record.to / kBlockRows)].push_back(record); }

  static std::size_t held(const BlockLists<T>& lists) {
    std::size_t bytes = 0;
    for (std::uint32_t b = 0; b < lists.blocks(); ++b)
      bytes += lists[BlockId(lists.first_block() + b)].capacity() * sizeof(T);
    return bytes;
  }

  std::uint32_t accounts_ = 0;
  BlockLists<T> own_;       // by the sender's block; capacity is kept from tick to tick
  BlockLists<T> received_;  // by the receiver's block
};

}  // namespace fanfare
