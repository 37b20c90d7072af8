// FollowSet against a set of the standard library, where numbers are few and much is taken out.
#include "models/reference/follow_set.h"

#include <gtest/gtest.h>

#include <set>
#include <utility>

namespace fanfare::reference::test::follow_set_test {
namespace {

TEST(FollowSet, holds_what_a_plain_set_holds_while_half_is_taken_out) {
  constexpr std::uint32_t kPeople = 12, kMost = 60;
  FollowSet set(kMost);
  std::set<std::pair<std::uint32_t, std::uint32_t>> plain;
  std::uint32_t draw = 1;
  const auto next = [&] { return (draw = draw * 1664525u + 1013904223u) >> 16; };
  for (int step = 0; step < 20'000; ++step) {
    const std::uint32_t follower = next() % kPeople, followed = next() % kPeople;
    if (plain.size() < kMost && next() % 2 == 0) {
      set.insert(follower, followed);
      plain.insert({follower, followed});
    } else {
      set.erase(follower, followed);
      plain.erase({follower, followed});
    }
    if (step % 20 != 0) continue;
    for (std::uint32_t a = 0; a < kPeople; ++a)
      for (std::uint32_t b = 0; b < kPeople; ++b)
        ASSERT_EQ(set.contains(a, b), plain.contains({a, b})) << "follow " << a << " " << b << " at " << step;
  }
}

}  // namespace
}  // namespace fanfare::reference::test::follow_set_test
