// What an account was shown: a mark of 16 bits for each post, in buckets of sixteen; a full bucket forgets
// its oldest. An account has places for what it views while a post may come back (policies.remember), heavy
// readers more: some 600 bytes at the default habits and 48 hours. Two posts that share bucket and mark are
// taken for one: sixteen in 65,536 where a bucket is full.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <span>

#include "models/fan_economy/state/accounts.h"
#include "models/fan_economy/state/posts.h"
#include "models/fan_economy/keys/vocabulary.h"

namespace fanfare::fan_economy {

struct World;

// Of a post, from its identity, so that it is the same in every arm. Never 0, which is an empty place.
struct SeenMark {
  std::uint32_t place;
  std::uint16_t mark;

  explicit SeenMark(const PostKey& key) {
    std::uint64_t x =
        (static_cast<std::uint64_t>(key.author) << 32 | (key.tick * 16 + key.k)) * 0x9E3779B97F4A7C15U;
    x ^= x >> 32;
    x *= 0xD6E8FEB86659FD93U;
    x ^= x >> 29;
    place = static_cast<std::uint32_t>(x);
    const auto high = static_cast<std::uint32_t>(x >> 48);
    mark = static_cast<std::uint16_t>(high + (high == 0 ? 1U : 0U));
  }
  std::size_t bucket_of(std::size_t buckets) const {
    return static_cast<std::size_t>((std::uint64_t{place} * buckets) >> 32);
  }
};

inline bool was_seen(std::span<const SeenBucket> row, const SeenMark& post) {
  // All sixteen at once: two vectors of eight.
  using Eight = std::uint16_t __attribute__((vector_size(16)));
  std::array<Eight, 2> marks;
  std::memcpy(&marks, row[post.bucket_of(row.size())].mark.data(), sizeof marks);
  const Eight sought = Eight{} + post.mark;
  const auto found = (marks[0] == sought) | (marks[1] == sought);
  std::array<std::uint64_t, 2> halves;
  std::memcpy(&halves, &found, sizeof halves);
  return (halves[0] | halves[1]) != 0;
}

inline void remember_seen(std::span<SeenBucket> row, const SeenMark& post) {
  std::uint16_t* mark = row[post.bucket_of(row.size())].mark.data();
  // Sixteen move one place on, by two registers of eight that overlap.
  std::array<std::uint16_t, 8> newer, older;
  std::memcpy(newer.data(), mark, sizeof newer);
  std::memcpy(older.data(), mark + 7, sizeof older);
  std::memcpy(mark + 1, newer.data(), sizeof newer);
  std::memcpy(mark + 8, older.data(), sizeof older);
  mark[0] = post.mark;
}

// Gives each owned account its buckets, once habits are drawn.
void open_seen(World& world);

}  // namespace fanfare::fan_economy
