// Tallies: integers to which every block adds and which are read after the phase, when the parts of
// threads and ranks have been summed. Integer sums don't depend on order, so nor does a result.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "fanfare/memory.h"

namespace fanfare {

// The engine's view of a tally: bytes out, bytes in.
class TallyBase {
 public:
  virtual ~TallyBase() = default;
  virtual void set_workers(int workers) = 0;
  virtual void merge_workers() = 0;                              // after a local phase
  virtual void pack(std::vector<std::byte>& out) = 0;            // this rank's sums; leaves them empty
  virtual void receive(std::span<const std::byte> part) = 0;     // adds one rank's sums
};

// A few counters that everyone hits: one dense copy a worker.
class Tally final : public TallyBase {
 public:
  void resize(std::size_t cells) {
    sum_.assign(cells, 0);
    set_workers(static_cast<int>(parts_.size()));
  }
  std::size_t size() const { return sum_.size(); }

  // In a local phase.
  void add(int worker, std::size_t cell, std::int64_t delta) { parts_[static_cast<std::size_t>(worker)][cell] += delta; }

  // After the exchange: the sum over all accounts since the last clear().
  std::int64_t operator[](std::size_t cell) const { return sum_[cell]; }
  std::span<const std::int64_t> sums() const { return sum_; }
  void clear() { std::fill(sum_.begin(), sum_.end(), 0); }

  void set_workers(int workers) override { parts_.assign(static_cast<std::size_t>(workers), std::vector<std::int64_t>(sum_.size(), 0)); }
  void merge_workers() override {
    for (auto& part : parts_)
      for (std::size_t i = 0; i < part.size(); ++i) pending_add(i, part[i]), part[i] = 0;
  }
  void pack(std::vector<std::byte>& out) override {
    pending_.resize(sum_.size());
    const auto bytes = std::as_bytes(std::span(pending_));
    out.insert(out.end(), bytes.begin(), bytes.end());
    std::fill(pending_.begin(), pending_.end(), 0);
  }
  void receive(std::span<const std::byte> part) override {
    for (std::size_t i = 0; i < part.size() / sizeof(std::int64_t); ++i) {
      std::int64_t delta;
      std::memcpy(&delta, part.data() + i * sizeof delta, sizeof delta);
      sum_[i] += delta;
    }
  }

 private:
  void pending_add(std::size_t i, std::int64_t delta) {
    if (pending_.size() != sum_.size()) pending_.resize(sum_.size());
    pending_[i] += delta;
  }

  std::vector<std::int64_t> sum_;                  // published
  std::vector<std::int64_t> pending_;              // this rank, not yet exchanged
  std::vector<std::vector<std::int64_t>> parts_;   // one a worker
};

// Counters of many rows (posts), few of them hot. A worker gathers its adds in a small direct-mapped
// cache, so a hot row costs one line of its own, and a row that is pushed out is added atomically.
template <int Counters>
class WideTally final : public TallyBase {
 public:
  using Counts = std::array<std::uint32_t, Counters>;

  void resize(std::size_t rows) {
    deltas_.resize(rows * Counters);
    touched_.resize((rows + 63) / 64);
  }

  // In a local phase.
  void add(int worker, std::uint32_t row, int counter, std::uint32_t delta) {
    Line& line = caches_[static_cast<std::size_t>(worker)].lines[row % kLines];
    if (line.row != row) {
      flush(line);
      line.row = row;
    }
    line.counts[static_cast<std::size_t>(counter)] += delta;
  }

  // After the exchange: visit(row, counts) for every touched row, ascending; then empty.
  template <class Visit>
  void drain(Visit&& visit) {
    for (std::size_t w = 0; w < touched_.size(); ++w) {
      for (std::uint64_t bits = touched_[w]; bits != 0; bits &= bits - 1) {
        const auto row = static_cast<std::uint32_t>(w * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
        Counts counts;
        std::copy_n(deltas_.begin() + static_cast<std::ptrdiff_t>(row) * Counters, Counters, counts.begin());
        std::fill_n(deltas_.begin() + static_cast<std::ptrdiff_t>(row) * Counters, Counters, 0U);
        visit(row, counts);
      }
      touched_[w] = 0;
    }
  }

  void set_workers(int workers) override { caches_.assign(static_cast<std::size_t>(workers), Cache{}); }
  void merge_workers() override {
    for (Cache& cache : caches_)
      for (Line& line : cache.lines) {
        flush(line);
        line.row = kNoRow;
      }
  }
  void pack(std::vector<std::byte>& out) override {
    drain([&](std::uint32_t row, const Counts& counts) {
      const Record record{row, counts};
      const auto bytes = std::as_bytes(std::span(&record, 1));
      out.insert(out.end(), bytes.begin(), bytes.end());
    });
  }
  void receive(std::span<const std::byte> part) override {
    for (std::size_t at = 0; at + sizeof(Record) <= part.size(); at += sizeof(Record)) {
      Record record;
      std::memcpy(&record, part.data() + at, sizeof record);
      for (std::size_t c = 0; c < Counters; ++c) deltas_[static_cast<std::size_t>(record.row) * Counters + c] += record.counts[c];
      touched_[record.row / 64] |= std::uint64_t{1} << (record.row % 64);
    }
  }

 private:
  static constexpr std::uint32_t kLines = 512;
  static constexpr std::uint32_t kNoRow = 0xffffffffU;
  struct Line {
    std::uint32_t row = kNoRow;
    Counts counts{};
  };
  struct Cache {
    std::vector<Line> lines = std::vector<Line>(kLines);
  };
  struct Record {
    std::uint32_t row;
    Counts counts;
  };

  void flush(Line& line) {
    if (line.row == kNoRow) return;
    for (std::size_t c = 0; c < Counters; ++c) {
      if (line.counts[c] == 0) continue;
      std::atomic_ref(deltas_[static_cast<std::size_t>(line.row) * Counters + c]).fetch_add(line.counts[c], std::memory_order_relaxed);
      line.counts[c] = 0;
    }
    std::atomic_ref(touched_[line.row / 64]).fetch_or(std::uint64_t{1} << (line.row % 64), std::memory_order_relaxed);
  }

  HugeVector<std::uint32_t> deltas_;
  std::vector<std::uint64_t> touched_;  // one bit a row
  std::vector<Cache> caches_;
};

}  // namespace fanfare
