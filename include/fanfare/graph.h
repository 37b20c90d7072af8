// The follow graph: CSR rows of sorted followee ids in per-block segments. Segments are immutable and
// shared between runs; one is copied only when its block changes. Follows and unfollows of a day stand
// in small deltas beside the rows until merge().
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "fanfare/archive.h"
#include "fanfare/block.h"
#include "fanfare/memory.h"

namespace fanfare {

class FollowGraph {
 public:
  // The rows of one block: followees of row r are ids[offsets[r] … offsets[r+1]), ascending, distinct.
  struct Segment {
    std::vector<std::uint32_t> offsets;     // rows + 1
    std::span<const std::uint32_t> ids;
    std::shared_ptr<const void> storage;    // keeps `ids` alive
  };
  // Deltas of a block stand ascending by (reader, author), one a pair, so their order tells no story.
  struct Delta {
    std::uint32_t reader = 0;
    std::uint32_t author = 0;
    bool follow = true;            // else unfollow
    std::uint8_t zero[3] = {};     // no stray bytes where deltas are hashed or saved as bytes
    friend bool operator==(const Delta&, const Delta&) = default;
  };

  FollowGraph() = default;
  // One segment per owned block, in order.
  FollowGraph(const Partition& part, std::vector<std::shared_ptr<const Segment>> segments);

  const Partition& partition() const { return part_; }

  // The merged row of an owned account; today's deltas are not in it.
  std::span<const std::uint32_t> follows(AccountId reader) const;
  const Segment& segment(BlockId block) const { return *segments_[block.value - part_.first_block]; }
  // Row and deltas.
  bool is_following(AccountId reader, AccountId author) const;

  // Owned deltas: only from the block of `reader` (blocks may call at the same time). Following oneself,
  // or twice, is a no-op (false); so is unfollowing whom one does not follow.
  bool follow(AccountId reader, AccountId author);
  bool unfollow(AccountId reader, AccountId author);
  // Folds the block's deltas into its rows; a block without deltas keeps its shared segment. Call once a
  // day for each block; different blocks may merge at the same time.
  void merge(BlockId block);
  std::span<const Delta> deltas(BlockId block) const { return deltas_[block.value - part_.first_block]; }

  std::uint64_t edges() const;   // of the owned rows, without deltas
  std::size_t bytes() const;     // resident, segments shared with others included, gaps of storage not

  // For archives: replaces a block's segment and deltas (given in any order).
  void replace(BlockId block, std::shared_ptr<const Segment> segment, std::vector<Delta> deltas);

 private:
  const std::vector<Delta>& pending(AccountId reader) const;
  bool change(AccountId reader, AccountId author, bool follow);

  Partition part_;
  std::vector<std::shared_ptr<const Segment>> segments_;
  std::vector<std::vector<Delta>> deltas_;
};

}  // namespace fanfare
