// Boost.Iostreams decompresses; what it lets pass in silence (a file that ends early) is checked here.
#include "sim/graph/line_reader.h"

#include <boost/iostreams/filter/gzip.hpp>
#include <boost/iostreams/filter/zstd.hpp>
#include <boost/iostreams/filtering_streambuf.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "fanfare/expects.h"
#include "sim/graph/zstd_frames.h"
#include "sim/stop.h"

namespace fanfare {
namespace {

namespace io = boost::iostreams;

constexpr std::size_t kReadAtOnce = std::size_t{1} << 18;
constexpr std::size_t kLongestLine = std::size_t{1} << 20;

[[noreturn]] void fail_to_open(const std::string& path, const std::string& reason) {
  throw InputError(path + ": " + reason);
}

void check_file(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) fail_to_open(path, "no such file");
  if (std::filesystem::is_directory(status)) fail_to_open(path, "is a folder, not a file");
  if (!std::filesystem::is_regular_file(status))
    fail_to_open(path, "is no regular file, and a graph is read twice");
  if (std::filesystem::file_size(path, error) == 0 && !error) fail_to_open(path, "is empty");
}

enum class Compression { none, gzip, zstd };

Compression compression_of(std::istream& file) {
  std::array<char, 4> head{};
  file.read(head.data(), head.size());
  const auto size = file.gcount();
  file.clear();
  file.seekg(0);
  if (size >= 2 && std::memcmp(head.data(), "\x1f\x8b", 2) == 0) return Compression::gzip;
  if (size == 4 && std::memcmp(head.data(), "\x28\xb5\x2f\xfd", 4) == 0) return Compression::zstd;
  return Compression::none;
}

// gzip says whether the bytes are wrong or run out; of others only that something is.
std::string why_damaged(const std::exception& error) {
  const std::string cure = " copy or download it again";
  const auto* gzip = dynamic_cast<const io::gzip_error*>(&error);
  if (gzip == nullptr) return "the compressed data is damaged or ends early (it can't be unpacked)" + cure;
  const bool is_changed =
      gzip->error() == io::gzip::bad_crc || gzip->error() == io::gzip::bad_length ||
      (gzip->error() == io::gzip::zlib_error && gzip->zlib_error_code() == io::zlib::data_error);
  return is_changed ? "the compressed data is damaged (gzip: its bytes are not those that were packed)" + cure
                    : "the compressed data ends early (gzip: the file was cut short)" + cure;
}

}  // namespace

struct LineReader::Source {
  std::ifstream file;
  io::filtering_streambuf<io::input> stream;
};

bool is_binary(std::string_view line) {
  return std::ranges::any_of(line, [](char c) {
    return static_cast<unsigned char>(c) < ' ' && c != '\t' && c != '\f' && c != '\v';
  });
}

LineReader::LineReader(std::string path) : path_(std::move(path)), source_(std::make_unique<Source>()) {
  check_file(path_);
  source_->file.open(path_, std::ios::binary);
  if (!source_->file) fail_to_open(path_, std::strerror(errno));
  const Compression compression = compression_of(source_->file);
  if (compression == Compression::gzip) source_->stream.push(io::gzip_decompressor(15, kReadAtOnce));
  if (compression == Compression::zstd && !zstd_is_whole(source_->file))
    fail_to_open(path_, "the compressed data is damaged or ends early (zstd)");
  if (compression == Compression::zstd) source_->stream.push(io::zstd_decompressor(kReadAtOnce));
  source_->stream.push(source_->file, kReadAtOnce);
}

LineReader::~LineReader() = default;

void LineReader::fail(const std::string& reason) const {
  throw InputError(path_ + ":" + std::to_string(number_) + ": " + reason);
}

bool LineReader::refill() {
  expect_going_on();
  buffer_.erase(0, at_);
  at_ = 0;
  const std::size_t kept = buffer_.size();
  buffer_.resize(kept + kReadAtOnce);
  std::streamsize got = 0;
  try {
    got = source_->stream.sgetn(buffer_.data() + kept, static_cast<std::streamsize>(kReadAtOnce));
  } catch (const std::exception& error) {  // a chunk is lost whole, so no line can be named
    fail_to_open(path_, why_damaged(error));
  }
  buffer_.resize(kept + static_cast<std::size_t>(std::max<std::streamsize>(got, 0)));
  ended_ = got <= 0;
  return !ended_;
}

bool LineReader::next(std::string_view& line) {
  std::size_t searched = at_;
  std::size_t end = buffer_.find('\n', searched);
  while (end == std::string::npos && !ended_) {
    searched = buffer_.size() - at_;
    if (searched > kLongestLine) {
      ++number_;
      fail("a line of over a million characters; this is no edge list");
    }
    refill();
    end = buffer_.find('\n', searched);
  }
  if (at_ == buffer_.size()) return false;
  ++number_;
  end = std::min(end, buffer_.size());
  line = std::string_view(buffer_).substr(at_, end - at_);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  at_ = std::min(end + 1, buffer_.size());
  return true;
}

std::string read_text(const std::string& path) {
  LineReader lines(path);
  std::string text;
  std::string_view line;
  while (lines.next(line)) text.append(line).push_back('\n');
  return text;
}

}  // namespace fanfare
