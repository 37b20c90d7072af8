// Ids as a file writes them, mapped to 0 … n-1 in ascending order of id, with how many follows each has.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace fanfare {

// An open-addressed table, so that reading takes memory by the accounts, not by the edges. First add()
// everything, then number() once, then look up.
class IdTable {
 public:
  // `follows` more lines in which `id` follows.
  void add(std::uint32_t id, std::uint32_t follows) {
    if ((size_ + 1) * 2 > slots_.size()) grow();
    Slot& slot = find(id);
    if (!slot.used) {
      slot = {id, 0, true};
      ++size_;
    }
    slot.value += follows;
  }

  // Numbers the ids; returns the follows of each account in that order.
  std::vector<std::uint32_t> number() {
    std::vector<std::uint32_t> ids;
    ids.reserve(size_);
    for (const Slot& slot : slots_)
      if (slot.used) ids.push_back(slot.id);
    std::ranges::sort(ids);
    std::vector<std::uint32_t> follows(ids.size());
    for (std::uint32_t account = 0; account < ids.size(); ++account) {
      std::uint32_t& value = find(ids[account]).value;
      follows[account] = value;
      value = account;
    }
    return follows;
  }

  // After number(): whether `id` is known, and its account.
  bool knows(std::uint32_t id) { return find(id).used; }
  std::uint32_t account(std::uint32_t id) { return find(id).value; }

 private:
  struct Slot {
    std::uint32_t id = 0;
    std::uint32_t value = 0;
    bool used = false;
  };

  Slot& find(std::uint32_t id) {
    std::size_t at = (id * std::uint64_t{0x9e3779b97f4a7c15U} >> 20) & (slots_.size() - 1);
    while (slots_[at].used && slots_[at].id != id) at = (at + 1) & (slots_.size() - 1);
    return slots_[at];
  }
  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old)
      if (slot.used) find(slot.id) = slot;
  }

  std::vector<Slot> slots_ = std::vector<Slot>(1024);
  std::size_t size_ = 0;
};

}  // namespace fanfare
