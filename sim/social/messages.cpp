// Inboxes: filing, age, crowding.
#include "fanfare/messages.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "fanfare/expects.h"

namespace fanfare {

namespace {

// All but `number`: messages alike in this are told apart by it.
auto alike_key(const Message& m) { return std::tuple(m.to, m.sent, m.from, m.kind, m.what); }
bool is_before(const Message& a, const Message& b) {
  const auto first = alike_key(a), second = alike_key(b);
  return first != second ? first < second : a.number < b.number;
}

BlockId block_of(AccountId account) { return BlockId(account.value / kBlockRows); }

// The messages of one account in a sorted inbox.
template <class Inbox>
auto row_in(Inbox& inbox, AccountId reader) {
  const auto first = std::ranges::lower_bound(inbox, reader.value, {}, &Message::to);
  return std::span(first, std::ranges::upper_bound(first, inbox.end(), reader.value, {}, &Message::to));
}

// Alike messages stand side by side.
void number_alike(std::vector<Message>& inbox) {
  for (std::size_t i = 1; i < inbox.size(); ++i) {
    const Message& before = inbox[i - 1];
    if (alike_key(before) != alike_key(inbox[i]) || before.number < inbox[i].number) continue;
    expects(before.number < std::numeric_limits<std::uint16_t>::max(), "at most 65,536 messages are alike");
    inbox[i].number = static_cast<std::uint16_t>(before.number + 1);
  }
}

}  // namespace

void Messages::open(const Partition& part) {
  part_ = part;
  box_.resize(part);
  inbox_.resize(part);
}

std::uint8_t Messages::add_kind(MessageKind kind) {
  expects(kinds_.size() < 255, "there are at most 255 kinds of messages");
  for (const MessageKind& other : kinds_)
    if (other.name == kind.name)
      throw LogicError("two kinds of messages are called '" + kind.name + "': the second needs another name");
  if (kind.life == 0)
    throw ScenarioError("messages of kind '" + kind.name +
                        "' live for 0 ticks, so nobody could read one (they arrive after the tick in which "
                        "they are sent): give them 1 tick or more");
  keeps_few_ = keeps_few_ || kind.keep > 0;
  kinds_.push_back(std::move(kind));
  counts_.resize(kinds_.size() * kFates);
  totals_.resize(kinds_.size() * kFates);
  return static_cast<std::uint8_t>(kinds_.size() - 1);
}

void Messages::send(const BlockScope& scope, Message message) {
  expects(message.kind < kinds_.size(), "a message is of a kind that was added");
  expects(message.from < part_.accounts, "a message comes from an account of the run");
  message.sent = scope.tick;
  message.is_read = 0;
  message.number = 0;
  box_.push(scope, message);
  counts_.add(scope.worker, cell(message.kind, Fate::sent), 1);
}

bool Messages::is_expired(const Message& message, Tick now) const {
  return now - message.sent > kinds_[message.kind].life;
}

template <class Drop>
void Messages::drop(const BlockScope& scope, std::vector<Message>& messages, Fate fate, Drop&& drop) {
  std::erase_if(messages, [&](const Message& message) {
    if (!drop(message)) return false;
    counts_.add(scope.worker, cell(message.kind, fate), 1);
    return true;
  });
}

void Messages::file(const BlockScope& scope) {
  std::vector<Message>& inbox = inbox_[scope.block];
  const std::span<const Message> arrived = box_.received(scope.block);
  if (inbox.empty() && arrived.empty()) return;
  std::erase_if(inbox, [](const Message& message) { return message.is_read != 0; });
  const auto old = static_cast<std::ptrdiff_t>(inbox.size());
  inbox.insert(inbox.end(), arrived.begin(), arrived.end());
  box_.clear_received(scope.block);
  std::sort(inbox.begin() + old, inbox.end(), is_before);
  std::inplace_merge(inbox.begin(), inbox.begin() + old, inbox.end(), is_before);
  number_alike(inbox);
  drop(scope, inbox, Fate::expired, [&](const Message& message) { return is_expired(message, scope.tick); });
  if (keeps_few_) drop_crowd(scope, inbox);
}

// Newest first, so that the oldest of a kind that is full are those that go.
void Messages::drop_crowd(const BlockScope& scope, std::vector<Message>& inbox) {
  std::array<std::uint32_t, 256> held{};
  std::uint32_t reader = std::numeric_limits<std::uint32_t>::max();
  for (auto message = inbox.rbegin(); message != inbox.rend(); ++message) {
    if (message->to != reader) held.fill(0);
    reader = message->to;
    const std::uint32_t keep = kinds_[message->kind].keep;
    if (keep > 0 && ++held[message->kind] > keep)
      message->is_read = 1;  // nobody has read since the last erase
  }
  drop(scope, inbox, Fate::crowded_out, [](const Message& message) { return message.is_read != 0; });
}

std::span<Message> Messages::row(AccountId reader) {
  if (!in_use()) return {};
  return row_in(inbox_[block_of(reader)], reader);
}
std::span<const Message> Messages::inbox(AccountId reader) const {
  if (!in_use()) return {};
  return row_in(inbox_[block_of(reader)], reader);
}

void Messages::settle() {
  for (std::size_t i = 0; i < totals_.size(); ++i) add_checked(totals_[i], counts_[i]);
  counts_.clear();
}

void Messages::mail(Mail& mail) {
  if (!in_use()) return;
  mail.routed.push_back(&box_);
  mail.tallies.push_back(&counts_);
}

void Messages::state(Archive& archive) {
  if (!in_use()) return;
  const std::string inbox = name_ + ".inbox";
  const std::string totals = name_ + ".totals";
  archive.lists({inbox, "1", "messages that lie unread"}, inbox_);
  archive.shared({totals, "messages", "by kind: sent, read, expired, crowded out"}, totals_);
}

std::size_t Messages::bytes_beside_state() const {
  std::size_t bytes = box_.bytes();
  for (std::uint32_t b = 0; b < inbox_.blocks(); ++b) {
    const std::vector<Message>& inbox = inbox_[BlockId(inbox_.first_block() + b)];
    bytes += (inbox.capacity() - inbox.size()) * sizeof(Message);
  }
  return bytes;
}

}  // namespace fanfare
