// Names and claims of a results folder.
#include "sim/study/run_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <vector>

#include "fanfare/expects.h"

namespace fanfare {
namespace fs = std::filesystem;
namespace {

// Letters, digits, '-', '_' stay, the rest becomes '_'.
std::string file_word(const std::string& name) {
  std::string word = name.substr(0, 40);
  std::replace_if(
      word.begin(), word.end(),
      [](unsigned char c) { return c > 127 || (std::isalnum(c) == 0 && c != '-' && c != '_'); }, '_');
  return word;
}

std::string run_word(std::size_t row, const std::string& arm, std::size_t replicate) {
  return fmt::format("{:03}-{}.r{:04}", row, file_word(arm), replicate);
}

// Whoever only looks whether a folder is claimed (is_claimed()) holds its lock for an instant; that is waited
// for.
bool locks_soon(int descriptor) {
  constexpr int kTries = 10;
  constexpr useconds_t kPause = 20'000;  // µs
  for (int i = 0; i < kTries; ++i) {
    if (i > 0) ::usleep(kPause);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return true;
    if (errno != EWOULDBLOCK && errno != EINTR) return false;
  }
  errno = EWOULDBLOCK;
  return false;
}

[[noreturn]] void refuse(const fs::path& path, const std::string& what, const std::string& why,
                         const std::string& help) {
  throw InputError(fmt::format("{}: {} ({}) {}", path.string(), what, why, help));
}

}  // namespace

fs::path RunFolder::part(std::size_t row, const std::string& arm, std::size_t replicate) const {
  return parts() / (run_word(row, arm, replicate) + ".h5");
}

fs::path RunFolder::checkpoint_of(std::size_t row, const std::string& arm, std::size_t replicate) const {
  return checkpoints() / run_word(row, arm, replicate);
}

fs::path RunFolder::occupied_by() const {
  std::error_code ignored;
  for (const fs::path& path :
       {run_file(), study_file(), partial_file(), checkpoint(), parts(), checkpoints()})
    if (fs::exists(path, ignored) && !(fs::is_directory(path, ignored) && fs::is_empty(path, ignored)))
      return path;
  return {};
}

void RunFolder::refuse_what_is_there(OnExists on_exists) const {
  const fs::path there = occupied_by();
  if (!there.empty() && on_exists == OnExists::fail)
    refuse(there, "exists", "nothing is overwritten unasked",
           "add --on-exists replace or --on-exists resume, or choose another folder with --out");
}

// Only names that end as ours do while they are written.
void RunFolder::sweep() const {
  std::error_code ignored;
  std::vector<fs::path> torn;
  for (const fs::path& folder : {root_, checkpoint(), parts()})
    for (fs::directory_iterator at(folder, ignored), end; !ignored && at != end; at.increment(ignored))
      if (at->path().extension() == ".writing") torn.push_back(at->path());
  for (fs::recursive_directory_iterator at(checkpoints(), ignored), end; !ignored && at != end;
       at.increment(ignored))
    if (at->path().extension() == ".writing") torn.push_back(at->path());
  for (const fs::path& path : torn) fs::remove(path, ignored);
}

std::unique_ptr<FolderLock> RunFolder::claim(OnExists on_exists) const {
  std::error_code error;
  if (fs::exists(root_, error) && !fs::is_directory(root_, error))
    refuse(root_, "is no folder", "results are written into one", "choose another with --out");
  refuse_what_is_there(on_exists);  // before anything is made
  fs::create_directories(root_, error);
  if (error) refuse(root_, "can't be made", error.message(), "choose another folder with --out");
  if (::access(root_.c_str(), W_OK) != 0)
    refuse(root_, "can't be written to", std::strerror(errno), "choose another folder with --out");
  auto lock = std::make_unique<FolderLock>(root_);
  refuse_what_is_there(on_exists);  // another process may have been here meanwhile
  if (on_exists == OnExists::replace) discard_unfinished();
  sweep();
  return lock;
}

void RunFolder::discard_unfinished() const {
  for (const fs::path& path : {partial_file(), checkpoint(), parts(), checkpoints()}) {
    std::error_code error;
    fs::remove_all(path, error);
    if (error) refuse(path, "can't be removed", error.message(), "remove it by hand");
  }
}

bool RunFolder::is_claimed() const {
  const int descriptor = ::open((root_ / ".lock").c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) return false;
  const bool is_held = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(descriptor);
  return is_held;
}

FolderLock::FolderLock(const fs::path& folder) : folder_(folder) {
  const fs::path path = folder / ".lock";
  descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (descriptor_ < 0)
    refuse(path, "can't be opened", std::strerror(errno), "choose another folder with --out");
  if (locks_soon(descriptor_)) return;
  const int reason = errno;
  ::close(descriptor_);
  if (reason != EWOULDBLOCK)
    refuse(path, "can't be locked", std::strerror(reason),
           "choose a folder on a file system with locks (NFS 4, Lustre mounted with -o flock)");
  throw FolderInUse(fmt::format(
      "{}: is in use (another fanfare is writing there) wait for it, or choose another folder with --out",
      folder.string()));
}

FolderLock::~FolderLock() { ::close(descriptor_); }

void FolderLock::expect_held() const {
  struct stat held = {}, there = {};
  if (::fstat(descriptor_, &held) == 0 && ::stat((folder_ / ".lock").c_str(), &there) == 0 &&
      held.st_dev == there.st_dev && held.st_ino == there.st_ino)
    return;
  refuse(folder_, "was removed or moved", "this process was writing there", "run it again");
}

}  // namespace fanfare
