#include "sim/cli/output.h"

#include <fmt/format.h>

#include "fanfare/expects.h"
#include "sim/results/atomic_file.h"

namespace fanfare {

bool is_standard_output(const std::filesystem::path& path) { return path == "-"; }

void expect_free(const std::filesystem::path& path, const std::string& on_exists) {
  if (!is_standard_output(path) && std::filesystem::exists(path) && on_exists != "replace")
    throw InputError(
        fmt::format("{}: exists (nothing is overwritten unasked) add --on-exists replace", path.string()));
}

void expect_apart(const std::filesystem::path& path, const std::vector<std::filesystem::path>& inputs) {
  std::error_code ignored;
  for (const std::filesystem::path& input : inputs)
    if (!is_standard_output(path) && std::filesystem::equivalent(path, input, ignored))
      throw InputError(fmt::format(
          "{}: is what is read (it would be overwritten) choose another file with --out", path.string()));
}

void deliver(const Console& console, const std::filesystem::path& path, const std::string& text) {
  if (is_standard_output(path)) {
    console.answer(text);
    return;
  }
  write_file(path, text);
  console.say("  " + path.string() + "\n");
}

}  // namespace fanfare
