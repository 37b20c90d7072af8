// log.txt: what happened when, for someone who looks later. With -v the same lines go to stderr.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

namespace fanfare {

enum class Verbosity { quiet, normal, verbose };

// Thread-safe. A log without a file (ranks other than 0, --dry-run) keeps nothing.
class Log {
 public:
  Log();  // keeps nothing
  // Appends to `path`. Errors: InputError.
  Log(const std::filesystem::path& path, Verbosity verbosity);
  ~Log();
  Log(Log&&) noexcept;
  Log& operator=(Log&&) noexcept;

  void info(std::string_view text);
  void error(std::string_view text);

 private:
  struct Sink;
  std::unique_ptr<Sink> sink_;
};

}  // namespace fanfare
