#include "sim/scenario/installed.h"

#include <system_error>

namespace fanfare {

namespace fs = std::filesystem;

fs::path installed(const std::string& inside) {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  return error ? fs::path() : program.parent_path().parent_path() / "share/fanfare" / inside;
}

fs::path scenarios_folder() {
  std::error_code ignored;
  const fs::path here = "scenarios", there = installed("scenarios");
  return !fs::is_directory(here, ignored) && fs::is_directory(there, ignored) ? there : here;
}

}  // namespace fanfare
