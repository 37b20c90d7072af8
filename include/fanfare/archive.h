// The state of a model, named once. A model walks all of its state through an Archive in one function;
// the engine passes archives that hash it (fingerprint), save it, load it and weigh it.
#pragma once

#include <cstddef>
#include <cstring>
#include <functional>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "fanfare/block_lists.h"
#include "fanfare/columns.h"
#include "fanfare/plain.h"

namespace fanfare {

class FollowGraph;

// What a piece of state is called, in what unit, and what it means.
struct StateName {
  std::string_view name;
  std::string_view unit;
  std::string_view help;
};

class Archive {
 public:
  virtual ~Archive() = default;

  // One row per owned account.
  template <class T>
  void owned(const StateName& name, Column<T>& column) {
    static_assert(PlainBytes<T>, "state is hashed as bytes: no padding (fanfare/plain.h)");
    do_owned(name, std::as_writable_bytes(std::span(column.data(), column.size())),
             sizeof(T) * column.width());
  }
  // The same on every rank; the length may change from tick to tick.
  template <class T, class Allocator>
  void shared(const StateName& name, std::vector<T, Allocator>& values) {
    static_assert(PlainBytes<T>, "state is hashed as bytes: no padding (fanfare/plain.h)");
    do_shared(name, values.size() * sizeof(T), [&values](std::size_t bytes) {
      values.resize(bytes / sizeof(T));
      return std::as_writable_bytes(std::span(values));
    });
  }
  template <class T>
    requires std::is_trivially_copyable_v<T>
  void shared(const StateName& name, T& value) {
    static_assert(PlainBytes<T>, "state is hashed as bytes: no padding (fanfare/plain.h)");
    do_shared(name, sizeof(T),
              [&value](std::size_t) { return std::as_writable_bytes(std::span(&value, 1)); });
  }
  // Lists of varying length, one per owned block (orders under way, posts a customer has yet to write).
  template <class T>
  void lists(const StateName& name, BlockLists<T>& lists) {
    static_assert(PlainBytes<T>, "state is hashed as bytes: no padding (fanfare/plain.h)");
    do_lists(name, sizeof(T), [&lists](BlockId block) { return std::as_bytes(std::span(lists[block])); },
             [&lists](BlockId block, std::span<const std::byte> bytes) {
               lists[block].resize(bytes.size() / sizeof(T));
               if (!bytes.empty()) std::memcpy(lists[block].data(), bytes.data(), bytes.size());
             });
  }
  // The follow rows of the owned accounts, pending deltas included.
  virtual void graph(const StateName& name, FollowGraph& graph) = 0;

 protected:
  // `rows` holds the owned rows, `row_bytes` each.
  virtual void do_owned(const StateName& name, std::span<std::byte> rows, std::size_t row_bytes) = 0;
  // `read(block)` gives the bytes of one owned block's list, `write(block, bytes)` replaces them.
  using ReadList = std::function<std::span<const std::byte>(BlockId)>;
  using WriteList = std::function<void(BlockId, std::span<const std::byte>)>;
  virtual void do_lists(const StateName& name, std::size_t record_bytes, const ReadList& read,
                        const WriteList& write) = 0;
  // `open(bytes)` resizes the value to `bytes` and hands out its memory.
  using Open = std::function<std::span<std::byte>(std::size_t bytes)>;
  virtual void do_shared(const StateName& name, std::size_t bytes, const Open& open) = 0;
};

}  // namespace fanfare
