// Hashing and weighing state.
#include "sim/fingerprint.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <numeric>

#include "fanfare/expects.h"
#include "fanfare/graph.h"

namespace fanfare {

namespace {

// A 64-bit hash of words in order: multiply, xor-shift (the finaliser of MurmurHash3, Appleby 2011), chained.
// Every bit of a word reaches every bit of the hash. It guards against mistakes, not against malice.
class Hash {
 public:
  void word(std::uint64_t word) {
    state_ = mix(state_ ^ mix(word + 0x9e3779b97f4a7c15U));
    ++words_;
  }
  void bytes(std::span<const std::byte> bytes) {
    std::size_t at = 0;
    for (; at + sizeof(std::uint64_t) <= bytes.size(); at += sizeof(std::uint64_t))
      word(load(bytes.data() + at, 8));
    if (at < bytes.size()) word(load(bytes.data() + at, bytes.size() - at));
    word(bytes.size());
  }
  void text(std::string_view text) { bytes(std::as_bytes(std::span(text))); }
  std::uint64_t value() const { return mix(state_ ^ words_); }

 private:
  static std::uint64_t load(const std::byte* from, std::size_t bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, from, bytes);
    return word;
  }
  static constexpr std::uint64_t mix(std::uint64_t x) {
    x = (x ^ (x >> 33)) * 0xff51afd7ed558ccdU;
    x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53U;
    return x ^ (x >> 33);
  }
  std::uint64_t state_ = 0x243f6a8885a308d3U;  // digits of pi
  std::uint64_t words_ = 0;
};

enum class Reads { everything, shared_only };

// What one rank knows of the state: a hash of each owned block, and one of each piece of shared state.
class HashArchive final : public Archive {
 public:
  HashArchive(const Partition& part, Parallel& parallel, Reads reads)
      : part_(part), parallel_(parallel), reads_(reads), blocks_(part.blocks()) {}

  void graph(const StateName& name, FollowGraph& graph) override {
    each_block(name, [&](Hash& hash, BlockId block) {
      const auto& segment = graph.segment(block);
      hash.bytes(std::as_bytes(std::span(segment.offsets)));
      hash.bytes(std::as_bytes(segment.ids));
      for (const auto& delta : graph.deltas(block)) {
        hash.word(std::uint64_t{delta.reader} << 32 | delta.author);
        hash.word(delta.follow ? 1 : 0);
      }
    });
  }

  std::vector<std::uint64_t> block_hashes() const {
    std::vector<std::uint64_t> values;
    for (const Hash& hash : blocks_) values.push_back(hash.value());
    return values;
  }
  const std::vector<std::uint64_t>& shared_hashes() const { return shared_hashes_; }
  const std::vector<std::string>& shared_names() const { return shared_names_; }

 private:
  void do_owned(const StateName& name, std::span<std::byte> rows, std::size_t row_bytes) override {
    if (reads_ == Reads::shared_only) return;
    expects(rows.size() == part_.rows() * row_bytes, "a column has a row for each owned account");
    each_block(name, [&](Hash& hash, BlockId block) {
      const std::size_t first = std::size_t{block.value - part_.first_block} * kBlockRows * row_bytes;
      hash.bytes(rows.subspan(first, std::min(kBlockRows * row_bytes, rows.size() - first)));
    });
  }
  void do_lists(const StateName& name, std::size_t, const ReadList& read, const WriteList&) override {
    each_block(name, [&](Hash& hash, BlockId block) { hash.bytes(read(block)); });
  }
  void do_shared(const StateName& name, std::size_t bytes, const Open& open) override {
    Hash hash;
    hash.text(name.name);
    hash.bytes(open(bytes));
    shared_names_.emplace_back(name.name);
    shared_hashes_.push_back(hash.value());
  }

  template <class Body>
  void each_block(const StateName& name, Body&& body) {
    if (reads_ == Reads::shared_only) return;
    parallel_.for_each(blocks_.size(), [&](std::size_t b, int) {
      blocks_[b].text(name.name);
      body(blocks_[b], BlockId(part_.first_block + static_cast<std::uint32_t>(b)));
    });
  }

  Partition part_;
  Parallel& parallel_;
  Reads reads_;
  std::vector<Hash> blocks_;
  std::vector<std::string> shared_names_;
  std::vector<std::uint64_t> shared_hashes_;
};

std::vector<std::vector<std::uint64_t>> gather_words(const std::vector<std::uint64_t>& mine, Comm& comm) {
  std::vector<std::vector<std::uint64_t>> all;
  for (const auto& part : comm.gather_all(std::as_bytes(std::span(mine)))) {
    auto& words = all.emplace_back(part.size() / sizeof(std::uint64_t));
    if (!part.empty()) std::memcpy(words.data(), part.data(), part.size());
  }
  return all;
}

// Names of shared state that is another on some rank than on this one, with that rank.
std::vector<std::string> differing(const HashArchive& archive, Comm& comm) {
  const auto ranks = gather_words(archive.shared_hashes(), comm);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < archive.shared_names().size(); ++i)
    for (std::size_t r = 0; r < ranks.size(); ++r)
      if (ranks[r].size() <= i || ranks[r][i] != archive.shared_hashes()[i]) {
        names.push_back("'" + archive.shared_names()[i] + "' (ranks " + std::to_string(comm.rank()) +
                        " and " + std::to_string(r) + ")");
        break;
      }
  return names;
}

class WeightArchive final : public Archive {
 public:
  explicit WeightArchive(const Partition& part) : part_(part) {}
  void graph(const StateName& name, FollowGraph& graph) override { add(weight.graphs, name, graph.bytes()); }
  StateWeight weight;

 private:
  static void add(std::vector<StateWeight::Entry>& entries, const StateName& name, std::uint64_t bytes) {
    entries.push_back({std::string(name.name), bytes});
  }
  void do_owned(const StateName& name, std::span<std::byte> rows, std::size_t) override {
    add(weight.owned, name, rows.size());
  }
  void do_lists(const StateName& name, std::size_t, const ReadList& read, const WriteList&) override {
    std::uint64_t bytes = 0;
    for (BlockId block{part_.first_block}; block.value < part_.last_block; ++block.value)
      bytes += read(block).size();
    add(weight.owned, name, bytes);
  }
  void do_shared(const StateName& name, std::size_t bytes, const Open&) override {
    add(weight.shared, name, bytes);
  }

  Partition part_;
};

std::uint64_t sum_of(const std::vector<StateWeight::Entry>& entries) {
  return std::accumulate(entries.begin(), entries.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const auto& entry) { return sum + entry.bytes; });
}

}  // namespace

std::uint64_t fingerprint(const StateWalk& walk, const Partition& part, Comm& comm, Parallel& parallel) {
  HashArchive archive(part, parallel, Reads::everything);
  walk(archive);
  const auto unlike = differing(archive, comm);
  if (!unlike.empty()) throw LogicError("shared state is not the same on all ranks: " + unlike.front());

  Hash hash;
  for (const auto& blocks : gather_words(archive.block_hashes(), comm))
    for (const std::uint64_t block : blocks) hash.word(block);
  for (const std::uint64_t shared : archive.shared_hashes()) hash.word(shared);
  hash.word(part.accounts);
  return hash.value();
}

std::string fingerprint_text(std::uint64_t fingerprint) {
  char digits[16];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, fingerprint, 16);
  const auto length = static_cast<std::size_t>(end - digits);
  return std::string(sizeof digits - length, '0') + std::string(digits, length);
}

std::uint64_t fingerprint_from_text(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  expects(text.size() == 16 && error == std::errc{} && end == text.data() + text.size(),
          "a fingerprint has 16 hexadecimal digits");
  return value;
}

std::vector<std::string> replicas_that_differ(const StateWalk& walk, Comm& comm) {
  Serial serial;
  HashArchive archive(Partition{}, serial, Reads::shared_only);
  walk(archive);
  return differing(archive, comm);
}

std::uint64_t StateWeight::owned_bytes() const { return sum_of(owned); }
std::uint64_t StateWeight::shared_bytes() const { return sum_of(shared); }
std::uint64_t StateWeight::graph_bytes() const { return sum_of(graphs); }

StateWeight weigh(const StateWalk& walk, const Partition& part) {
  WeightArchive archive(part);
  walk(archive);
  return archive.weight;
}

}  // namespace fanfare
