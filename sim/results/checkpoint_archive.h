// The archives behind checkpoints: one turns state into records, one block at a time, the other turns
// records into state. Which files there are is not known here.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "fanfare/archive.h"
#include "fanfare/block.h"
#include "sim/comm.h"
#include "sim/results/record_file.h"

namespace fanfare {

// Every rank walks its state; the records of all come together on rank 0, which hands them to `write` in
// slices, so no rank ever holds a second copy of its state. Collective.
class SaveArchive final : public Archive {
 public:
  using Write = std::function<void(std::span<const std::byte> records)>;

  // `write` is called on rank 0 only and must not throw. A rank sends about `slice_bytes` at once.
  SaveArchive(const Partition& part, Comm& comm, Write write, std::size_t slice_bytes = kSlice);
  static constexpr std::size_t kSlice = std::size_t{32} << 20;

  void graph(const StateName& name, FollowGraph& graph) override;

 private:
  void do_owned(const StateName& name, std::span<std::byte> rows, std::size_t row_bytes) override;
  void do_lists(const StateName& name, std::size_t record_bytes, const ReadList& read,
                const WriteList& write) override;
  void do_shared(const StateName& name, std::size_t bytes, const Open& open) override;

  // Appends the payload of one owned block.
  using Payload = std::function<void(std::uint32_t block, std::vector<std::byte>& out)>;
  void save_blocks(RecordKind kind, const StateName& name, std::uint64_t unit, const Payload& payload);
  void expect_new(const StateName& name);

  Partition part_;
  Comm& comm_;
  Write write_;
  std::size_t slice_bytes_;
  std::set<std::string, std::less<>> names_;
};

// Takes this rank's blocks. Errors: InputError if the file lacks a piece of state, has one more, or has it
// in another shape.
class LoadArchive final : public Archive {
 public:
  LoadArchive(const RecordReader& file, const Partition& part) : file_(file), part_(part) {}
  void graph(const StateName& name, FollowGraph& graph) override;
  // After the walk: whether all that was saved has been taken.
  void check_complete() const;

 private:
  void do_owned(const StateName& name, std::span<std::byte> rows, std::size_t row_bytes) override;
  void do_lists(const StateName& name, std::size_t record_bytes, const ReadList& read,
                const WriteList& write) override;
  void do_shared(const StateName& name, std::size_t bytes, const Open& open) override;

  const RecordReader::Record& take(RecordKind kind, const StateName& name, std::uint32_t block,
                                   std::uint64_t unit);
  [[noreturn]] void refuse(const StateName& name, const std::string& what) const;

  const RecordReader& file_;
  Partition part_;
  std::set<std::string, std::less<>> names_;
};

}  // namespace fanfare
