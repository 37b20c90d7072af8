// See atomic_file.h. Plain POSIX calls, because std::ofstream can't fsync and hides errno.
#include "sim/results/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <boost/iostreams/device/mapped_file.hpp>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <sstream>
#include <system_error>

#include "fanfare/expects.h"

namespace fanfare {

namespace fs = std::filesystem;

namespace {

fs::path folder_of(const fs::path& path) {
  const fs::path folder = path.parent_path();
  return folder.empty() ? fs::path(".") : folder;
}

// The rename itself must reach the disk too. Some network file systems refuse to sync a folder;
// there the file is as safe as it can be.
void sync_folder(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

std::string reason(int error) { return std::generic_category().message(error); }

}  // namespace

AtomicFile::AtomicFile(fs::path path) : path_(std::move(path)), beside_(path_.string() + ".writing") {
  std::error_code error;
  fs::create_directories(folder_of(path_), error);
  if (error)
    throw InputError(folder_of(path_).string() + ": can't make the folder (" + error.message() + ")");
  if (fs::is_directory(path_, error))
    throw InputError(path_.string() + ": can't be written (it is a folder)");
  if (fs::exists(path_, error) && !fs::is_regular_file(path_, error))
    throw InputError(path_.string() + ": can't be written (it is no regular file)");
  // A new file always: what has this name may be a link to somebody else's file, or a pipe that blocks.
  ::unlink(beside_.c_str());
  descriptor_ = ::open(beside_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (descriptor_ < 0) fail("can't be written");
}

AtomicFile::~AtomicFile() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink(beside_.c_str());
}

void AtomicFile::fail(const char* doing) const {
  throw InputError(path_.string() + ": " + doing + " (" + reason(errno) + ")");
}

void AtomicFile::write(std::span<const std::byte> bytes) {
  constexpr std::size_t kMost = std::size_t{1} << 30;  // Linux writes at most 2 GiB at once
  while (!bytes.empty()) {
    const ::ssize_t written = ::write(descriptor_, bytes.data(), std::min(bytes.size(), kMost));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("can't be written");
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

void AtomicFile::commit() {
  if (::fsync(descriptor_) != 0) fail("can't be forced to disk");
  const int descriptor = descriptor_;
  if (::rename(beside_.c_str(), path_.c_str()) != 0) fail("can't be put in place");
  descriptor_ = -1;
  if (::close(descriptor) != 0) fail("can't be closed");
  sync_folder(folder_of(path_));
}

void write_file(const fs::path& path, std::span<const std::byte> bytes) {
  AtomicFile file(path);
  file.write(bytes);
  file.commit();
}

void write_file(const fs::path& path, const std::string& text) {
  write_file(path, std::as_bytes(std::span(text)));
}

std::string read_file(const fs::path& path) {
  std::error_code error;
  if (fs::is_directory(path, error)) throw InputError(path.string() + ": can't be read (it is a folder)");
  if (fs::exists(path, error) && !fs::is_regular_file(path, error))
    throw InputError(path.string() + ": can't be read (it is no regular file)");
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) throw InputError(path.string() + ": can't be read (" + reason(errno) + ")");
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

namespace {

struct Trailer {
  std::array<char, 16> mark = {'\n', 'F', 'a', 'n', 'f', 'a', 'r', 'e',
                               ' ',  'c', 'h', 'e', 'c', 'k', 's', '='};
  std::uint32_t crc = 0;
  std::uint32_t reserved = 0;
};

std::uint32_t crc_of(std::span<const std::byte> bytes) {
  return static_cast<std::uint32_t>(::crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

}  // namespace

std::vector<std::byte> checksum_trailer(std::span<const std::byte> bytes) {
  Trailer trailer;
  trailer.crc = crc_of(bytes);
  const auto raw = std::as_bytes(std::span(&trailer, 1));
  return {raw.begin(), raw.end()};
}

Checksum checksum_of(const fs::path& path) {
  try {
    const boost::iostreams::mapped_file_source file(path.string());
    const auto bytes = std::as_bytes(std::span(file.data(), file.size()));
    Trailer trailer;
    if (bytes.size() < sizeof trailer) return Checksum::none;
    const auto mark = trailer.mark;
    std::memcpy(&trailer, bytes.data() + bytes.size() - sizeof trailer, sizeof trailer);
    if (trailer.mark != mark) return Checksum::none;
    const bool fits =
        trailer.crc == crc_of(bytes.first(bytes.size() - sizeof trailer)) && trailer.reserved == 0;
    return fits ? Checksum::fits : Checksum::differs;
  } catch (const std::ios_base::failure& error) {
    throw InputError(path.string() + ": can't be read (" + error.what() + ")");
  }
}

}  // namespace fanfare
