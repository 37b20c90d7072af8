// What is put in and what comes out, as tables by week say it to programs that estimate which brought what
// (marketing-mix models). A declaration of the model; the engine writes the tables.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace fanfare {

// Recorded sums since the start over time, or over time and one further axis. Of an axis that is the outcome's, the
// entry that the table is of; of any other, each entry is an input of its own.
struct MixInput {
  std::string_view name;    // of the input, where it has no axis of its own: "ads"
  std::string_view put_in;  // money
  std::string_view shown;   // what it bought
};

struct MixTable {
  std::vector<MixInput> inputs;
  std::string_view outcome;  // count, over time and the axis of which the table has one entry
  std::string_view worth;    // its money, same axes
};

// Those to whom an input was shown at least once in each period of so many days, added up over periods.
struct MixReach {
  std::size_t days;
  std::string_view people;
};

// The same of parts of the market, over one further axis, its last: what is put in is known of the whole
// alone.
struct MixParts {
  std::string_view people;          // who is in it, now
  std::string_view outcome, worth;  // over the outcome's axis
  std::string_view shown;           // over the inputs' axis
  std::vector<MixReach> reach;
};

// Where a run counted them, over an axis whose entries are called as the inputs are.
struct MixCounts {
  std::string_view shown;  // how often
  std::vector<MixReach> reach;
  MixParts parts;
};

}  // namespace fanfare
