// Messages: read in keyed order, once, not too late, not too many.
#include "fanfare/messages.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "tests/engine/post_office.h"

namespace fanfare::test::messages_test {
namespace {

constexpr std::uint32_t kPeople = 3000;
using Fate = Messages::Fate;

struct Office {
  explicit Office(std::vector<MessageKind> kinds) {
    messages.open(Partition::whole(kPeople));
    for (MessageKind& kind : kinds) messages.add_kind(std::move(kind));
    post.emplace(messages);
  }
  void send(const Message& message, Tick tick) { messages.send(scope_at(message.from, tick), message); }
  void exchange() {
    post->deliver();
    messages.settle();
  }
  void file(Tick tick) {
    for (std::uint32_t first = 0; first < kPeople; first += kBlockRows) messages.file(scope_at(first, tick));
  }
  // What the account reads of at most `most` messages.
  std::vector<std::uint64_t> read(std::uint32_t account, Tick tick, std::size_t most = 1000) {
    std::vector<std::uint64_t> what;
    messages.read(scope_at(account, tick), AccountId(account), [&](const Message& message) {
      if (what.size() == most) return false;
      what.push_back(message.what);
      return true;
    });
    return what;
  }
  Messages messages;
  std::optional<PostOffice<Messages>> post;
};
using What = std::vector<std::uint64_t>;

TEST(Messages, reach_the_receiver_after_the_exchange_oldest_first_and_once) {
  Office office({{.name = "note", .life = 9}});
  office.send({.to = 2500, .from = 9, .what = 1}, 0);
  office.exchange();
  office.send({.to = 2500, .from = 3, .what = 2}, 1);
  office.send({.to = 2499, .from = 3, .what = 3}, 1);
  office.file(1);
  EXPECT_EQ(office.read(2499, 1), What{}) << "it is still under way";
  office.exchange();
  office.file(2);
  EXPECT_EQ(office.read(2500, 2), (What{1, 2}));
  EXPECT_EQ(office.read(2500, 2), What{}) << "read once";
  office.file(3);
  EXPECT_TRUE(office.messages.inbox(AccountId(2500)).empty()) << "what was read is gone";
  EXPECT_EQ(office.read(2499, 3), What{3});
}

TEST(Messages, that_are_left_for_later_stay) {
  Office office({{.name = "note", .life = 9}});
  for (std::uint64_t what = 0; what < 5; ++what) office.send({.to = 1, .from = 2, .what = what}, 0);
  office.exchange();
  office.file(1);
  EXPECT_EQ(office.read(1, 1, 2), (What{0, 1}));
  office.file(2);
  EXPECT_EQ(office.read(1, 2, 2), (What{2, 3}));
}

RC_GTEST_PROP(Messages, lie_in_one_order_whatever_order_they_came_in, ()) {
  const auto count = *rc::gen::inRange<std::size_t>(0, 60);
  std::vector<Message> all;
  for (std::size_t i = 0; i < count; ++i)
    all.push_back({.to = *rc::gen::inRange(0U, 4U),
                   .from = *rc::gen::inRange(0U, 4U),
                   .what = *rc::gen::inRange<std::uint64_t>(0, 3),
                   .kind = *rc::gen::inRange<std::uint8_t>(0, 2)});
  const auto filed = [](const std::vector<Message>& messages) {
    Office office({{.name = "a", .life = 5}, {.name = "b", .life = 5}});
    for (const Message& message : messages) office.send(message, 0);
    office.exchange();
    office.file(1);
    std::vector<Message> rows;
    for (std::uint32_t a = 0; a < 4; ++a)
      for (const Message& message : office.messages.inbox(AccountId(a))) rows.push_back(message);
    return rows;
  };
  const auto rows = filed(all);
  RC_ASSERT(rows.size() == count);
  for (std::size_t i = 1; i < rows.size(); ++i)
    RC_ASSERT(!(rows[i] == rows[i - 1]));  // each has a key of its own
  for (std::size_t i = count; i > 1; --i) std::swap(all[i - 1], all[*rc::gen::inRange<std::size_t>(0, i)]);
  RC_ASSERT(filed(all) == rows);
}

TEST(Messages, grow_old_by_kind) {
  Office office({{.name = "brief", .life = 1}, {.name = "long", .life = 3}});
  office.send({.to = 1, .from = 2, .what = 7, .kind = 0}, 0);
  office.send({.to = 1, .from = 2, .what = 8, .kind = 1}, 0);
  office.exchange();
  office.file(1);
  EXPECT_EQ(office.messages.inbox(AccountId(1)).size(), 2U) << "both live for a tick";
  office.file(2);
  EXPECT_EQ(office.messages.inbox(AccountId(1)).size(), 1U) << "one of them for no longer";
  office.file(3);
  EXPECT_EQ(office.read(1, 3), What{8});
  office.exchange();
  EXPECT_EQ(office.messages.total(0, Fate::expired), 1);
  EXPECT_EQ(office.messages.total(1, Fate::expired), 0);
}

TEST(Messages, of_a_kind_with_a_limit_crowd_out_the_oldest_of_that_kind_alone) {
  Office office({{.name = "push", .life = 9, .keep = 2}, {.name = "gift", .life = 9}});
  for (Tick tick = 0; tick < 4; ++tick) {
    office.send({.to = 1, .from = 2, .what = tick, .kind = 0}, tick);
    office.send({.to = 1, .from = 2, .what = 10 + tick, .kind = 1}, tick);
    office.send({.to = 5, .from = 2, .what = 20, .kind = 0}, tick);
    office.exchange();
    office.file(tick + 1);
  }
  office.exchange();
  EXPECT_EQ(office.read(1, 4), (What{10, 11, 2, 12, 3, 13}));
  EXPECT_EQ(office.messages.total(0, Fate::crowded_out), 4);
  EXPECT_EQ(office.messages.total(1, Fate::crowded_out), 0);
}

TEST(Messages, are_sent_once_and_end_once) {
  Office office({{.name = "push", .life = 2, .keep = 3}, {.name = "gift", .life = 4}});
  for (Tick tick = 0; tick < 12; ++tick) {
    office.file(tick);
    for (std::uint32_t a = 0; a < 60; ++a) {
      if ((a + tick) % 5 == 0) office.read(a, tick, 2);
      office.send({.to = a * a % 50, .from = a, .what = tick, .kind = static_cast<std::uint8_t>(a % 2)},
                  tick);
    }
    office.exchange();
  }
  office.file(12);
  office.exchange();
  for (const std::uint8_t kind : {std::uint8_t{0}, std::uint8_t{1}}) {
    std::int64_t unread = 0;
    for (std::uint32_t a = 0; a < 60; ++a)
      unread += std::ranges::count(office.messages.inbox(AccountId(a)), kind, &Message::kind);
    const auto total = [&](Fate fate) { return office.messages.total(kind, fate); };
    EXPECT_EQ(total(Fate::sent), 360);
    EXPECT_EQ(total(Fate::read) + total(Fate::expired) + total(Fate::crowded_out) + unread, 360);
    EXPECT_GT(total(Fate::read), 10);
    EXPECT_GT(total(Fate::expired), 10);
  }
}

TEST(Messages, refuse_what_can_not_be_meant) {
  Messages messages;
  messages.open(Partition::whole(kPeople));
  const std::string no_life = said_by<ScenarioError>([&] { messages.add_kind({.name = "push", .life = 0}); });
  EXPECT_NE(no_life.find("'push' live for 0 ticks, so nobody could read one"), std::string::npos) << no_life;
  messages.add_kind({.name = "push"});
  const std::string twice = said_by<LogicError>([&] { messages.add_kind({.name = "push"}); });
  EXPECT_NE(twice.find("two kinds of messages are called 'push'"), std::string::npos) << twice;
  PostOffice<Messages> post(messages);
  EXPECT_THROW(messages.send(scope_at(0, 0), {.to = kPeople, .from = 0}), LogicError);
  EXPECT_THROW(messages.send(scope_at(0, 0), {.to = 0, .from = kPeople}), LogicError);
  EXPECT_THROW(messages.send(scope_at(0, 0), {.to = 0, .from = 0, .kind = 1}), LogicError);
}

}  // namespace
}  // namespace fanfare::test::messages_test
