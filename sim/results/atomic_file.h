// Files that appear whole or not at all: written beside, forced to disk, renamed. Not for logs.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

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

// Errors: InputError if it can't be read.
std::string read_file(const std::filesystem::path& path);

}  // namespace fanfare
