// What random words draw from the slot tables of the traffic pools.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "models/fan_economy/keys/vocabulary.h"
#include "models/fan_economy/state/feed_index.h"

namespace fanfare::fan_economy {

inline constexpr std::size_t kSlotWords = 16;  // read at a time

// One reader's view of the tables. A word's high 8 bits draw the topic: interests are parts of 255, and what is
// left over is the last topic's. Its low bits draw the slot.
class SlotReader {
 public:
  SlotReader(const TopicRow& interest, const FeedIndex& index);

  // The posts in the slots that the words draw, in order, the empty slots left out; returns how many.
  std::uint32_t read(const std::array<std::uint32_t, kSlotWords>& words,
                     std::array<std::uint32_t, kSlotWords>& found) const;

  // The two that it chooses from; the second only where has_avx2().
  std::uint32_t read_plain(const std::uint32_t* words, std::uint32_t* found) const;
  std::uint32_t read_avx2(const std::uint32_t* words, std::uint32_t* found) const;

 private:
  const std::uint32_t* slots_;
  std::uint32_t mask_;
  unsigned topic_shift_;                           // a topic's table begins at topic << topic_shift_
  std::array<std::uint32_t, kTopics - 1> upto_;  // 8 bits below upto_[t] draw one of the topics 0 … t
};

}  // namespace fanfare::fan_economy
