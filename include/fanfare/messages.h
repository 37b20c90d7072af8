// Messages: what reaches an account outside its feed (a push, a coupon, an invitation, a gift). They go to
// the rank of the receiver alone, lie in an inbox, are read when the receiver opens the app, and grow old.
// What a message does to whoever reads it, and how many are too many, is a model's rule.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "fanfare/block_lists.h"
#include "fanfare/model.h"
#include "fanfare/routed.h"
#include "fanfare/tally.h"

namespace fanfare {

struct Message {
  std::uint32_t to = 0;    // account
  std::uint32_t from = 0;  // account
  std::uint64_t what = 0;  // of the kind: a post, an offer, a group, cents
  Tick sent = 0;           // set by send()
  std::uint8_t kind = 0;   // add_kind()
  std::uint8_t is_read = 0;
  std::uint16_t number = 0;  // set when it is filed: 0, 1, … of those that are alike in all the above

  // Unique, and the order of an inbox: oldest first.
  friend bool operator==(const Message&, const Message&) = default;
};

struct MessageKind {
  std::string name;
  Tick life = 1;           // ticks after the one it was sent in that it can still be read
  std::uint32_t keep = 0;  // unread ones of this kind in one inbox, the newest; 0: no limit
};

class Messages {
 public:
  // What became of messages. Sent, less the rest, are those under way and unread.
  enum class Fate : std::uint8_t { sent, read, expired, crowded_out };
  static constexpr std::size_t kFates = 4;

  // `name` begins the names of its state, so that a model may have several.
  explicit Messages(std::string name = "messages") : name_(std::move(name)) {}

  // Set-up, on every rank alike, before the first tick. Kinds keep their numbers: 0, 1, …
  void open(const Partition& part);
  // Errors: LogicError for a second kind of that name, or the 256th; ScenarioError for a life of 0.
  std::uint8_t add_kind(MessageKind kind);
  bool in_use() const { return !kinds_.empty(); }
  std::span<const MessageKind> kinds() const { return kinds_; }

  // Local phases, by the block of `message.from`'s owner or of whoever writes on its behalf. It can be read
  // after the next exchange and file().
  void send(const BlockScope& scope, Message message);

  // Local phases: once a tick for each block, before anyone reads. Puts what came into the inbox, in keyed
  // order, and drops what was read, is too old, or is too much.
  void file(const BlockScope& scope);

  // Local phases, by the block of the reader: visit(message) → whether it was read (it goes) or stays for
  // later. Oldest first. Returns how many were read.
  template <class Visit>
  std::uint32_t read(const BlockScope& scope, AccountId reader, Visit&& visit) {
    std::uint32_t count = 0;
    for (Message& message : row(reader)) {
      if (message.is_read != 0 || !visit(static_cast<const Message&>(message))) continue;
      message.is_read = 1;
      counts_.add(scope.worker, cell(message.kind, Fate::read), 1);
      ++count;
    }
    return count;
  }
  // All that lies in an owned account's inbox, read ones of this tick included.
  std::span<const Message> inbox(AccountId reader) const;
  // Calls visit(account, its inbox) for the accounts of a block whose inbox is not empty, in order.
  template <class Visit>
  void each_inbox(const BlockScope& scope, Visit&& visit) const {
    if (!in_use()) return;
    const std::vector<Message>& all = inbox_[scope.block];
    for (std::size_t first = 0, last = 0; first < all.size(); first = last) {
      while (last < all.size() && all[last].to == all[first].to) ++last;
      visit(AccountId(all[first].to), std::span(all).subspan(first, last - first));
    }
  }

  // An exchange phase, once a tick: adds what blocks counted to the totals.
  void settle();
  // Since the start, over all accounts, as of the last settle().
  std::int64_t total(std::uint8_t kind, Fate fate) const { return totals_[cell(kind, fate)]; }

  // For the model's functions of these names; they do nothing while no kind was added.
  void mail(Mail& mail);
  void state(Archive& archive);
  std::size_t bytes_beside_state() const;

 private:
  static constexpr std::size_t cell(std::uint8_t kind, Fate fate) {
    return kind * kFates + static_cast<std::size_t>(fate);
  }
  std::span<Message> row(AccountId reader);
  bool is_expired(const Message& message, Tick now) const;
  template <class Drop>
  void drop(const BlockScope& scope, std::vector<Message>& messages, Fate fate, Drop&& drop);
  void drop_crowd(const BlockScope& scope, std::vector<Message>& inbox);

  std::string name_;
  Partition part_;
  std::vector<MessageKind> kinds_;
  bool keeps_few_ = false;  // has any kind a limit?
  Routed<Message> box_;
  BlockLists<Message> inbox_;  // sorted
  Tally counts_;               // kinds × fates
  std::vector<std::int64_t> totals_;
};

}  // namespace fanfare
