// A file of named, checked records: each carries its own CRC, so damage is found and told where. What the
// records mean is not known here.
#pragma once

#include <boost/iostreams/device/mapped_file.hpp>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "fanfare/expects.h"
#include "sim/results/atomic_file.h"

namespace fanfare {

// A record that does not say what was written: torn, truncated, flipped bits.
struct DamagedFile : InputError {
  using InputError::InputError;
};

enum class RecordKind : std::uint32_t { header = 1, owned = 2, lists = 3, graph = 4, shared = 5, end = 6 };

struct RecordKey {
  RecordKind kind = RecordKind::shared;
  std::string name;
  std::uint32_t block = 0;  // of owned state; else 0
  friend auto operator<=>(const RecordKey&, const RecordKey&) = default;
};

// Appends a record as it stands in the file. `unit`: bytes of a row or an entry, for checks when read.
void append_record(std::vector<std::byte>& out, const RecordKey& key, std::uint64_t unit,
                   std::span<const std::byte> payload);

// Writes whole records, from wherever they come, into a file that appears when commit() is called.
class RecordWriter {
 public:
  RecordWriter(const std::filesystem::path& path, std::uint32_t format);
  void write(std::span<const std::byte> records);  // some, as append_record() made them
  void commit();

 private:
  void flush();

  AtomicFile file_;
  std::vector<std::byte> buffer_;
};

// The file, mapped. Errors of the constructor: InputError if it can't be read, is no such file or of
// another format; DamagedFile if a record is torn or the end is missing.
class RecordReader {
 public:
  RecordReader(const std::filesystem::path& path, std::uint32_t format);

  struct Record {
    std::uint64_t unit = 0;
    std::span<const std::byte> payload;
  };
  // nullptr if there is none of that key.
  const Record* find(const RecordKey& key) const;
  // All of them, by kind, name and block.
  const std::map<RecordKey, Record>& records() const { return records_; }
  const std::filesystem::path& path() const { return path_; }
  // Compares every CRC. Errors: DamagedFile naming the record.
  void verify() const;

 private:
  std::size_t index_record(std::size_t at);

  std::filesystem::path path_;
  boost::iostreams::mapped_file_source file_;
  std::map<RecordKey, Record> records_;
};

}  // namespace fanfare
