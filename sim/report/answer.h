// The answer in one or two sentences, English or Chinese, and as the page's title line. Words come from the label
// table, numbers from the comparison. Everything said is *simulated*.
#pragma once

#include <string>
#include <vector>

#include "sim/study/labels.h"
#include "sim/study/summary.h"

namespace fanfare {

// "incremental contribution per yuan (aurora)": the name in words; `help` is said where the table has none.
std::string measure_name(const Measure& measure, Language language);

// Of one comparison.
std::string answer(const Comparison& comparison, Language language);

// Of a study or of runs: the primary measure's first; no more than a reader will take in.
std::vector<std::string> answers(const StudySummary& summary, Language language);

}  // namespace fanfare
