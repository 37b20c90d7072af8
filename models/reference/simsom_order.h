// In which order accounts post at a step, one for all readers: who draws the least lot is first. And which of
// the messages that reach a reader are the same. Finds, and decides nothing.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

namespace fanfare::reference::simsom {

class PostingOrder {
 public:
  struct Scratch {
    std::vector<std::uint64_t> keys;   // (lot, account)
    std::vector<std::uint64_t> marks;  // a bit a place; all zero between calls
  };

  // Where readers follow a good part of all accounts, ticking off places and reading them in order is cheaper
  // than sorting what each reader follows. Either way the order is that of (lot, account).
  void prepare(std::uint32_t accounts, std::uint64_t follows) {
    is_ranked_ = accounts / 64 <= kWordsAFollow * (follows / std::max(1U, accounts));
  }
  // lot(account) of every account.
  template <class Lot>
  void draw(std::uint32_t accounts, const Lot& lot) {
    if (!is_ranked_) return;
    keys_.clear();
    for (std::uint32_t a = 0; a < accounts; ++a) keys_.push_back(key(lot(a), a));
    std::sort(keys_.begin(), keys_.end());
    place_.resize(accounts);
    for (std::uint32_t i = 0; i < accounts; ++i) place_[account_of(keys_[i])] = i;
  }
  // `follows` in the order in which they post.
  template <class Lot>
  void sort(std::span<const std::uint32_t> follows, const Lot& lot, Scratch& scratch,
            std::vector<std::uint32_t>& sorted) const {
    sorted.clear();
    const std::size_t words = (place_.size() + 63) / 64;
    if (is_ranked_ && words <= kWordsAFollow * follows.size()) {
      tick_off(follows, words, scratch.marks, sorted);
      return;
    }
    scratch.keys.clear();
    for (const std::uint32_t author : follows) scratch.keys.push_back(key(lot(author), author));
    std::sort(scratch.keys.begin(), scratch.keys.end());
    for (const std::uint64_t k : scratch.keys) sorted.push_back(account_of(k));
  }

 private:
  static constexpr std::size_t kWordsAFollow = 4;

  static std::uint64_t key(std::uint32_t lot, std::uint32_t account) {
    return std::uint64_t{lot} << 32 | account;
  }
  static std::uint32_t account_of(std::uint64_t key) { return static_cast<std::uint32_t>(key); }

  void tick_off(std::span<const std::uint32_t> follows, std::size_t words, std::vector<std::uint64_t>& marks,
                std::vector<std::uint32_t>& sorted) const {
    marks.resize(words);
    for (const std::uint32_t author : follows)
      marks[place_[author] / 64] |= std::uint64_t{1} << (place_[author] % 64);
    for (std::size_t w = 0; w < words; ++w) {
      for (std::uint64_t bits = marks[w]; bits != 0; bits &= bits - 1)
        sorted.push_back(account_of(keys_[64 * w + static_cast<std::size_t>(std::countr_zero(bits))]));
      marks[w] = 0;
    }
  }

  bool is_ranked_ = false;
  std::vector<std::uint64_t> keys_;   // by place
  std::vector<std::uint32_t> place_;  // by account
};

// Messages that a reader has met at this step, and where: a hash table that is empty again at each start().
class MetMessages {
 public:
  void start(std::size_t most) {
    const std::size_t size = std::bit_ceil(2 * most + 2);
    if (size > entries_.size()) entries_.assign(size, {});
    if (++round_ != 0) return;
    entries_.assign(entries_.size(), {});
    round_ = 1;
  }
  // Where `message` was met before; `place` if this is the first time, and then it is kept.
  std::uint32_t meet(std::uint32_t message, std::uint32_t place) {
    for (std::size_t at = message * std::size_t{0x9E3779B1} >> 7;; ++at) {
      Entry& entry = entries_[at & (entries_.size() - 1)];
      if (entry.round != round_) entry = {message, place, round_};
      if (entry.message == message) return entry.place;
    }
  }

 private:
  struct Entry {
    std::uint32_t message = 0, place = 0, round = 0;
  };
  std::vector<Entry> entries_;
  std::uint32_t round_ = 0;
};

}  // namespace fanfare::reference::simsom
