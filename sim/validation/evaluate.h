// Whether the numbers of a finished study are those that its file expects. Reads arrays, runs nothing.
#pragma once

#include <string>
#include <vector>

#include "fanfare/dataset.h"
#include "sim/judge/statistics.h"
#include "sim/scenario/expectation.h"

namespace fanfare {

enum class ValidationForm { full, quick };

enum class Judgement {
  pass,
  warn,  // outside, of a class that only warns
  fail,  // outside, of a class that decides; or there is no value to judge
};
std::string_view to_string(Judgement judgement);

// A line of `expect`, judged. Every number in it is simulated.
struct Judged {
  std::string what;       // "r15: final_size"
  std::string published;  // "0.583 ± 0.01", "0.15 to 0.3", "below mean_field"
  std::string source;     // "published", "computed"
  std::string category;   // "V1"
  Interval ours;          // over replicates; of below and above: of the paired difference, high − low
  bool is_difference = false;
  std::string unit;
  std::size_t replicates = 0;  // that were run; ours.n of them have a value
  Judgement judgement = Judgement::fail;
  std::string reason;  // why it does not pass
};

// `study`: stacked, with axes (arm | point, replicate, …). All lines, in the order written. A line of a class
// that decides (V1, V2) passes if its whole 95 % interval lies where it is expected, of one that warns if its
// mean does. A line whose measure, label or time is not there fails and says why.
std::vector<Judged> evaluate(const Validation& validation, const Dataset& study, ValidationForm form);

// "0.583 ± 0.01", "0.15 to 0.3", "below mean_field by 0.05".
std::string expected_text(const Expectation& e, ValidationForm form);

}  // namespace fanfare
