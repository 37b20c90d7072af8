// fork, limits, wait. HDF5 1.10 crashes on some files whose checksums fit.
#include "sim/results/trial.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <string>
#include <string_view>
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

constexpr int kBroken = 1, kRefused = 2;  // how the child ends where the file can't be read

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

void say(int to, std::string_view text) {
  while (!text.empty()) {
    const ssize_t said = ::write(to, text.data(), text.size());
    if (said < 0 && errno != EINTR) return;
    if (said > 0) text.remove_prefix(static_cast<std::size_t>(said));
  }
}

[[noreturn]] void try_and_go(const std::filesystem::path& path, const std::function<void()>& work, int tell) {
  std::error_code ignored;
  const auto bytes = static_cast<::rlim_t>(std::filesystem::file_size(path, ignored));
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, kSeconds + bytes / kBytesPerSecond);
  if (kLimitsMemory) limit(RLIMIT_AS, address_space() + kRoom + bytes * kUnpacked);
  ::close(STDERR_FILENO);  // last words of a library that dies
  try {
    work();
  } catch (const InputError& error) {
    say(tell, error.what());
    ::_exit(kRefused);
  } catch (...) {
    ::_exit(kBroken);
  }
  ::_exit(0);
}

std::string heard(int from) {
  std::string text;
  std::array<char, 4096> part;
  for (;;) {
    const ssize_t got = ::read(from, part.data(), part.size());
    if (got > 0) text.append(part.data(), static_cast<std::size_t>(got));
    else if (got == 0 || errno != EINTR) return text;
  }
}

}  // namespace

void try_in_child(const std::filesystem::path& path, const std::function<void()>& work) {
  const auto unchecked = [&] {
    return InputError(path.string() + ": can't be checked (" + std::generic_category().message(errno) + ")");
  };
  std::array<int, 2> pipe;
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) throw unchecked();
  const pid_t child = fork_with_hdf5_at_rest();
  if (child == 0) try_and_go(path, work, pipe[1]);
  ::close(pipe[1]);
  if (child < 0) {
    const InputError error = unchecked();
    ::close(pipe[0]);
    throw error;
  }
  const std::string text = heard(pipe[0]);
  ::close(pipe[0]);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
  if (WIFEXITED(status) && WEXITSTATUS(status) == kRefused) throw InputError(text);
  throw InputError(path.string() +
                   ": damaged or forged (it can't be read without harm) use an undamaged copy");
}

}  // namespace fanfare
