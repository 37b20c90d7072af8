// Keys of the mechanism `roster`, and its creators as they were read.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "fanfare/ids.h"
#include "fanfare/problems.h"
#include "fanfare/schema.h"

namespace fanfare::fan_economy {

// A creator that has a name and a rate card.
struct RosterCreator {
  std::string name;
  std::string platform;               // empty: the first
  double followers = 0;               // people
  double engagement = 0.025;          // per impression
  Cents video = 0;                    // price of a post
  Cents image = 0;                    // the same as a picture; 0: as a video
  std::string niche;                  // topic; empty: as its account has it
  std::vector<std::string> audience;  // "women 60%"
  double returns = -1;                // of orders that came by it; −1: not known
};
void describe(Schema<RosterCreator>& s);

struct RosterKeys {
  std::string file;
  std::vector<RosterCreator> creators;
  double tolerance = 0.1;
  std::vector<std::string> pictures;  // campaigns that buy pictures
};
void describe(Schema<RosterKeys>& s);

struct RosterShare {
  std::string segment;
  double share = 0;
};
// "women 60%"; none if it is none.
bool read_share(const std::string& text, RosterShare& share);

// Where a creator was written: its line of the file and the columns of its cells, or the item of the list.
class RosterPlace {
 public:
  RosterPlace(std::string path) : path_(std::move(path)) {}
  RosterPlace(Mark line, std::vector<std::pair<std::string, int>> columns)
      : line_(std::move(line)), columns_(std::move(columns)) {}
  void problem(Problems& problems, const std::string& key, const std::string& what,
               const std::string& suggestion) const;

 private:
  std::string path_;
  Mark line_;
  std::vector<std::pair<std::string, int>> columns_;
};

struct RosterEntry {
  RosterCreator creator;
  RosterPlace place;
};

// All of the list, then of the file. Errors: into `problems`; InputError for a file that can't be read.
std::vector<RosterEntry> read_roster(const RosterKeys& keys, Problems& problems);

}  // namespace fanfare::fan_economy
