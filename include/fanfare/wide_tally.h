// The tally of many rows (posts), few of them touched in a tick: it crosses ranks as touched rows only.
// Included by fanfare/tally.h.
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstring>
#include <limits>
#include <span>

#include "fanfare/memory.h"
#include "fanfare/tally.h"

namespace fanfare {

// A worker gathers its adds in a small direct-mapped cache, so a hot row costs one line of its own, and a row
// that is pushed out is added atomically. Counts are 32-bit: at most 2^32 - 1 between two deliveries.
template <int Counters>
class WideTally final : public TallyBase {
 public:
  using Counts = std::array<std::uint32_t, Counters>;
  struct Record {
    std::uint32_t row = 0;
    Counts counts{};
  };

  // Between phases. Rows may be added; those that hold something must stay.
  void resize(std::size_t rows) {
    expects(rows < kNoRow, "rows fit 32 bits");
    grow(own_, rows * kStride);
    touched_.resize((rows + 63) / 64);
  }

  // In a local phase: the counters of a row, to add to; valid until the worker's next call.
  Counts& counts(int worker, std::uint32_t row) {
    Line& line = caches_[static_cast<std::size_t>(worker)].lines[row % kLines];
    if (line.row != row) {
      flush(line);
      line.row = row;
      __builtin_prefetch(&own(row, 0), 1);  // it is in the cache when the line is pushed out
    }
    return line.counts;
  }
  void add(int worker, std::uint32_t row, int counter, std::uint32_t delta) {
    counts(worker, row)[static_cast<std::size_t>(counter)] += delta;
  }

  // After an exchange: visit(row, counts) for every row touched since the last drain, ascending; then empty.
  template <class Visit>
  void drain(Visit&& visit) {
    for (const Record& record : delivered_) visit(record.row, record.counts);
    delivered_.clear();
  }

  // The same without a visitor, for readers that work side by side; clear() when done.
  std::span<const Record> delivered() const { return delivered_; }
  void clear() { delivered_.clear(); }

  std::size_t bytes() const {
    return own_.capacity() * sizeof own_[0] + touched_.capacity() * sizeof touched_[0] +
           (delivered_.capacity() + spare_.capacity()) * sizeof(Record) +
           caches_.size() * kLines * sizeof(Line);
  }

  void set_workers(int workers) override;
  void merge_workers() override;
  void pack(std::vector<std::byte>& out) override;
  void receive(std::span<const std::byte> part) override;
  void collect() override;
  void state(Archive& archive, const StateName& name) override;

 private:
  static constexpr std::uint32_t kLines = 512;
  static constexpr std::uint32_t kNoRow = std::numeric_limits<std::uint32_t>::max();
  struct Line {
    std::uint32_t row = kNoRow;
    Counts counts{};
  };
  struct Cache {
    std::vector<Line> lines = std::vector<Line>(kLines);
  };

  // Counters of a row stand in pairs, so that one atomic add serves two, and a row in one cache line if it
  // fits.
  static constexpr std::size_t kStride = Counters <= 2   ? 2
                                         : Counters <= 4 ? 4
                                         : Counters <= 8 ? 8
                                                         : (Counters + 15) / 16 * 16;

  std::uint32_t& own(std::uint32_t row, std::size_t counter) {
    return own_[static_cast<std::size_t>(row) * kStride + counter];
  }
  void flush(Line& line) {
    if (line.row == kNoRow) return;
    for (std::size_t c = 0; c < Counters; c += 2) {
      const std::uint64_t second = c + 1 < Counters ? line.counts[c + 1] : 0;
      const std::uint64_t both = static_cast<std::uint64_t>(line.counts[c]) | second << 32;
      if (both != 0) add_pair(own(line.row, c), both, caches_.size() == 1);
    }
    line.counts = {};
    std::uint64_t& touched = touched_[line.row / 64];
    const std::uint64_t bit = std::uint64_t{1} << (line.row % 64);
    if ((std::atomic_ref(touched).load(std::memory_order_relaxed) & bit) == 0)
      std::atomic_ref(touched).fetch_or(bit, std::memory_order_relaxed);
  }

  // Adds to two neighbouring counters at once: no carry crosses, as counts are below 2^32. A worker that is alone
  // need not lock.
  static void add_pair(std::uint32_t& first, std::uint64_t both, bool alone) {
    static_assert(std::endian::native == std::endian::little, "the first counter of a pair is the low half");
    if (alone) {
      std::uint64_t sum;
      std::memcpy(&sum, &first, sizeof sum);
      sum += both;
      std::memcpy(&first, &sum, sizeof sum);
      return;
    }
    auto* pair = reinterpret_cast<std::uint64_t*>(&first);  // 8-byte aligned: strides are even
    __atomic_fetch_add(pair, both, __ATOMIC_RELAXED);
  }

  // take(record) for every touched row, ascending; leaves this rank's counts at 0.
  template <class Take>
  void take_own(Take&& take) {
    for (std::size_t w = 0; w < touched_.size(); ++w) {
      for (std::uint64_t bits = touched_[w]; bits != 0; bits &= bits - 1) {
        Record record{static_cast<std::uint32_t>(w * 64 + static_cast<std::size_t>(std::countr_zero(bits))),
                      {}};
        for (std::size_t c = 0; c < Counters; ++c) std::swap(record.counts[c], own(record.row, c));
        take(record);
      }
      touched_[w] = 0;
    }
  }

  void deliver(std::vector<Record> records);
  void merge_into_delivered(const std::vector<Record>& records);

  HugeVector<std::uint32_t> own_;       // this rank, not yet delivered: rows × counters
  std::vector<std::uint64_t> touched_;  // one bit a row
  std::vector<Cache> caches_;           // one a worker
  std::vector<Record> delivered_;
  std::vector<Record> spare_;           // its memory is used again
};

// Outside the class, so that `extern template class WideTally<…>` spares all who include a state their compilation.
template <int Counters>
void WideTally<Counters>::set_workers(int workers) {
  caches_.assign(static_cast<std::size_t>(workers), Cache{});
}
template <int Counters>
void WideTally<Counters>::merge_workers() {
  for (Cache& cache : caches_)
    for (Line& line : cache.lines) {
      flush(line);
      line.row = kNoRow;
    }
}
template <int Counters>
void WideTally<Counters>::pack(std::vector<std::byte>& out) {
  take_own([&](const Record& record) {
    const auto bytes = std::as_bytes(std::span(&record, 1));
    out.insert(out.end(), bytes.begin(), bytes.end());
  });
}
template <int Counters>
void WideTally<Counters>::receive(std::span<const std::byte> part) {
  std::vector<Record> records(part.size() / sizeof(Record));
  if (!part.empty()) std::memcpy(records.data(), part.data(), part.size());
  deliver(std::move(records));
}
template <int Counters>
void WideTally<Counters>::collect() {
  std::vector<Record> records = std::move(spare_);
  records.clear();
  take_own([&](const Record& record) { records.push_back(record); });
  deliver(std::move(records));
}
template <int Counters>
void WideTally<Counters>::state(Archive& archive, const StateName& name) {
  archive.shared(name, delivered_);
}

// Both lists ascend in row; equal rows become one.
template <int Counters>
void WideTally<Counters>::deliver(std::vector<Record> records) {
  if (delivered_.empty()) {
    std::swap(delivered_, records);
  } else if (!records.empty()) {
    merge_into_delivered(records);
  }
  spare_ = std::move(records);
}
template <int Counters>
void WideTally<Counters>::merge_into_delivered(const std::vector<Record>& records) {
  std::vector<Record> merged;
  merged.reserve(delivered_.size() + records.size());
  std::merge(delivered_.begin(), delivered_.end(), records.begin(), records.end(),
             std::back_inserter(merged), [](const Record& a, const Record& b) { return a.row < b.row; });
  delivered_.clear();
  for (const Record& record : merged) {
    if (delivered_.empty() || delivered_.back().row != record.row) {
      delivered_.push_back(record);
    } else {
      for (std::size_t c = 0; c < Counters; ++c) delivered_.back().counts[c] += record.counts[c];
    }
  }
}

}  // namespace fanfare
