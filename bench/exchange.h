// What ranks tell one another of posts in a tick, without accounts: who showed what is drawn, and each message has the
// size of the real one. Three ways: all is told to all; the owner of a post, the rank of its author, sums what was made
// of it and tells all; the owner tells only ranks where somebody may find the post.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "models/fan_economy/state/posts.h"
#include "fanfare/rng.h"
#include "fanfare/wide_tally.h"

namespace fanfare::telling {

// A live post in one tick.
struct Shown {
  std::uint32_t impressions = 0;
  std::uint32_t followers = 0;  // of its author
  bool is_new = false;          // published in this tick
  bool is_pooled = false;       // anyone may draw it from a pool
};

// What is sent. `to` is an account of the rank that receives.
using CountRecord = WideTally<fan_economy::kPostCounters>::Record;
struct CountsToOwner {
  std::uint32_t to = 0, row = 0;
  fan_economy::PostCounts counts{};
};
struct NewPostTo {
  std::uint32_t to = 0;
  fan_economy::NewPost post{};
};
struct Anew {  // what ranking reads of a post and a tick changes
  std::uint32_t to = 0, row = 0, impressions = 0, rung = 0;
  float visible = 0, item_error = 0;
};
inline constexpr std::uint64_t kParcel = 8, kRoutedParcel = 16;  // headers: sim/simulation.cpp
inline constexpr std::uint32_t kShards = 16;                     // ranks that may draw a post of a pool

// Bytes that a rank receives, summed over all ranks.
struct Received {
  std::uint64_t to_all = 0;        // counts and new posts told to all
  std::uint64_t counts_to_owner = 0;
  std::uint64_t owner_to_all = 0;  // new posts, and what the owner sums up, told to all
  std::uint64_t owner_to_finders = 0;

  Received& operator+=(const Received& other) {
    to_all += other.to_all, counts_to_owner += other.counts_to_owner;
    owner_to_all += other.owner_to_all, owner_to_finders += other.owner_to_finders;
    return *this;
  }
};

class Exchange {
 public:
  enum class Who : std::uint32_t { author, viewer, follower, shard };

  explicit Exchange(std::uint32_t ranks) : ranks_(ranks), met_(ranks, 0), pair_(std::size_t{ranks} * ranks, 0) {}

  // Where the n-th of those lives: anywhere, alike.
  std::uint32_t rank_of(Who who, std::uint32_t post, std::uint32_t n = 0) const {
    const Words words = Draws(1, Purpose{}).words({post, n / 4, static_cast<std::uint32_t>(who)});
    return static_cast<std::uint32_t>(std::uint64_t{words[n % 4]} * ranks_ >> 32);
  }
  // The different ranks of the first `count` of them.
  std::vector<std::uint32_t> ranks_of(Who who, std::uint32_t post, std::uint32_t count) {
    std::vector<std::uint32_t> found;
    meet(who, post, count, ++round_, found);
    return found;
  }
  // Where somebody may find it: a follower of the author, or whoever draws from its pool.
  std::vector<std::uint32_t> finders_of(std::uint32_t post, const Shown& shown) {
    std::vector<std::uint32_t> found;
    meet(Who::follower, post, shown.followers, ++round_, found);
    if (shown.is_pooled) meet(Who::shard, post, kShards, round_, found);
    return found;
  }

  // A post's number is its place.
  Received tick(std::span<const Shown> posts) {
    Received sum;
    const std::uint64_t others = ranks_ - 1;
    ++epoch_;
    for (std::uint32_t p = 0; p < posts.size(); ++p) {
      const Shown& post = posts[p];
      const std::uint32_t owner = rank_of(Who::author, p);
      const auto viewers = ranks_of(Who::viewer, p, post.impressions);
      sum.to_all += viewers.size() * sizeof(CountRecord) * others;
      for (const std::uint32_t rank : viewers)
        if (rank != owner) sum.counts_to_owner += sizeof(CountsToOwner) + opened(rank, owner, 1);
      if (post.is_new) sum.to_all += sizeof(fan_economy::NewPost) * others, sum.owner_to_all += sizeof(fan_economy::NewPost) * others;
      if (post.impressions > 0) sum.owner_to_all += sizeof(Anew) * others;
      if (!post.is_new && post.impressions == 0) continue;
      for (const std::uint32_t rank : finders_of(p, post)) {
        if (rank == owner) continue;
        if (post.is_new) sum.owner_to_finders += sizeof(NewPostTo) + opened(owner, rank, 2);
        if (post.impressions > 0) sum.owner_to_finders += sizeof(Anew) + opened(owner, rank, 4);
      }
    }
    sum.to_all += 2 * kParcel * ranks_ * others;        // an outbox and a tally
    sum.owner_to_all += 2 * kParcel * ranks_ * others;  // two outboxes
    return sum;
  }

 private:
  void meet(Who who, std::uint32_t post, std::uint32_t count, std::uint32_t round, std::vector<std::uint32_t>& found) {
    for (std::uint32_t n = 0; n < count && found.size() < ranks_; ++n) {
      const std::uint32_t rank = rank_of(who, post, n);
      if (met_[rank] == round) continue;
      met_[rank] = round;
      found.push_back(rank);
    }
  }
  // The header of a parcel from one rank to another, if this is the first record in it.
  std::uint64_t opened(std::uint32_t from, std::uint32_t to, std::uint32_t box) {
    std::uint32_t& pair = pair_[std::size_t{from} * ranks_ + to];
    if (pair >> 3 != epoch_) pair = epoch_ << 3;
    const bool is_open = (pair & box) != 0;
    pair |= box;
    return is_open ? 0 : kRoutedParcel;
  }

  std::uint32_t ranks_;
  std::vector<std::uint32_t> met_;   // by rank: the round in which it was met last
  std::vector<std::uint32_t> pair_;  // by sender and receiver: parcels opened in this tick
  std::uint32_t round_ = 0, epoch_ = 0;
};

}  // namespace fanfare::telling
