// Each kernel is cut into chunks that workers take as they come; the best of some passes counts.
#include "sim/bench/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <functional>
#include <memory>

#include "fanfare/memory.h"
#include "fanfare/philox_batch.h"
#include "sim/bench/stopwatch.h"

namespace fanfare {

namespace {

constexpr std::size_t kChunks = 256;
constexpr int kLimitPasses = 5;
constexpr std::size_t kTriadBytes = std::size_t{256} << 20;  // each of three arrays: well beyond any cache
constexpr std::size_t kGathers = std::size_t{1} << 17;       // of a chunk and pass
constexpr std::size_t kBatches = 1 << 11;                    // of a chunk and pass, 64 blocks each

// What kernels compute goes here, so that no compiler leaves it out.
std::atomic<std::uint64_t> g_sink{0};

// Memory on huge pages, untouched until the workers that will use it fill it.
template <class T>
class Array {
 public:
  explicit Array(std::size_t size) : size_(size), data_(HugeAllocator<T>{}.allocate(size)) {}
  ~Array() { HugeAllocator<T>{}.deallocate(data_, size_); }
  Array(const Array&) = delete;
  Array& operator=(const Array&) = delete;

  T* chunk(std::size_t i) { return data_ + size_ / kChunks * i; }
  std::size_t chunk_size() const { return size_ / kChunks; }
  std::size_t size() const { return size_; }
  T& operator[](std::size_t i) { return data_[i]; }

 private:
  std::size_t size_;
  T* data_;
};

// Units of work per second of the fastest pass.
double best_rate(Parallel& parallel, double work,
                 const std::function<void(std::size_t chunk, int pass)>& kernel) {
  double best = 0;
  for (int pass = 0; pass < kLimitPasses; ++pass) {
    const Stopwatch watch;
    parallel.for_each(kChunks, [&](std::size_t chunk, int) { kernel(chunk, pass); });
    best = std::max(best, work / watch.seconds());
  }
  return best;
}

// a = b + s·c, as in STREAM (McCalpin 1995): 24 bytes an element, the read that a store may cost not counted.
struct Triad {
  Array<double> a{kTriadBytes / sizeof(double)}, b{kTriadBytes / sizeof(double)},
      c{kTriadBytes / sizeof(double)};

  explicit Triad(Parallel& parallel) {
    parallel.for_each(kChunks, [&](std::size_t i, int) {
      std::fill_n(a.chunk(i), a.chunk_size(), 0.0);
      std::fill_n(b.chunk(i), b.chunk_size(), 1.0);
      std::fill_n(c.chunk(i), c.chunk_size(), 2.0);
    });
  }
  double gb_per_s(Parallel& parallel) {
    return best_rate(parallel, 3e-9 * kTriadBytes, [&](std::size_t chunk, int pass) {
      double* const to = a.chunk(chunk);
      const double* const x = b.chunk(chunk);
      const double* const y = c.chunk(chunk);
      const double s = pass;
      for (std::size_t i = 0; i < a.chunk_size(); ++i) to[i] = x[i] + s * y[i];
    });
  }
};

// Independent reads at hashed places: nothing for a prefetcher to guess.
struct Gathers {
  Array<std::uint32_t> table;

  Gathers(std::size_t bytes, Parallel& parallel) : table(bytes / sizeof(std::uint32_t)) {
    parallel.for_each(kChunks, [&](std::size_t i, int) {
      std::fill_n(table.chunk(i), table.chunk_size(), static_cast<std::uint32_t>(i));
    });
  }
  double per_second(Parallel& parallel) {
    const auto mask = static_cast<std::uint32_t>(table.size() - 1);
    return best_rate(parallel, static_cast<double>(kChunks * kGathers), [&](std::size_t chunk, int pass) {
      const auto first =
          static_cast<std::uint32_t>((chunk + kChunks * static_cast<std::size_t>(pass)) * kGathers);
      std::uint32_t sum = 0;
      for (std::uint32_t i = 0; i < kGathers; ++i) {
        std::uint32_t h = (first + i) * 0x9E3779B1U;
        h ^= h >> 15;
        h *= 0x85EBCA77U;
        h ^= h >> 13;
        sum += table[h & mask];
      }
      g_sink += sum;
    });
  }
};

double philox_blocks_per_second(Parallel& parallel) {
  constexpr std::size_t kLanes = 64;
  return best_rate(parallel, static_cast<double>(kChunks * kBatches * kLanes),
                   [&](std::size_t chunk, int pass) {
                     const Draws draws(static_cast<std::uint32_t>(pass), Purpose{});
                     SubjectBatch<kLanes> subjects;
                     for (std::size_t i = 0; i < kLanes; ++i)
                       subjects.a[i] = static_cast<std::uint32_t>(chunk * kLanes + i);
                     WordBatch<kLanes> words;
                     std::uint64_t sum = 0;
                     for (std::uint32_t batch = 0; batch < kBatches; ++batch) {
                       words_batch(draws, subjects, batch, words);
                       sum += words.word[0][batch % kLanes] ^ words.word[3][0];
                     }
                     g_sink += sum;
                   });
}

// What the system would give without swapping; 0 if it does not say.
double available_bytes() {
  std::ifstream file("/proc/meminfo");
  std::string key, unit;
  double kilobytes = 0;
  while (file >> key >> kilobytes) {
    std::getline(file, unit);
    if (key == "MemAvailable:") return kilobytes * 1024;
  }
  return 0;
}

bool fits(double bytes, Limit& limit) {
  const double available = available_bytes();
  if (available == 0 || bytes * 1.2 < available) return true;
  limit.missing = fmt::format("needs {:.1f} GB, {:.1f} GB are free", bytes * 1e-9, available * 1e-9);
  return false;
}

void measure_triad(Limit& limit, Parallel& one, Parallel& all) {
  if (!fits(3 * kTriadBytes, limit)) return;
  Triad triad(all);
  limit.one = triad.gb_per_s(one);
  limit.all = triad.gb_per_s(all);
}

void measure_gathers(Limit& limit, std::size_t megabytes, Parallel& one, Parallel& all) {
  const std::size_t bytes = megabytes << 20;
  if (!fits(static_cast<double>(bytes), limit)) return;
  Gathers gathers(bytes, all);
  limit.one = gathers.per_second(one);
  limit.all = gathers.per_second(all);
}

}  // namespace

std::vector<Limit> measure_limits(Parallel& all) {
  Serial one;
  std::vector<Limit> limits{{"triad_gb_per_s", "memory bandwidth, a = b + s·c", "GB/s"},
                            {"gathers_per_s_4mb", "random 4-byte reads from 4 MB", "1/s"},
                            {"gathers_per_s_64mb", "random 4-byte reads from 64 MB", "1/s"},
                            {"gathers_per_s_1gb", "random 4-byte reads from 1 GB", "1/s"},
                            {"philox_blocks_per_s", "Philox blocks of four words", "1/s"}};
  measure_triad(limits[0], one, all);
  measure_gathers(limits[1], 4, one, all);
  measure_gathers(limits[2], 64, one, all);
  measure_gathers(limits[3], 1024, one, all);
  limits[4].one = philox_blocks_per_second(one);
  limits[4].all = philox_blocks_per_second(all);
  return limits;
}

const Limit* find_limit(const std::vector<Limit>& limits, const std::string& name) {
  for (const Limit& limit : limits)
    if (limit.name == name && limit.missing.empty()) return &limit;
  return nullptr;
}

}  // namespace fanfare
