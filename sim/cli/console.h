// What is said on the terminal: answers on stdout, everything else on stderr. Decides about colour and quiet
// once.
#pragma once

#include <exception>
#include <string>
#include <string_view>

#include "sim/study/options.h"

namespace fanfare {

enum class ColourChoice { automatic, always, never };

class Console {
 public:
  // NO_COLOR (no-color.org) and TERM=dumb turn `automatic` off; so does a stream that is no terminal.
  void set_colour(ColourChoice choice) { colour_ = choice; }
  void set_quiet(bool quiet) { quiet_ = quiet; }
  // stdout carries one JSON object and nothing else.
  void set_json(bool json) { json_ = json; }

  void answer(std::string_view text) const;       // stdout, always
  void say(std::string_view text) const;          // stdout, for people: not with --json or --quiet
  void note(std::string_view text) const;         // stderr: not with --quiet
  void error(std::string_view text) const;        // stderr: "fanfare: error: …"
  std::string bold(std::string_view text) const;  // for stdout
  std::size_t width() const;                      // columns of the terminal, 110 where there is none
  bool colours(int descriptor) const;
  bool quiet() const { return quiet_; }
  bool json() const { return json_; }

 private:
  ColourChoice colour_ = ColourChoice::automatic;
  bool quiet_ = false;
  bool json_ = false;
};

// A scenario or study is wrong: all its problems, rendered with their places.
struct BadScenario {
  std::string rendered;
  std::size_t problems = 0;
  ExitCode code = ExitCode::scenario;
};

// Bad flags, found after parsing. Exit code 2.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Says what went wrong and gives the exit code that stands for it.
ExitCode report(const Console& console, const std::exception_ptr& failure);

// Everything printed so far has arrived; else an InputError (a full disk, a closed pipe).
void flush_output();

}  // namespace fanfare
