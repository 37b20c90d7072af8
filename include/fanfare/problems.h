// What is wrong with a scenario, collected so that all of it is shown at once, in the order of the file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fanfare/config.h"

namespace fanfare {

// A user's mistake, with its place.
struct Problem {
  enum class Kind { scenario, input };  // `input`: a file that can't be read (exit code 3, not 2)

  Mark mark;
  std::string path;        // "feed.length"; may be empty
  std::string what;        // "0 is outside [1, 1000]"
  std::string suggestion;  // why, or what to do: "did you mean 'half_life'?"; may be empty
  Kind kind = Kind::scenario;
};

class Problems {
 public:
  // The same problem twice is kept once.
  void add(Problem problem);
  void add(const Mark& mark, std::string_view path, std::string_view what, std::string_view suggestion = {});

  bool empty() const { return problems_.empty(); }
  std::size_t size() const { return problems_.size(); }
  // By file (in the order first met), line, column.
  std::vector<Problem> sorted() const;
  // One block of lines for each, as a compiler shows it, with the line and a caret; ends with a newline.
  std::string render() const;
  // 0: none; 2: a scenario is wrong; 3: only inputs are missing or unreadable.
  int exit_code() const;

 private:
  std::vector<Problem> problems_;
};

std::string render(const Problem& problem);

}  // namespace fanfare
