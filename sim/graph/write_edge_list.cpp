// Rows go out in order of reader, so the same graph gives the same text.
#include "sim/graph/write_edge_list.h"

#include <boost/iostreams/filter/gzip.hpp>
#include <boost/iostreams/filter/zstd.hpp>
#include <boost/iostreams/filtering_stream.hpp>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

#include "fanfare/expects.h"

namespace fanfare {
namespace {

namespace io = boost::iostreams;

constexpr std::size_t kWriteChunk = std::size_t{1} << 18;

// A file that throws when a write fails; Boost's filters would try a stream again for ever.
class File : public io::sink {
 public:
  explicit File(std::ofstream& file) : file_(&file) {}
  std::streamsize write(const char* text, std::streamsize size) {
    if (!file_->write(text, size).flush()) throw std::ios_base::failure("a write failed");
    return size;
  }

 private:
  std::ofstream* file_;
};

void append_number(std::string& text, std::uint32_t number) {
  std::array<char, 10> digits;
  text.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

std::string header_of(const FollowGraph& graph) {
  return "# Follows: reader, author\n# Accounts: " + std::to_string(graph.partition().accounts) +
         " Follows: " + std::to_string(graph.edges()) + "\n";
}

void write_rows(std::ostream& out, const FollowGraph& graph) {
  std::string text = header_of(graph);
  const Partition& part = graph.partition();
  for (std::uint32_t reader = part.first(); reader < part.last(); ++reader) {
    for (const std::uint32_t author : graph.follows(AccountId(reader))) {
      append_number(text, reader);
      text += '\t';
      append_number(text, author);
      text += '\n';
    }
    if (text.size() < kWriteChunk) continue;
    out << text;
    text.clear();
  }
  out << text;
}

void write_edge_file(const std::string& path, const std::string& name, const FollowGraph& graph) {
  std::ofstream file(path, std::ios::binary);
  if (!file) throw std::ios_base::failure("it can't be opened");
  io::filtering_ostream out;
  if (name.ends_with(".gz")) out.push(io::gzip_compressor());
  if (name.ends_with(".zst")) out.push(io::zstd_compressor());
  out.push(File(file), kWriteChunk);
  out.exceptions(std::ios::badbit | std::ios::failbit);
  write_rows(out, graph);
  out.reset();  // writes what the filters hold back
  file.close();
  if (!file) throw std::ios_base::failure("it can't be closed");
}

}  // namespace

void write_edge_list(const std::string& path, const FollowGraph& graph) {
  const std::string unfinished = path + ".unfinished";
  std::error_code unknown;
  if (std::filesystem::exists(path, unknown) && !std::filesystem::is_regular_file(path, unknown))
    throw InputError(path + ": can't be written: it is no regular file");
  std::filesystem::remove(unfinished, unknown);  // it may be a link to somebody else's file
  errno = 0;
  try {
    write_edge_file(unfinished, path, graph);
    std::filesystem::rename(unfinished, path);
  } catch (const std::exception& error) {
    const std::string reason = errno != 0 ? std::strerror(errno) : error.what();
    std::error_code ignored;
    std::filesystem::remove(unfinished, ignored);
    throw InputError(path + ": can't be written: " + reason);
  }
}

}  // namespace fanfare
