// Tallies: integers to which every block adds and which are read after an exchange, when the parts of
// threads and ranks have been summed. Integer sums don't depend on order, so nor does a result.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "fanfare/archive.h"
#include "fanfare/expects.h"

namespace fanfare {

// The engine's view of a tally: bytes out, bytes in.
class TallyBase {
 public:
  virtual ~TallyBase() = default;
  virtual void set_workers(int workers) = 0;
  virtual void merge_workers() = 0;                              // before a delivery
  virtual void pack(std::vector<std::byte>& out) = 0;  // appends this rank's sums; leaves them empty
  virtual void receive(std::span<const std::byte> part) = 0;     // adds one rank's sums
  virtual void collect() = 0;                                    // a single rank: pack and receive in one
  virtual void state(Archive& archive, const StateName& name) = 0;  // what was delivered and not yet taken
};

// a += b. Money and counts must never wrap in silence.
inline void add_checked(std::int64_t& a, std::int64_t b) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum))
    throw LogicError("a sum left the range of 64 bits (far too large, or wrong)");
  a = sum;
}

// A few counters that everyone hits: one dense copy a worker.
class Tally final : public TallyBase {
 public:
  // Between phases. New cells start at 0; the others keep what they hold, delivered or not.
  void resize(std::size_t cells) {
    sum_.resize(cells);
    pending_.resize(cells);
    for (auto& part : parts_) part.resize(cells);
  }
  std::size_t size() const { return sum_.size(); }

  // In a local phase.
  void add(int worker, std::size_t cell, std::int64_t delta) {
    add_checked(parts_[static_cast<std::size_t>(worker)][cell], delta);
  }

  // After an exchange: the sum over all accounts since the last clear().
  std::int64_t operator[](std::size_t cell) const { return sum_[cell]; }
  std::span<const std::int64_t> sums() const { return sum_; }
  void clear() { std::fill(sum_.begin(), sum_.end(), 0); }

  void set_workers(int workers) override {
    parts_.assign(static_cast<std::size_t>(workers), std::vector<std::int64_t>(sum_.size(), 0));
  }
  void merge_workers() override {
    for (auto& part : parts_) {
      for (std::size_t i = 0; i < part.size(); ++i) add_checked(pending_[i], part[i]);
      std::fill(part.begin(), part.end(), 0);
    }
  }
  void pack(std::vector<std::byte>& out) override {
    const auto bytes = std::as_bytes(std::span(pending_));
    out.insert(out.end(), bytes.begin(), bytes.end());
    std::fill(pending_.begin(), pending_.end(), 0);
  }
  void receive(std::span<const std::byte> part) override {
    expects(part.size() == sum_.size() * sizeof(std::int64_t), "all ranks give a tally the same cells");
    for (std::size_t i = 0; i < sum_.size(); ++i) {
      std::int64_t delta = 0;
      std::memcpy(&delta, part.data() + i * sizeof delta, sizeof delta);
      add_checked(sum_[i], delta);
    }
  }
  void collect() override {
    for (std::size_t i = 0; i < sum_.size(); ++i) add_checked(sum_[i], pending_[i]);
    std::fill(pending_.begin(), pending_.end(), 0);
  }
  void state(Archive& archive, const StateName& name) override { archive.shared(name, sum_); }

 private:
  std::vector<std::int64_t> sum_;                  // delivered
  std::vector<std::int64_t> pending_;              // this rank, not yet delivered
  std::vector<std::vector<std::int64_t>> parts_;   // one a worker
};

}  // namespace fanfare

#include "fanfare/wide_tally.h"  // IWYU pragma: export
