// Outboxes and tallies: nothing lost, nothing twice, in the stated order, whoever ran the blocks.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <barrier>
#include <map>
#include <random>
#include <thread>

#include "fanfare/outbox.h"
#include "fanfare/tally.h"

namespace fanfare::test::mail_test {
namespace {

constexpr std::uint32_t kAccounts = 7 * kBlockRows + 5;

BlockScope scope_of(std::uint32_t block, int worker = 0) {
  return {.block = BlockId(block), .first = 0, .last = 0, .tick = 0, .worker = worker};
}

template <class Box>
std::vector<std::byte> packed(Box& box) {
  std::vector<std::byte> bytes;
  box.pack(bytes);
  return bytes;
}

RC_GTEST_PROP(Outbox, joins_in_block_order_on_any_ranks_and_schedule, (std::vector<std::uint8_t> pushes)) {
  const int ranks = *rc::gen::inRange(1, 6);
  std::vector<std::vector<std::uint32_t>> by_block(block_count(kAccounts));
  for (std::uint32_t i = 0; i < pushes.size(); ++i) by_block[pushes[i] % by_block.size()].push_back(i);
  std::vector<std::uint32_t> expected;
  for (const auto& block : by_block) expected.insert(expected.end(), block.begin(), block.end());

  Outbox<std::uint32_t> reader;
  for (int rank = 0; rank < ranks; ++rank) {
    const Partition part = Partition::of(kAccounts, rank, ranks);
    Outbox<std::uint32_t> box;
    box.resize(part);
    for (std::uint32_t b = part.last_block; b-- > part.first_block;)  // the last block first
      for (const std::uint32_t record : by_block[b]) box.push(scope_of(b), record);
    reader.receive(packed(box));
  }
  RC_ASSERT(std::equal(expected.begin(), expected.end(), reader.received().begin(), reader.received().end()));
}

TEST(Outbox, one_rank_collects_what_many_would_pack) {
  Outbox<std::uint32_t> box;
  box.resize(Partition::whole(kAccounts));
  for (const std::uint32_t b : {5U, 0U, 3U, 0U}) box.push(scope_of(b), b * 10);
  Outbox<std::uint32_t> reader;
  reader.receive(packed(box));
  box.collect();
  EXPECT_TRUE(std::equal(box.received().begin(), box.received().end(), reader.received().begin(),
                         reader.received().end()));
  EXPECT_EQ(box.waiting(), 4U);
}

TEST(Outbox, keeps_records_through_exchanges_until_they_are_cleared) {
  Outbox<std::uint32_t> box;
  box.resize(Partition::whole(kAccounts));
  for (std::uint32_t record : {1U, 2U}) {
    box.push(scope_of(0), record);
    box.collect();
    box.clear_own();
  }
  ASSERT_EQ(box.received().size(), 2U);
  EXPECT_EQ(box.received()[1], 2U);
  box.clear_received();
  EXPECT_EQ(box.waiting(), 0U);
}

TEST(Plain, padding_is_seen) {
  struct Padded {
    std::uint8_t a = 0;
    std::uint32_t b = 0;
  };
  struct Whole {
    float a = 0;
    std::uint16_t b = 0, c = 0;
  };
  EXPECT_FALSE(PlainBytes<Padded>);
  EXPECT_TRUE(PlainBytes<Whole>);
}

struct Add {
  int worker;
  std::uint32_t row;
  int counter;
  std::uint32_t delta;
};
rc::Gen<std::vector<Add>> adds(int workers, std::uint32_t rows, int counters) {
  // Rows a multiple of 512 apart fall on one line of a worker's cache, so these are frequent.
  const auto row = rc::gen::oneOf(
      rc::gen::inRange<std::uint32_t>(0, rows),
      rc::gen::map(rc::gen::inRange<std::uint32_t>(0, rows / 512), [](auto r) { return r * 512; }));
  return rc::gen::container<std::vector<Add>>(rc::gen::apply(
      [](int w, std::uint32_t r, int c, std::uint32_t d) {
        return Add{w, r, c, d};
      },
      rc::gen::inRange(0, workers), row, rc::gen::inRange(0, counters),
      rc::gen::inRange<std::uint32_t>(0, 1000)));
}

RC_GTEST_PROP(Tally, sums_over_workers_and_ranks, ()) {
  constexpr int kWorkers = 4, kRanks = 3, kCells = 6;
  std::vector<Tally> ranks(kRanks);
  std::vector<std::int64_t> expected(kCells);
  for (Tally& tally : ranks) {
    tally.resize(kCells);
    tally.set_workers(kWorkers);
    for (const Add& add : *adds(kWorkers, 512, kCells)) {
      const std::int64_t delta = static_cast<std::int64_t>(add.delta) - 500;
      tally.add(add.worker, static_cast<std::size_t>(add.counter), delta);
      expected[static_cast<std::size_t>(add.counter)] += delta;
    }
    tally.merge_workers();
  }
  Tally reader;
  reader.resize(kCells);
  for (Tally& tally : ranks) reader.receive(packed(tally));
  RC_ASSERT(std::equal(expected.begin(), expected.end(), reader.sums().begin()));
  for (Tally& tally : ranks) {  // what was packed is gone
    tally.collect();
    RC_ASSERT(std::all_of(tally.sums().begin(), tally.sums().end(), [](auto sum) { return sum == 0; }));
  }
}

TEST(Tally, accumulates_until_it_is_cleared_and_keeps_what_it_holds_when_it_grows) {
  Tally tally;
  tally.resize(1);
  tally.set_workers(2);
  tally.add(0, 0, 5);
  tally.merge_workers();
  tally.collect();
  tally.add(1, 0, 2);
  tally.resize(3);
  tally.merge_workers();
  tally.collect();
  EXPECT_EQ(tally[0], 7);
  EXPECT_EQ(tally[2], 0);
  tally.clear();
  EXPECT_EQ(tally[0], 0);
}

TEST(Tally, overflow_is_an_error_not_a_wrap) {
  Tally tally;
  tally.resize(1);
  tally.set_workers(2);
  tally.add(0, 0, std::numeric_limits<std::int64_t>::max());
  EXPECT_THROW(tally.add(0, 0, 1), LogicError);
  tally.add(1, 0, 1);
  EXPECT_THROW(tally.merge_workers(), LogicError);
}

using Wide = WideTally<3>;
using Oracle = std::map<std::uint32_t, Wide::Counts>;

Oracle drained(Wide& tally) {
  Oracle seen;
  std::uint32_t before = 0;
  tally.drain([&](std::uint32_t row, const Wide::Counts& counts) {
    EXPECT_TRUE(seen.empty() || row > before) << "rows ascend";
    before = row;
    seen[row] = counts;
  });
  return seen;
}
// Rows with nothing but zeros may be visited or not.
void drop_zeros(Oracle& oracle) {
  std::erase_if(oracle, [](const auto& row) { return row.second == Wide::Counts{}; });
}

RC_GTEST_PROP(WideTally, drains_the_sum_of_all_ranks_however_many_deliveries_came_before, ()) {
  constexpr int kWorkers = 3;
  constexpr std::uint32_t kRows = 2048;
  const auto ranks = *rc::gen::inRange<std::size_t>(1, 4);
  const auto deliveries = *rc::gen::inRange(1, 4);
  std::vector<Wide> tallies(ranks);
  for (Wide& tally : tallies) tally.resize(kRows), tally.set_workers(kWorkers);
  Oracle expected;
  for (int d = 0; d < deliveries; ++d) {
    std::vector<std::vector<std::byte>> parcels;
    for (Wide& tally : tallies) {
      for (const Add& add : *adds(kWorkers, kRows, 3)) {
        tally.add(add.worker, add.row, add.counter, add.delta);
        expected[add.row][static_cast<std::size_t>(add.counter)] += add.delta;
      }
      tally.merge_workers();
      if (ranks > 1) parcels.push_back(packed(tally));
    }
    if (ranks == 1) tallies[0].collect();
    for (Wide& tally : tallies)
      for (const auto& parcel : parcels) tally.receive(parcel);
  }
  drop_zeros(expected);
  for (Wide& tally : tallies) {
    Oracle seen = drained(tally);
    drop_zeros(seen);
    RC_ASSERT(seen == expected);
    RC_ASSERT(drained(tally).empty());
  }
}

// Real threads on the same rows; also meant for the thread sanitizer.
TEST(WideTally, many_threads_on_the_same_rows_lose_nothing) {
  constexpr int kWorkers = 8;
  constexpr std::uint32_t kAdds = 400'000, kRows = 3 * 512;
  Wide tally;
  tally.resize(kRows);
  tally.set_workers(kWorkers);
  Tally plain;
  plain.resize(1);
  plain.set_workers(kWorkers);
  std::barrier all_here(kWorkers);  // else the first is done before the last begins
  std::vector<std::thread> threads;
  for (int w = 0; w < kWorkers; ++w)
    threads.emplace_back([&, w] {
      all_here.arrive_and_wait();
      std::minstd_rand random(static_cast<unsigned>(w) + 1);
      for (std::uint32_t i = 0; i < kAdds; ++i) {
        tally.add(w,
                  static_cast<std::uint32_t>(random() % 3) * 512 + static_cast<std::uint32_t>(random() % 2),
                  0, 1);
        plain.add(w, 0, 1);
      }
    });
  for (auto& thread : threads) thread.join();
  tally.merge_workers();
  tally.collect();
  plain.merge_workers();
  plain.collect();
  std::uint64_t sum = 0;
  std::size_t rows = 0;
  tally.drain([&](std::uint32_t, const Wide::Counts& counts) { sum += counts[0], ++rows; });
  EXPECT_EQ(sum, std::uint64_t{kWorkers} * kAdds);
  EXPECT_EQ(rows, 6U);
  EXPECT_EQ(plain[0], std::int64_t{kWorkers} * kAdds);
}

}  // namespace
}  // namespace fanfare::test::mail_test
