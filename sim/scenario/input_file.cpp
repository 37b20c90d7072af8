// Finding and hashing input files. (OpenSSL's libcrypto is used here alone.)
#include "sim/scenario/input_file.h"

#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "fanfare/expects.h"
#include "sim/stop.h"

namespace fanfare {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kDataPrefix = "data:";
constexpr const char* kDataDefault = "../shared/data";

// Why a path can't be opened as a file, or "".
std::string defect(const fs::path& path) {
  std::error_code error;
  const auto status = fs::status(path, error);
  if (!fs::exists(status)) return "is not there";
  if (fs::is_directory(status)) return "is a folder";
  if (!fs::is_regular_file(status)) return "is no regular file";  // opening a pipe waits for its other end
  return std::ifstream(path) ? "" : std::string("can't be read: ") + std::strerror(errno);
}

ResolvedInput resolve_data(const std::string& written) {
  const char* root = std::getenv("FANFARE_DATA");
  const bool is_set = root && *root;
  const fs::path path = fs::path(is_set ? root : kDataDefault) / written.substr(kDataPrefix.size());
  const std::string why = defect(path);
  if (why.empty()) return {path.lexically_normal().string(), "", ""};
  const std::string from = is_set ? "FANFARE_DATA is " + std::string(root)
                                  : std::string("FANFARE_DATA is not set, so data: is ") + kDataDefault;
  return {path.string(), "'" + written + "': " + path.string() + " " + why, from};
}

}  // namespace

std::string folder_of(const Mark& mark) {
  if (!mark.exists() || mark.source->layer == "--set") return {};
  return fs::path(mark.file()).parent_path().string();
}

ResolvedInput resolve_input(const std::string& written, const Mark& mark) {
  if (written.starts_with(kDataPrefix)) return resolve_data(written);
  const fs::path path = (fs::path(folder_of(mark)) / written).lexically_normal();
  const std::string why = defect(path);
  if (why.empty()) return {path.string(), "", ""};
  std::string from = folder_of(mark);
  if (from.empty()) from = "the current directory";
  return {path.string(), "'" + written + "': " + path.string() + " " + why,
          "relative paths start at " + from};
}

namespace {

class Sha256 {
 public:
  Sha256() : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
    expects(context_ && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1,
            "SHA-256 is available");
  }
  void add(const char* bytes, std::size_t count) {
    expects(EVP_DigestUpdate(context_.get(), bytes, count) == 1, "SHA-256 takes bytes");
  }
  std::string hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> sum{};
    unsigned int size = 0;
    expects(EVP_DigestFinal_ex(context_.get(), sum.data(), &size) == 1, "SHA-256 ends");
    std::string out;
    for (unsigned int i = 0; i < size; ++i)
      out += "0123456789abcdef"[sum[i] >> 4], out += "0123456789abcdef"[sum[i] & 15U];
    return out;
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

std::string hash_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw InputError(path + ": can't be read (" + std::strerror(errno) + ")");
  Sha256 sha;
  std::vector<char> buffer(1 << 20);
  while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || in.gcount() > 0) {
    expect_going_on();
    sha.add(buffer.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) throw InputError(path + ": reading broke off (" + std::strerror(errno) + ")");
  return sha.hex();
}

// What a file's hash is remembered by.
std::string stamp_of(const std::string& path) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  const auto changed = fs::last_write_time(path, error);
  return path + "|" + std::to_string(size) + "|" + std::to_string(changed.time_since_epoch().count());
}

}  // namespace

std::string sha256_of_file(const std::string& path) {
  static std::mutex mutex;
  static std::map<std::string, std::string> known;
  const std::lock_guard lock(mutex);
  auto [entry, is_new] = known.try_emplace(stamp_of(path));
  if (is_new) {
    try {
      entry->second = hash_file(path);
    } catch (...) {
      known.erase(entry);
      throw;
    }
  }
  return entry->second;
}

std::string sha256_of_text(const std::string& text) {
  Sha256 sha;
  sha.add(text.data(), text.size());
  return sha.hex();
}

}  // namespace fanfare
