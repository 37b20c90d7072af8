// Whether a process on another machine lives, told by what its heartbeat has changed since somebody here
// looked.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>

namespace fanfare {

// Clocks of machines differ, and jump: times are never compared across machines. What this machine saw of
// each heartbeat, and since when on its own clock (which counts from its start and is never set), is kept in
// DIR/looked-<host>.json from one look to the next.
class Looks {
 public:
  explicit Looks(std::filesystem::path folder);

  // True once the shard's heartbeat has said the same for a minute. Seen for the first time it is alive.
  bool is_silent(std::size_t shard, const std::string& beat);
  // For the next look; a folder that can't be written to is none's mistake.
  void keep() const;

 private:
  struct Seen {
    std::string beat;
    double since = 0;  // s since this machine started
  };
  std::filesystem::path file_;
  double now_ = 0;
  std::map<std::size_t, Seen> before_, seen_;
};

std::string this_host();

}  // namespace fanfare
