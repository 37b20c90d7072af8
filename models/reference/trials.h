// Independent contagions side by side on one network, a bit each: who has joined, and how many neighbours of
// an account have, for 64 of them at a time. Who joins, and why, is not said here.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "fanfare/memory.h"

namespace fanfare::reference {

// Word w of an account holds trials 64 w … 64 w + 63. The same on every rank.
struct Trials {
  static constexpr std::uint32_t kBits = 64;

  std::uint32_t number = 1;
  std::uint32_t words = 1;           // an account
  HugeVector<std::uint64_t> active;  // accounts × words: who has joined
  HugeVector<std::uint64_t> fresh;   // who did so in the last tick
  std::vector<std::uint32_t> size;   // of each trial: accounts that have joined

  void resize(std::uint32_t accounts, std::uint32_t trials) {
    number = trials;
    words = (trials + kBits - 1) / kBits;
    active.assign(std::size_t{accounts} * words, 0);
    fresh.assign(active.size(), 0);
    size.assign(trials, 0);
  }
  std::size_t at(std::uint32_t account, std::uint32_t word) const {
    return std::size_t{account} * words + word;
  }
  std::uint64_t is_active(std::uint32_t account, std::uint32_t word) const {
    return active[at(account, word)];
  }
  std::uint64_t is_fresh(std::uint32_t account, std::uint32_t word) const { return fresh[at(account, word)]; }
  // Trials of a word that exist.
  std::uint64_t mask(std::uint32_t word) const {
    const std::uint32_t left = number - word * kBits;
    return left >= kBits ? ~std::uint64_t{0} : (std::uint64_t{1} << left) - 1;
  }
  void join(std::uint32_t account, std::uint32_t word, std::uint64_t bits) {
    active[at(account, word)] |= bits;
    fresh[at(account, word)] |= bits;
    for (std::uint64_t rest = bits; rest != 0; rest &= rest - 1)
      ++size[word * kBits + static_cast<std::uint32_t>(std::countr_zero(rest))];
  }
};

// Where something is still going on: trials and accounts that somebody joined in the last tick. Derived from
// `fresh`; it says where to look, so that what has ended costs nothing.
class Frontier {
 public:
  void find(const Trials& trials) {
    words_ = trials.words;
    live_.assign(words_, 0);
    heard_.assign((trials.active.size() / words_ + 63) / 64, 0);
    at_.clear();
    for (std::size_t at = 0; at < trials.fresh.size(); ++at)
      if (trials.fresh[at] != 0) note(at, trials.fresh[at]);
  }
  void note(std::size_t at, std::uint64_t bits) {
    const std::size_t account = at / words_;
    live_[at % words_] |= bits;
    heard_[account / 64] |= std::uint64_t{1} << (account % 64);
    at_.push_back(at);
  }
  // `fresh` of the last tick is over.
  void pass(Trials& trials) {
    for (const std::size_t at : at_) {
      trials.fresh[at] = 0;
      heard_[at / words_ / 64] = 0;
    }
    std::fill(live_.begin(), live_.end(), 0);
    at_.clear();
  }

  bool is_empty() const { return at_.empty(); }
  std::uint64_t live(std::uint32_t word) const { return live_[word]; }
  // Whether anyone of `row` joined, in whichever trial.
  bool reaches(std::span<const std::uint32_t> row) const {
    return std::any_of(row.begin(), row.end(),
                       [&](std::uint32_t a) { return (heard_[a / 64] >> (a % 64) & 1) != 0; });
  }
  std::size_t bytes() const { return 8 * (live_.size() + heard_.size() + at_.capacity()); }

 private:
  std::uint32_t words_ = 1;
  std::vector<std::uint64_t> live_;   // by word: trials
  std::vector<std::uint64_t> heard_;  // a bit an account
  std::vector<std::size_t> at_;       // where `fresh` is not zero
};

// Whether anyone of `row` joined in the last tick, in a trial of `open`. If not, nothing is new for who reads
// it.
inline bool any_fresh(const Trials& trials, std::span<const std::uint32_t> row, std::uint32_t word,
                      std::uint64_t open) {
  return std::any_of(row.begin(), row.end(),
                     [&](std::uint32_t a) { return (trials.is_fresh(a, word) & open) != 0; });
}

// How many neighbours of each of 64 trials are active: counters of one bit a trial and plane, as an adder of
// hardware does it.
class TrialCounter {
 public:
  void add(std::uint64_t bits, std::uint32_t times = 1) {
    for (std::uint32_t p = 0; times != 0; ++p, times >>= 1)
      if ((times & 1) != 0) add_at(p, bits);
  }
  // Trials that counted `least` or more.
  std::uint64_t at_least(std::uint32_t least) const {
    if (planes_ < 32 && least >> planes_ != 0) return 0;
    std::uint64_t above = 0, equal = ~std::uint64_t{0};
    for (std::uint32_t p = planes_; p-- > 0;) {
      const std::uint64_t needed = (least >> p & 1) != 0 ? ~std::uint64_t{0} : 0;
      above |= equal & plane_[p] & ~needed;
      equal &= ~(plane_[p] ^ needed);
    }
    return above | equal;
  }
  std::uint32_t of(std::uint32_t bit) const {
    std::uint32_t sum = 0;
    for (std::uint32_t p = 0; p < planes_; ++p) sum |= static_cast<std::uint32_t>(plane_[p] >> bit & 1) << p;
    return sum;
  }

 private:
  void add_at(std::uint32_t p, std::uint64_t bits) {
    for (; bits != 0; ++p) {
      for (; planes_ <= p; ++planes_) plane_[planes_] = 0;
      const std::uint64_t carry = plane_[p] & bits;
      plane_[p] ^= bits;
      bits = carry;
    }
  }
  std::array<std::uint64_t, 33> plane_;  // only `planes_` of them are set
  std::uint32_t planes_ = 0;
};

// The trials of `open` in which `least` of `row` or more have joined. Where nobody of it joined in the last
// tick it is not counted again.
inline std::uint64_t reached_by(const Trials& trials, std::span<const std::uint32_t> row, std::uint32_t word,
                                std::uint64_t open, std::uint32_t least) {
  if (!any_fresh(trials, row, word, open)) return 0;
  TrialCounter joined;
  for (const std::uint32_t neighbour : row) joined.add(trials.is_active(neighbour, word) & open);
  return joined.at_least(least) & open;
}

}  // namespace fanfare::reference
