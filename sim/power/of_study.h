// Whether a real test would see what a finished study found: the effect and the luck come from its
// replicates, the test from flags.
#pragma once

#include <string>
#include <vector>

#include "sim/judge/statistics.h"
#include "sim/power/simulated_test.h"
#include "sim/results/results_file.h"
#include "sim/words/labels.h"

namespace fanfare::power {

struct Request {
  std::string arm;       // empty: the best by the measure
  std::string baseline;  // empty: the study's
  std::string measure;   // recorded; empty: the one behind the study's primary
  double luck = 1;       // times the variance of luck that replicates showed
  TestDesign test;
};

// A test of one size.
struct Row {
  std::uint32_t units = 0;
  double chance = 0, at_low = 0, at_high = 0;  // of seeing the effect: its mean, and the ends of its interval
  double detectable = 0;                       // seen with 80 %
  bool is_asked = false;
};

struct Power {
  std::string name, question, digest, arm, baseline, measure, label, unit;
  Interval effect;  // of the market over the test's weeks, paired
  Market market;    // with luck as asked
  double luck = 1;
  TestDesign test;  // weeks filled in
  std::vector<Row> rows;
  std::uint32_t needed = 0;  // units for 80 %; 0: more than were tried
};

// Errors: InputError with place and reason: no such arm or measure, one replicate, weeks beyond the runs.
Power power_of(const Results& study, const Request& request);

std::string power_text(const Power& p, std::size_t width, Language language);
std::string power_json(const Power& p);
// A page that stands alone: the answer, and the chance by size with its band.
std::string power_page(const Power& p, Language language);

}  // namespace fanfare::power
