// What candidates are found by: slots that words draw, topic by interest, and the newest entries of those who are
// followed; by whichever vectors.
#include "models/fan_economy/feed/slots.h"

#include <gtest/gtest.h>

#include <vector>

#include "fanfare/rng.h"
#include "fanfare/wide.h"
#include "models/fan_economy/feed/recent.h"

namespace fanfare::fan_economy::retrieve_test {
namespace {

// Rows that an account may have: sums of 255, with topics that nobody draws, and all in one.
std::vector<TopicRow> interests() {
  return {{32, 32, 32, 32, 32, 32, 32, 31}, {0, 0, 255, 0, 0, 0, 0, 0}, {255, 0, 0, 0, 0, 0, 0, 0},
          {0, 0, 0, 0, 0, 0, 0, 255},       {1, 0, 120, 3, 0, 0, 131, 0}};
}

// The rule, for one word.
std::uint32_t drawn(const TopicRow& interest, const FeedIndex& index, std::uint32_t word) {
  std::uint32_t sum = 0;
  std::size_t topic = 0;
  while (topic + 1 < kTopics && (sum += interest[topic]) <= word >> 24) ++topic;
  return index.slots.post[topic * (index.slot_mask + std::size_t{1}) + (word & index.slot_mask)];
}

FeedIndex some_tables(std::uint32_t filled_of_eight) {
  FeedIndex index;
  index.slot_mask = 1023;
  index.slots.post.assign(kTopics * 1024, kNobody);
  for (std::uint32_t i = 0; i < index.slots.post.size(); ++i)
    if (Draws(3, purpose(0, 1)).below(8, {i}) < filled_of_eight) index.slots.post[i] = i * 7;
  return index;
}

TEST(Slots, are_read_by_the_rule_whichever_vectors_do_it) {
  using Words16 = std::array<std::uint32_t, kSlotWords>;
  for (const std::uint32_t filled : {0U, 1U, 4U, 8U})
    for (const TopicRow& interest : interests()) {
      const FeedIndex index = some_tables(filled);
      const SlotReader reader(interest, index);
      for (std::uint32_t round = 0; round < 40; ++round) {
        Words16 words;
        for (std::uint32_t i = 0; i < words.size(); ++i) words[i] = Draws(5, purpose(0, 2)).words({round, i})[0];
        words[3] = 0xffffffffU, words[9] = 0;
        std::vector<std::uint32_t> expected;
        for (const std::uint32_t word : words)
          if (const std::uint32_t post = drawn(interest, index, word); post != kNobody) expected.push_back(post);
        const auto expect_them = [&](const char* by, auto&& read) {
          Words16 found{};
          const std::uint32_t count = read(found);
          ASSERT_EQ(std::vector<std::uint32_t>(found.begin(), found.begin() + count), expected) << by;
        };
        expect_them("choice", [&](Words16& found) { return reader.read(words, found); });
        expect_them("plain", [&](Words16& found) { return reader.read_plain(words.data(), found.data()); });
        if (has_avx2())
          expect_them("avx2", [&](Words16& found) { return reader.read_avx2(words.data(), found.data()); });
      }
    }
}

// Of 500 accounts those with something recent, as many as `of_eight` says.
FeedIndex some_timelines(std::uint32_t of_eight) {
  FeedIndex index;
  index.recent.assign(8, 0);
  index.newest.assign(500, kNobody);
  for (std::uint32_t a = 0; a < 500; ++a)
    if (Draws(7, purpose(0, 3)).below(8, {a}) < of_eight) index.recent[a >> 6] |= std::uint64_t{1} << (a & 63), index.newest[a] = 3 * a;
  return index;
}

TEST(Newest, entries_of_the_followed_are_those_of_the_rule_whichever_vectors_find_them) {
  using Finder = std::uint32_t (*)(const FeedIndex&, std::span<const std::uint32_t>, std::uint32_t*);
  std::vector<Finder> finders{newest_of, detail::newest_of_plain};
  if (has_avx2()) finders.push_back(detail::newest_of_avx2);
  for (const std::uint32_t of_eight : {0U, 1U, 4U, 8U})
    for (const std::uint32_t size : {0U, 1U, 7U, 8U, 9U, 16U, 100U}) {
      const FeedIndex index = some_timelines(of_eight);
      std::vector<std::uint32_t> follows, expected;
      for (std::uint32_t i = 0; i < size; ++i) follows.push_back(Draws(8, purpose(0, 4)).below(500, {i, size}));
      for (const std::uint32_t a : follows)
        if (index.has_recent(a)) expected.push_back(3 * a);
      for (const Finder finder : finders) {
        std::vector<std::uint32_t> hits(size + 2, 77);
        const std::uint32_t count = finder(index, follows, hits.data());
        ASSERT_EQ(hits.back(), 77U) << "beyond its room";
        hits.resize(count);
        ASSERT_EQ(hits, expected) << size;
      }
    }
}

}  // namespace
}  // namespace fanfare::fan_economy::retrieve_test
