// fork, limits, wait. HDF5 1.10 crashes on some files whose checksums fit.
#include "sim/results/trial.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <string>
#include <system_error>

#include "fanfare/expects.h"
#include "sim/results/hdf5_file.h"

namespace fanfare {
namespace {

constexpr ::rlim_t kSeconds = 60;                       // of the processor, for a small file
constexpr ::rlim_t kBytesPerSecond = ::rlim_t{1} << 22; // far slower than any disk
constexpr ::rlim_t kRoom = ::rlim_t{4} << 30;           // memory for a small file
constexpr ::rlim_t kUnpacked = 256;                     // bytes from one of the file, at most

// Address sanitizers reserve most of the address space.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kLimitsMemory = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kLimitsMemory = false;
#else
constexpr bool kLimitsMemory = true;
#endif
#else
constexpr bool kLimitsMemory = true;
#endif

void limit(int what, ::rlim_t to) {
  rlimit bounds{};
  if (::getrlimit(what, &bounds) != 0 || bounds.rlim_cur < to) return;
  bounds.rlim_cur = to;
  ::setrlimit(what, &bounds);
}

::rlim_t address_space() {
  std::ifstream pages("/proc/self/statm");
  ::rlim_t all = 0;
  pages >> all;
  return all * static_cast<::rlim_t>(::sysconf(_SC_PAGESIZE));
}

[[noreturn]] void try_and_go(const std::filesystem::path& path, const std::function<void()>& work) {
  std::error_code ignored;
  const auto bytes = static_cast<::rlim_t>(std::filesystem::file_size(path, ignored));
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, kSeconds + bytes / kBytesPerSecond);
  if (kLimitsMemory) limit(RLIMIT_AS, address_space() + kRoom + bytes * kUnpacked);
  ::close(STDERR_FILENO);  // last words of a library that dies
  try {
    work();
  } catch (const InputError&) {
    ::_exit(0);
  } catch (...) {
    ::_exit(1);
  }
  ::_exit(0);
}

}  // namespace

void try_in_child(const std::filesystem::path& path, const std::function<void()>& work) {
  const pid_t child = fork_with_hdf5_at_rest();
  if (child < 0) throw InputError(path.string() + ": can't be checked (" + std::generic_category().message(errno) + ")");
  if (child == 0) try_and_go(path, work);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
  throw InputError(path.string() + ": damaged or forged (it can't be read without harm) use an undamaged copy");
}

}  // namespace fanfare
