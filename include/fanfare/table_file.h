// Tables of words from files: a line of headings, then a row a line. What the words mean is the reader's.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace fanfare {

// A row of a table that is being read. Views hold until the next row.
class TableRow {
 public:
  virtual ~TableRow() = default;
  // Of the columns that were asked for, in that order; blanks around them and quotes taken off.
  virtual std::span<const std::string_view> cells() const = 0;
  // Throws an InputError with path, line and reason.
  [[noreturn]] virtual void fail(const std::string& reason) const = 0;
};

// Visits the rows in the file's order; returns how many there are. Plain, .gz or .zst; cells part at commas,
// or at tabs if the headings do; lines that begin with `#` are comments; a quoted cell ends on its line.
// Errors: InputError with path:line and reason (missing, empty, binary, no such column, a cell too few).
std::uint64_t read_table(const std::string& path, std::span<const std::string> columns,
                         const std::function<void(const TableRow&)>& visit);

// The whole of a file, plain, .gz or .zst, for whoever says by itself where a mistake is. Errors:
// InputError with path and reason.
std::string read_text(const std::string& path);

}  // namespace fanfare
