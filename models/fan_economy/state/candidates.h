// The candidates of one session and what ranking needs of them, in arrays that vectorise. One a worker;
// nothing is allocated while browsing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "fanfare/philox_batch.h"
#include "models/fan_economy/keys/vocabulary.h"

namespace fanfare::fan_economy {

inline constexpr std::size_t kMostCandidates = 256;  // a candidate's number fits the low byte of its key
inline constexpr std::size_t kLane = 16;             // candidates are scored so many at a time

struct Candidates {
  // Filled by the sources.
  std::uint32_t count = 0;
  std::array<std::uint32_t, kMostCandidates> row;    // of the post
  std::array<std::uint32_t, kMostCandidates> entry;  // seen in a timeline, or kNobody
  std::array<Source, kMostCandidates> source;

  // Filled by ranking, for those that may be shown; `chosen[i]` is the number above.
  std::uint32_t eligible = 0;
  std::array<std::uint8_t, kMostCandidates> chosen;
  std::array<std::uint8_t, kMostCandidates> format;        // where formats are in use
  alignas(64) std::array<std::uint32_t, kMostCandidates> topics_low;   // topics 0 … 3 of the post, a byte each
  alignas(64) std::array<std::uint32_t, kMostCandidates> topics_high;  // 4 … 7
  alignas(64) std::array<float, kMostCandidates> match;    // Σ interest · topic / 255²
  alignas(64) std::array<float, kMostCandidates> fixed;    // appeal that does not depend on the match
  alignas(64) std::array<float, kMostCandidates> error;    // the platform's error about the post
  alignas(64) std::array<float, kMostCandidates> bonus;    // of the score, beside V(â)
  alignas(64) std::array<float, kMostCandidates> appeal;
  alignas(64) std::array<std::uint64_t, kMostCandidates> key;
  SubjectBatch<kMostCandidates> subject;
  WordBatch<kMostCandidates> words;

  void clear() { count = eligible = 0; }
  bool full() const { return count == kMostCandidates; }
  void offer(std::uint32_t post_row, std::uint32_t seen_in, Source from) {
    row[count] = post_row;
    entry[count] = seen_in;
    source[count] = from;
    ++count;
  }
};

// Rows met already in this session: an exact set, emptied by counting up an epoch.
class RowSet {
 public:
  void clear() { ++epoch_; }
  // False if the row was there.
  bool insert(std::uint32_t row) {
    for (std::uint32_t at = (row * 0x9E3779B1U) >> 22;; at = (at + 1) & 1023) {
      if (slots_[at].epoch != epoch_) {
        slots_[at] = {row, epoch_};
        return true;
      }
      if (slots_[at].row == row) return false;
    }
  }

 private:
  struct Slot {
    std::uint32_t row = 0;
    std::uint32_t epoch = 0;
  };
  std::array<Slot, 1024> slots_{};  // at most kMostCandidates are taken
  std::uint32_t epoch_ = 0;
};

// What a worker browses with.
struct SessionScratch {
  Candidates candidates;
  RowSet met;
  std::array<std::uint32_t, 512> hits;      // followed accounts' newest entries
  SubjectBatch<16> draw_subject;
  WordBatch<16> draw_words;
};

}  // namespace fanfare::fan_economy
