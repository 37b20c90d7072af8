// An outbox whose records come in the order in which blocks were done: right only where a full sort follows.
#pragma once

#include <mutex>
#include <vector>

#include "fanfare/outbox.h"

namespace fanfare::test {

template <class T>
class LooseOutbox final : public OutboxBase {
 public:
  void resize(const Partition&) {}
  void push(const BlockScope&, const T& record) {
    const std::lock_guard lock(mutex_);
    own_.push_back(record);
  }
  std::span<const T> received() const { return received_; }
  void clear_received() { received_.clear(); }

  void pack(std::vector<std::byte>& out) const override {
    const auto bytes = std::as_bytes(std::span(own_));
    out.insert(out.end(), bytes.begin(), bytes.end());
  }
  void receive(std::span<const std::byte> part) override {
    const std::size_t before = received_.size();
    received_.resize(before + part.size() / sizeof(T));
    if (!part.empty()) std::memcpy(received_.data() + before, part.data(), part.size());
  }
  void collect() override { received_.insert(received_.end(), own_.begin(), own_.end()); }
  void clear_own() override { own_.clear(); }
  std::size_t waiting() const override { return received_.size(); }
  void state(Archive& archive, const StateName& name) override { archive.shared(name, received_); }

 private:
  std::mutex mutex_;
  std::vector<T> own_, received_;
};

}  // namespace fanfare::test
