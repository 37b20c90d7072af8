// Lines of a text file that may be compressed (gzip or zstd, told by its first bytes, not by its name).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "fanfare/table_file.h"  // read_text

namespace fanfare {

bool is_binary(std::string_view line);  // it holds marks that no text has

class LineReader {
 public:
  // Errors: InputError with path and reason if the file is missing, a folder, unreadable or empty.
  explicit LineReader(std::string path);
  ~LineReader();
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  // The next line without its end; false after the last. The view holds until the next call.
  // Errors: InputError for damaged compression, or for lines too long to be text.
  bool next(std::string_view& line);

  std::uint64_t number() const { return number_; }  // of the last line, from 1
  // Throws an InputError with path, line and reason.
  [[noreturn]] void fail(const std::string& reason) const;

 private:
  struct Source;
  bool refill();

  std::string path_;
  std::unique_ptr<Source> source_;
  std::string buffer_;
  std::size_t at_ = 0;  // the next line starts here
  bool ended_ = false;
  std::uint64_t number_ = 0;
};

}  // namespace fanfare
