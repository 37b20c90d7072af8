// The follow graph's rows and their daily deltas; building whole graphs is elsewhere.
#include "fanfare/graph.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "fanfare/expects.h"

namespace fanfare {
namespace {

using Delta = FollowGraph::Delta;
using Segment = FollowGraph::Segment;

bool comes_before(const Delta& a, const Delta& b) {
  return a.reader != b.reader ? a.reader < b.reader : a.author < b.author;
}

bool same_pair(const Delta& a, const Delta& b) { return a.reader == b.reader && a.author == b.author; }

std::uint32_t* copy(std::span<const std::uint32_t> row, std::uint32_t* out) {
  return std::copy(row.begin(), row.end(), out);
}

// Applies one reader's deltas to their row; both ascend by author. Returns the end of what was written.
std::uint32_t* merge_row(std::span<const std::uint32_t> row, std::span<const Delta> deltas,
                         std::uint32_t* out) {
  for (const Delta& delta : deltas) {
    const auto at = std::lower_bound(row.begin(), row.end(), delta.author);
    out = std::copy(row.begin(), at, out);
    row = row.subspan(static_cast<std::size_t>(at - row.begin()));
    if (delta.follow)
      *out++ = delta.author;
    else
      row = row.subspan(1);
  }
  return copy(row, out);
}

std::span<const std::uint32_t> row_of(const Segment& segment, std::uint32_t row) {
  return segment.ids.subspan(segment.offsets[row], segment.offsets[row + 1] - segment.offsets[row]);
}

// A new segment with storage of its own, of exactly the size needed.
std::shared_ptr<const Segment> merged(const Segment& old, std::uint32_t first,
                                      std::span<const Delta> deltas) {
  const auto follows = static_cast<std::size_t>(std::ranges::count_if(deltas, &Delta::follow));
  const std::size_t size = old.ids.size() + follows - (deltas.size() - follows);
  const auto storage = std::make_shared_for_overwrite<std::uint32_t[]>(size);
  auto fresh = std::make_shared<Segment>();
  fresh->offsets.reserve(old.offsets.size());
  fresh->offsets.push_back(0);
  std::uint32_t* out = storage.get();
  for (std::uint32_t row = 0; row + 1 < old.offsets.size(); ++row) {
    const auto mine = std::ranges::find_if(deltas, [&](const Delta& d) { return d.reader != first + row; });
    const auto count = static_cast<std::size_t>(mine - deltas.begin());
    out = merge_row(row_of(old, row), deltas.first(count), out);
    deltas = deltas.subspan(count);
    fresh->offsets.push_back(static_cast<std::uint32_t>(out - storage.get()));
  }
  expects(deltas.empty() && fresh->offsets.back() == size, "a block's deltas fit its rows");
  fresh->ids = {storage.get(), size};
  fresh->storage = storage;
  return fresh;
}

}  // namespace

FollowGraph::FollowGraph(const Partition& part, std::vector<std::shared_ptr<const Segment>> segments)
    : part_(part), segments_(std::move(segments)), deltas_(segments_.size()) {
  expects(segments_.size() == part_.blocks(), "a follow graph has one segment per owned block");
}

std::span<const std::uint32_t> FollowGraph::follows(AccountId reader) const {
  const std::uint32_t block = reader.value / kBlockRows;
  return row_of(*segments_[block - part_.first_block], reader.value % kBlockRows);
}

const std::vector<Delta>& FollowGraph::pending(AccountId reader) const {
  return deltas_[reader.value / kBlockRows - part_.first_block];
}

bool FollowGraph::is_following(AccountId reader, AccountId author) const {
  const auto& deltas = pending(reader);
  const Delta wanted{reader.value, author.value, true, {}};
  const auto at = std::lower_bound(deltas.begin(), deltas.end(), wanted, comes_before);
  if (at != deltas.end() && same_pair(*at, wanted)) return at->follow;
  const auto row = follows(reader);
  return std::binary_search(row.begin(), row.end(), author.value);
}

bool FollowGraph::follow(AccountId reader, AccountId author) {
  if (reader == author || is_following(reader, author)) return false;
  return change(reader, author, true);
}

bool FollowGraph::unfollow(AccountId reader, AccountId author) {
  if (!is_following(reader, author)) return false;
  return change(reader, author, false);
}

bool FollowGraph::change(AccountId reader, AccountId author, bool follow) {
  auto& deltas = deltas_[reader.value / kBlockRows - part_.first_block];
  const Delta wanted{reader.value, author.value, follow, {}};
  const auto at = std::lower_bound(deltas.begin(), deltas.end(), wanted, comes_before);
  if (at != deltas.end() && same_pair(*at, wanted))
    deltas.erase(at);  // the day's earlier change of mind is undone
  else
    deltas.insert(at, wanted);
  return true;
}

void FollowGraph::merge(BlockId block) {
  const std::uint32_t index = block.value - part_.first_block;
  if (deltas_[index].empty()) return;
  segments_[index] = merged(*segments_[index], block.value * kBlockRows, deltas_[index]);
  deltas_[index].clear();
}

std::uint64_t FollowGraph::edges() const {
  return std::accumulate(segments_.begin(), segments_.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const auto& segment) { return sum + segment->ids.size(); });
}

std::size_t FollowGraph::bytes() const {
  std::size_t sum =
      sizeof *this + segments_.capacity() * sizeof segments_[0] + deltas_.capacity() * sizeof deltas_[0];
  for (const auto& segment : segments_)
    sum += sizeof *segment + segment->offsets.capacity() * sizeof(std::uint32_t) + segment->ids.size_bytes();
  for (const auto& deltas : deltas_) sum += deltas.capacity() * sizeof(Delta);
  return sum;
}

void FollowGraph::replace(BlockId block, std::shared_ptr<const Segment> segment, std::vector<Delta> deltas) {
  const std::uint32_t index = block.value - part_.first_block;
  expects(segment->offsets.size() == segments_[index]->offsets.size(),
          "a replaced segment has the block's rows");
  std::ranges::sort(deltas, comes_before);
  segments_[index] = std::move(segment);
  deltas_[index] = std::move(deltas);
}

}  // namespace fanfare
