// One bit an account that everyone may read, written by the account's own block: what it becomes in a tick is
// told to all ranks as changed words of 32 accounts, and holds from the next exchange on.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "fanfare/archive.h"
#include "fanfare/memory.h"
#include "fanfare/outbox.h"

namespace fanfare::reference {

class PublicBits {
 public:
  static constexpr std::uint32_t kWordAccounts = 32;  // a block holds whole words

  void resize(const Partition& part) {
    words_.assign((part.accounts + kWordAccounts - 1) / kWordAccounts, 0);
    changes_.resize(part);
  }
  bool operator[](std::uint32_t account) const { return (words_[account / 32] >> (account % 32) & 1) != 0; }
  std::uint32_t word(std::uint32_t number) const { return words_[number]; }
  const std::uint32_t* data() const { return words_.data(); }

  // How many of `accounts` have the bit.
  std::uint32_t count(std::span<const std::uint32_t> accounts) const {
    std::uint32_t sum = 0;
    for (const std::uint32_t a : accounts) sum += words_[a / 32] >> (a % 32) & 1;
    return sum;
  }
  std::uint64_t count() const {
    std::uint64_t sum = 0;
    for (const std::uint32_t word : words_) sum += static_cast<std::uint64_t>(std::popcount(word));
    return sum;
  }

  // At set-up, on every rank alike.
  void set(std::uint32_t account) { words_[account / 32] |= 1U << (account % 32); }
  // In a local phase, words of the own block: what the word becomes.
  void change(const BlockScope& scope, std::uint32_t number, std::uint32_t word) {
    if (word != words_[number]) changes_.push(scope, {number, word});
  }
  // In an exchange phase.
  void publish() {
    for (const Change& change : changes_.received()) words_[change.number] = change.word;
    changes_.clear_received();
  }

  OutboxBase& mail() { return changes_; }
  void state(Archive& archive, const StateName& name) { archive.shared(name, words_); }

 private:
  struct Change {
    std::uint32_t number = 0;
    std::uint32_t word = 0;
  };
  HugeVector<std::uint32_t> words_;
  Outbox<Change> changes_;
};

}  // namespace fanfare::reference
