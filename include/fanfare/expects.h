// Our own mistakes: cheap checks that stay on in every build.
#pragma once

#include <stdexcept>
#include <string>

namespace fanfare {

// A broken promise inside the program. Exit code 1.
struct LogicError : std::logic_error {
  using std::logic_error::logic_error;
};

// The place is the caller's (std::source_location is missing in clang 14).
inline void expects(bool holds, const char* what, const char* file = __builtin_FILE(),
                    int line = __builtin_LINE()) {
  if (!holds) throw LogicError(std::string(file) + ":" + std::to_string(line) + ": " + what);
}

// The environment: a file, a disk, a library. Exit code 3. `what` names the path and the reason.
struct InputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The scenario asks for what can't be done, found after parsing (a selector that selects nobody). Exit
// code 2.
struct ScenarioError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace fanfare
