// See checkpoint_archive.h.
#include "sim/results/checkpoint_archive.h"

#include <cstring>
#include <memory>

#include "fanfare/expects.h"
#include "fanfare/graph.h"

namespace fanfare {

namespace {

void append(std::vector<std::byte>& out, std::span<const std::byte> bytes) {
  out.insert(out.end(), bytes.begin(), bytes.end());
}

std::span<std::byte> rows_of_block(std::span<std::byte> rows, const Partition& part, std::uint32_t block,
                                   std::size_t row_bytes) {
  const std::size_t first = std::size_t{block} * kBlockRows - part.first();
  const std::size_t last = std::min<std::size_t>(first + kBlockRows, part.rows());
  return rows.subspan(first * row_bytes, (last - first) * row_bytes);
}

void expect_whole(std::span<const std::byte> rows, const Partition& part, std::size_t row_bytes) {
  expects(rows.size() == std::size_t{part.rows()} * row_bytes, "a column has a row for each owned account");
}

// A graph block: rows and deltas counted, then offsets, ids, deltas.
struct GraphCounts {
  std::uint64_t offsets = 0;
  std::uint64_t ids = 0;
  std::uint64_t deltas = 0;
};

void append_graph(std::vector<std::byte>& out, const FollowGraph& graph, BlockId block) {
  const FollowGraph::Segment& segment = graph.segment(block);
  const auto deltas = graph.deltas(block);
  const GraphCounts counts{segment.offsets.size(), segment.ids.size(), deltas.size()};
  append(out, std::as_bytes(std::span(&counts, 1)));
  append(out, std::as_bytes(std::span(segment.offsets)));
  append(out, std::as_bytes(segment.ids));
  append(out, std::as_bytes(deltas));
}

template <class T>
std::vector<T> cut(std::span<const std::byte>& bytes, std::uint64_t count) {
  std::vector<T> out(count);
  if (count > 0) std::memcpy(out.data(), bytes.data(), count * sizeof(T));
  bytes = bytes.subspan(count * sizeof(T));
  return out;
}

bool fits(const GraphCounts& counts, std::size_t bytes) {
  const std::uint64_t most = bytes / sizeof(std::uint32_t);
  if (counts.offsets > most || counts.ids > most || counts.deltas > most) return false;
  return (counts.offsets + counts.ids) * sizeof(std::uint32_t) + counts.deltas * sizeof(FollowGraph::Delta) ==
         bytes;
}

}  // namespace

SaveArchive::SaveArchive(const Partition& part, Comm& comm, Write write, std::size_t slice_bytes)
    : part_(part), comm_(comm), write_(std::move(write)), slice_bytes_(slice_bytes) {}

void SaveArchive::expect_new(const StateName& name) {
  expects(names_.insert(std::string(name.name)).second, "each piece of state has a name of its own");
}

void SaveArchive::save_blocks(RecordKind kind, const StateName& name, std::uint64_t unit,
                              const Payload& payload) {
  std::vector<std::byte> slice;
  std::vector<std::byte> bytes;
  std::uint32_t block = part_.first_block;
  do {
    slice.clear();
    for (; block < part_.last_block && slice.size() < slice_bytes_; ++block) {
      bytes.clear();
      payload(block, bytes);
      append_record(slice, {kind, std::string(name.name), block}, unit, bytes);
    }
    if (comm_.size() == 1) {
      write_(slice);
    } else {
      for (const Comm::Bytes& part : comm_.gather(slice)) write_(part);
    }
  } while (comm_.any(block < part_.last_block));
}

void SaveArchive::do_owned(const StateName& name, std::span<std::byte> rows, std::size_t row_bytes) {
  expect_new(name);
  expect_whole(rows, part_, row_bytes);
  save_blocks(RecordKind::owned, name, row_bytes, [&](std::uint32_t block, std::vector<std::byte>& out) {
    append(out, rows_of_block(rows, part_, block, row_bytes));
  });
}

void SaveArchive::do_lists(const StateName& name, std::size_t record_bytes, const ReadList& read,
                           const WriteList&) {
  expect_new(name);
  save_blocks(RecordKind::lists, name, record_bytes,
              [&](std::uint32_t block, std::vector<std::byte>& out) { append(out, read(BlockId(block))); });
}

void SaveArchive::graph(const StateName& name, FollowGraph& graph) {
  expect_new(name);
  save_blocks(
      RecordKind::graph, name, sizeof(FollowGraph::Delta),
      [&](std::uint32_t block, std::vector<std::byte>& out) { append_graph(out, graph, BlockId(block)); });
}

void SaveArchive::do_shared(const StateName& name, std::size_t bytes, const Open& open) {
  expect_new(name);
  if (!comm_.is_root()) return;  // the same on every rank
  std::vector<std::byte> record;
  append_record(record, {RecordKind::shared, std::string(name.name), 0}, 0, open(bytes));
  write_(record);
}

void LoadArchive::refuse(const StateName& name, const std::string& what) const {
  throw InputError(file_.path().string() + ": '" + std::string(name.name) + "' " + what +
                   ", so it was saved by another program or scenario");
}

const RecordReader::Record& LoadArchive::take(RecordKind kind, const StateName& name, std::uint32_t block,
                                              std::uint64_t unit) {
  const RecordReader::Record* record = file_.find({kind, std::string(name.name), block});
  if (record == nullptr) refuse(name, "is not in it (block " + std::to_string(block) + ")");
  if (record->unit != unit)
    refuse(name, "has " + std::to_string(record->unit) + " bytes a row, not " + std::to_string(unit));
  return *record;
}

void LoadArchive::do_owned(const StateName& name, std::span<std::byte> rows, std::size_t row_bytes) {
  names_.insert(std::string(name.name));
  expect_whole(rows, part_, row_bytes);
  for (std::uint32_t block = part_.first_block; block < part_.last_block; ++block) {
    const auto& record = take(RecordKind::owned, name, block, row_bytes);
    const auto to = rows_of_block(rows, part_, block, row_bytes);
    if (record.payload.size() != to.size())
      refuse(name, "has another number of rows in block " + std::to_string(block));
    if (!to.empty()) std::memcpy(to.data(), record.payload.data(), to.size());
  }
}

void LoadArchive::do_lists(const StateName& name, std::size_t record_bytes, const ReadList&,
                           const WriteList& write) {
  names_.insert(std::string(name.name));
  for (std::uint32_t block = part_.first_block; block < part_.last_block; ++block)
    write(BlockId(block), take(RecordKind::lists, name, block, record_bytes).payload);
}

void LoadArchive::graph(const StateName& name, FollowGraph& graph) {
  names_.insert(std::string(name.name));
  for (std::uint32_t block = part_.first_block; block < part_.last_block; ++block) {
    auto bytes = take(RecordKind::graph, name, block, sizeof(FollowGraph::Delta)).payload;
    if (bytes.size() < sizeof(GraphCounts)) refuse(name, "has a block without rows");
    const GraphCounts counts = cut<GraphCounts>(bytes, 1).front();
    if (!fits(counts, bytes.size())) refuse(name, "has a block of another shape");
    auto segment = std::make_shared<FollowGraph::Segment>();
    segment->offsets = cut<std::uint32_t>(bytes, counts.offsets);
    const auto ids =
        std::make_shared<const std::vector<std::uint32_t>>(cut<std::uint32_t>(bytes, counts.ids));
    segment->ids = *ids;
    segment->storage = ids;
    graph.replace(BlockId(block), std::move(segment), cut<FollowGraph::Delta>(bytes, counts.deltas));
  }
}

void LoadArchive::do_shared(const StateName& name, std::size_t, const Open& open) {
  names_.insert(std::string(name.name));
  const auto& record = take(RecordKind::shared, name, 0, 0);
  const auto to = open(record.payload.size());
  if (to.size() != record.payload.size())
    refuse(name, "has " + std::to_string(record.payload.size()) + " bytes, not " + std::to_string(to.size()));
  if (!to.empty()) std::memcpy(to.data(), record.payload.data(), to.size());
}

void LoadArchive::check_complete() const {
  for (const auto& [key, record] : file_.records())
    if (key.kind != RecordKind::header && key.kind != RecordKind::end && !names_.contains(key.name))
      refuse({key.name, "", ""}, "is in it, but unknown here");
}

}  // namespace fanfare
