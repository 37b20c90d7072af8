// Arrays with labelled axes in HDF5 as netCDF-4 readers want it: a dimension scale on every axis, plain
// types, creation order kept, no times. The only place that knows HDF5; what the arrays mean is not
// known here.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace fanfare {

using StoredValues = std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<std::uint8_t>,
                                  std::vector<std::string>>;
// A scalar for a vector of one (but bytes are always a list).
using StoredAttributes = std::vector<std::pair<std::string, StoredValues>>;

// An axis as a dataset of its own, named like its dimension.
struct StoredScale {
  std::string name;  // "brand"
  StoredValues values;
  bool unlimited = false;
  StoredAttributes attributes;
};

struct StoredArray {
  std::string path;                     // "reach", "ledger/balance"
  std::vector<std::string> dimensions;  // scales of the same group; none: a scalar
  StoredValues values;                  // row-major
  StoredAttributes attributes;
};

// Builds a file in memory, so that what may fail on a disk fails in one place, outside HDF5. Groups are
// made as they are named ("" is the root), in order.
class Hdf5Image {
 public:
  Hdf5Image();
  ~Hdf5Image();

  void group(const std::string& path);
  void attributes(const std::string& path, const StoredAttributes& attributes);
  void scale(const std::string& group, const StoredScale& scale);
  void array(const StoredArray& array);
  std::vector<std::byte> finish();  // the bytes of the file; nothing can be added afterwards

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Errors of the constructor: InputError if it is not there, not HDF5, or truncated; of the others: a
// LogicError if the path is not in the file (ask with has()).
class Hdf5Source {
 public:
  explicit Hdf5Source(const std::filesystem::path& path);
  ~Hdf5Source();

  bool has(const std::string& path) const;
  std::vector<std::string> arrays(const std::string& group) const;  // names, in creation order, scales too
  std::vector<std::string> groups(const std::string& group) const;
  bool is_scale(const std::string& path) const;
  StoredArray array(const std::string& path) const;  // attributes of the file format itself left out
  StoredScale scale(const std::string& path) const;
  StoredAttributes attributes(const std::string& path) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// "1.10.8", of the library in use.
std::string hdf5_version();

// fork(2) while no other thread is within HDF5, so that the child may use it too. The child must end by _exit: what
// the parent had open stays the parent's.
pid_t fork_with_hdf5_at_rest();

}  // namespace fanfare
