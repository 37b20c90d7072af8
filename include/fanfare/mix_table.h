// What is put in and what comes out, as tables by week say it to programs that estimate which brought what
// (marketing-mix models). A declaration of the model; the engine writes the tables.
#pragma once

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

}  // namespace fanfare
