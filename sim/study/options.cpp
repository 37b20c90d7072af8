// The command that a stopped run prints.
#include "sim/study/options.h"

namespace fanfare {
namespace {

// Quoted for a shell if it must be.
std::string shell_word(const std::string& word) {
  constexpr const char* kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=:,%+@";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace

std::string report_command(const std::string& folder) { return "fanfare report " + shell_word(folder); }

std::string resume_command(const std::string& path, const ComputeOptions& options) {
  std::string command = "fanfare resume " + shell_word(path);
  if (!options.out.empty()) command += " --out " + shell_word(options.out);
  for (const SetOption& set : options.sets) command += " --set " + shell_word(set.path + "=" + set.value);
  if (options.replicates) command += " --replicates " + std::to_string(*options.replicates);
  if (options.language == Language::chinese) command += " --lang zh";
  return command;
}

}  // namespace fanfare
