// Storage is one array per 128 blocks, on huge pages: large enough to lose little at its end, small
// enough that the daily merges of a run free it piece by piece.
#include "sim/graph/row_store.h"

#include <algorithm>
#include <utility>

#include "fanfare/expects.h"
#include "sim/graph/follower_counts.h"
#include "sim/graph/sort_ids.h"

namespace fanfare {
namespace {

constexpr std::uint32_t kGroupBlocks = 128;

using Segment = FollowGraph::Segment;
using Segments = std::vector<std::shared_ptr<const Segment>>;

struct BlockRows {
  std::vector<std::uint32_t> offsets;  // of the rows within ids
  std::vector<std::uint32_t> ids;
};

// Ascending, distinct, without the reader.
void tidy(std::uint32_t reader, std::vector<std::uint32_t>& row, std::vector<std::uint32_t>& spare) {
  sort_ids(row, spare);
  row.erase(std::unique(row.begin(), row.end()), row.end());
  const auto self = std::ranges::lower_bound(row, reader);
  if (self != row.end() && *self == reader) row.erase(self);
}

// Of one worker.
struct alignas(64) RowScratch {
  std::vector<std::uint32_t> row;
  std::vector<std::uint32_t> spare;
  std::uint64_t edges = 0;
};

struct RowWork {
  const GraphRequest& request;
  const RowMaker& make_row;
  Partition part;
  std::vector<RowScratch> scratch;  // one a worker
  std::vector<BlockRows> made;   // owned blocks of the group at hand
  FollowerCounts followers;
};

// Makes a block's rows; an owned block keeps them in `made[slot]`.
void make_block(RowWork& work, std::uint32_t block, std::uint32_t slot, int worker) {
  const bool owned = block >= work.part.first_block && block < work.part.last_block;
  auto& [row, spare, edges] = work.scratch[static_cast<std::size_t>(worker)];
  BlockRows& made = work.made[slot];
  made = {};
  if (owned) made.offsets.assign(1, 0);
  const std::uint32_t last = std::min((block + 1) * kBlockRows, work.part.accounts);
  for (std::uint32_t reader = block * kBlockRows; reader < last; ++reader) {
    row.clear();
    work.make_row(reader, worker, row);
    tidy(reader, row, spare);
    work.followers.add(row, worker);
    edges += row.size();
    if (!owned) continue;
    made.ids.insert(made.ids.end(), row.begin(), row.end());
    made.offsets.push_back(static_cast<std::uint32_t>(made.ids.size()));
  }
}

// Room on huge pages, first written by who fills it.
class IdRoom {
 public:
  explicit IdRoom(std::size_t size) : size_(size), ids_(size == 0 ? nullptr : Allocator().allocate(size)) {}
  ~IdRoom() {
    if (size_ > 0) Allocator().deallocate(ids_, size_);
  }
  IdRoom(const IdRoom&) = delete;
  IdRoom& operator=(const IdRoom&) = delete;
  std::uint32_t* data() { return ids_; }

 private:
  using Allocator = HugeAllocator<std::uint32_t>;
  std::size_t size_;
  std::uint32_t* ids_;
};

// Moves the group's blocks into one array that their segments share.
void store_group(std::span<BlockRows> made, Parallel& parallel, Segments& segments) {
  std::vector<std::size_t> starts{0};
  for (const BlockRows& block : made) starts.push_back(starts.back() + block.ids.size());
  const auto arena = std::make_shared<IdRoom>(starts.back());
  parallel.for_each(made.size(), [&](std::size_t i, int) {
    std::ranges::copy(made[i].ids, arena->data() + starts[i]);
    std::vector<std::uint32_t>().swap(made[i].ids);
  });
  for (std::size_t i = 0; i < made.size(); ++i) {
    if (made[i].offsets.empty()) continue;  // another rank's
    const std::span<const std::uint32_t> ids(arena->data() + starts[i], starts[i + 1] - starts[i]);
    segments.push_back(std::make_shared<Segment>(Segment{std::move(made[i].offsets), ids, arena}));
  }
}

}  // namespace

BuiltGraph store_rows(const GraphRequest& request, const RowMaker& make_row) {
  const Partition part = Partition::of(request.accounts, request.rank, request.ranks);
  const int workers = request.parallel.workers();
  RowWork work{request,
            make_row,
            part,
            std::vector<RowScratch>(static_cast<std::size_t>(workers)),
            std::vector<BlockRows>(kGroupBlocks),
            FollowerCounts(request.accounts, workers)};
  Segments segments;
  const std::uint32_t blocks = block_count(request.accounts);
  for (std::uint32_t first = 0; first < blocks; first += kGroupBlocks) {
    const std::uint32_t size = std::min(kGroupBlocks, blocks - first);
    request.parallel.for_each(size, [&](std::size_t i, int worker) {
      const auto slot = static_cast<std::uint32_t>(i);
      make_block(work, first + slot, slot, worker);
    });
    store_group(std::span(work.made).first(size), request.parallel, segments);
  }
  BuiltGraph built;
  built.graph = FollowGraph(part, std::move(segments));
  built.followers = work.followers.sum(request.parallel);
  for (const RowScratch& scratch : work.scratch) built.edges += scratch.edges;
  return built;
}

namespace {

struct Dropped {
  std::uint64_t self_loops = 0;
  std::uint64_t duplicates = 0;
};

// Sorts each row and slides the rows together; offsets then fit the kept ids.
Dropped compact(RawRows& rows) {
  Dropped dropped;
  std::uint64_t out = 0;
  for (std::uint32_t reader = 0; reader + 1 < rows.offsets.size(); ++reader) {
    const std::span<std::uint32_t> row(rows.ids.data() + rows.offsets[reader],
                                       rows.ids.data() + rows.offsets[reader + 1]);
    rows.offsets[reader] = out;
    std::ranges::sort(row);
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (row[i] == reader)
        ++dropped.self_loops;
      else if (out > rows.offsets[reader] && rows.ids[out - 1] == row[i])
        ++dropped.duplicates;
      else
        rows.ids[out++] = row[i];
    }
  }
  rows.offsets.back() = out;
  return dropped;
}

// Segments of a whole graph over the compacted array itself.
FollowGraph shared_graph(std::uint32_t accounts, RawRows&& rows) {
  const auto arena = std::make_shared<HugeVector<std::uint32_t>>(std::move(rows.ids));
  Segments segments;
  for (std::uint32_t first = 0; first < accounts; first += kBlockRows) {
    const std::uint32_t last = std::min(first + kBlockRows, accounts);
    const std::uint64_t base = rows.offsets[first];
    std::vector<std::uint32_t> offsets;
    offsets.reserve(last - first + 1);
    for (std::uint32_t reader = first; reader <= last; ++reader)
      offsets.push_back(static_cast<std::uint32_t>(rows.offsets[reader] - base));
    const std::span<const std::uint32_t> ids(arena->data() + base, offsets.back());
    segments.push_back(std::make_shared<Segment>(Segment{std::move(offsets), ids, arena}));
  }
  return {Partition::whole(accounts), std::move(segments)};
}

}  // namespace

BuiltGraph adopt_rows(const GraphRequest& request, RawRows&& rows) {
  const Dropped dropped = compact(rows);
  BuiltGraph built;
  if (request.ranks == 1) {
    built.edges = rows.offsets.empty() ? 0 : rows.offsets.back();
    FollowerCounts followers(request.accounts, 1);
    followers.add(std::span(rows.ids).first(static_cast<std::size_t>(built.edges)), 0);
    built.followers = followers.sum(request.parallel);
    built.graph = shared_graph(request.accounts, std::move(rows));
  } else {
    built = store_rows(request, [&](std::uint32_t reader, int, std::vector<std::uint32_t>& row) {
      row.assign(rows.ids.data() + rows.offsets[reader], rows.ids.data() + rows.offsets[reader + 1]);
    });
  }
  built.self_loops_dropped = dropped.self_loops;
  built.duplicates_dropped = dropped.duplicates;
  return built;
}

}  // namespace fanfare
