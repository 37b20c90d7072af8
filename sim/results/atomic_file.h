// Files that appear whole or not at all: written beside, forced to disk, renamed. Not for logs.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace fanfare {

// A file under construction. Its bytes stand in "<path>.writing" until commit(); without commit() the
// destructor removes them and the old file, if any, stays as it was.
// Errors: InputError with path and reason (no space, read-only, not a folder, …).
class AtomicFile {
 public:
  explicit AtomicFile(std::filesystem::path path);  // makes the folders above it
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(std::span<const std::byte> bytes);
  void commit();  // fsync the file, rename, fsync the folder

 private:
  [[noreturn]] void fail(const char* doing) const;

  std::filesystem::path path_;
  std::filesystem::path beside_;
  int descriptor_ = -1;
};

// The whole of a small file in one go.
void write_file(const std::filesystem::path& path, std::span<const std::byte> bytes);
void write_file(const std::filesystem::path& path, const std::string& text);

// Bytes that end a file and hold a checksum of all before them. HDF5 takes no notice of what follows its
// end, and drops it when it changes a file.
std::vector<std::byte> checksum_trailer(std::span<const std::byte> bytes);
// `differs`: a byte has changed since the trailer was written. `none`: the file was cut short, or another program
// wrote it. Errors: InputError if it can't be read.
enum class Checksum { fits, differs, none };
Checksum checksum_of(const std::filesystem::path& path);

// Errors: InputError if it can't be read.
std::string read_file(const std::filesystem::path& path);

}  // namespace fanfare
