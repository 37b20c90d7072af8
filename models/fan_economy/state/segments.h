// Segments of a run: what is kept of them, who is in them, what they add up to. Members are bits in
// AccountState::members; nothing is kept of a segment that nobody uses. No rules here.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "fanfare/archive.h"
#include "fanfare/block.h"
#include "fanfare/outbox.h"
#include "fanfare/tally.h"
#include "models/fan_economy/keys/segments.h"

namespace fanfare::fan_economy {

// A creator's account that is in a segment, for all ranks to know.
struct Membership {
  std::uint32_t segment = 0;
  std::uint32_t account = 0;
  friend auto operator<=>(const Membership&, const Membership&) = default;
};

// Accounts of a block, a bit each.
using BlockMask = std::array<std::uint64_t, kBlockRows / 64>;

// Cells of what is counted: levels of attributes, then a row for each measured segment.
struct SegmentCells {
  std::vector<std::size_t> attribute;  // first cell of each
  std::size_t first = 0, campaigns = 0, brands = 0, rows = 0;

  std::size_t level(std::size_t a, std::size_t level) const { return attribute[a] + level; }
  std::size_t stride() const { return 3 + campaigns + 2 * brands; }
  std::size_t row(std::size_t measured) const { return first + measured * stride(); }
  // Counted anew each day: accounts in it, and of them those a campaign has reached.
  std::size_t size(std::size_t m) const { return row(m); }
  std::size_t reach(std::size_t m, std::size_t campaign) const { return row(m) + 1 + campaign; }
  // Added up: accounts, seconds, cents.
  std::size_t impressions(std::size_t m) const { return row(m) + 1 + campaigns; }
  std::size_t seconds(std::size_t m) const { return row(m) + 2 + campaigns; }
  std::size_t orders(std::size_t m, std::size_t brand) const { return row(m) + 3 + campaigns + brand; }
  std::size_t spending(std::size_t m, std::size_t brand) const {
    return row(m) + 3 + campaigns + brands + brand;
  }
  bool is_level(std::size_t cell) const { return cell < first || (cell - first) % stride() <= campaigns; }
  std::size_t count() const { return row(rows); }
};

struct Segments {
  static constexpr std::uint16_t kNotKept = std::numeric_limits<std::uint16_t>::max();

  std::vector<SegmentExpression> expressions;  // by number
  std::vector<std::uint16_t> place;            // by number: where its bits stand in a block's, or kNotKept
  std::vector<std::uint16_t> kept;             // numbers, by place
  std::vector<std::uint16_t> measured;         // numbers
  std::vector<std::uint16_t> announced;        // numbers: selectors ask who of the creators is in them
  SegmentCells cells;
  Tally tally;
  Outbox<Membership> news;  // read at the end of a day

  // State, if there is any.
  std::vector<std::int64_t> totals, at_warmup;
  std::vector<Membership> creators;  // of `announced`, sorted
};

}  // namespace fanfare::fan_economy
