// The verdict in plain words. Everything said is *simulated*.
#pragma once

#include <string>
#include <vector>

#include "sim/judge/summary.h"

namespace fanfare {

// For someone who decides: one sentence that recommends, with the amount, its interval and the bad case; then
// the statistics: by how much, how sure; or that the arms can't be told apart at this n and how many
// replicates would. Of rows that show choices in circumstances, of those choices.
std::string verdict(const Comparison& comparison, Language language = Language::english);

// Its first sentence without the figures, for those who have them before their eyes.
std::string advice(const Comparison& comparison, Language language);

// The comparison that the first verdict is about; nullptr where no measure has a value.
const Comparison* answering(const StudySummary& summary);

// The primary measure's, no more than a reader will take in; where it has none to give, that of
// what the model would be judged by.
std::vector<std::string> verdicts(const StudySummary& summary, Language language = Language::english);

}  // namespace fanfare
