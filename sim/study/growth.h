// Whether a study has replicates enough, as its key `replicates` asks.
#pragma once

#include <cstddef>

#include "sim/judge/summary.h"
#include "sim/scenario/study.h"

namespace fanfare {

// How wide the widest interval is, in the unit of the rule: a share of the mean, or an amount.
double widest_half(const StudySummary& summary, const Growth& growth);

// The replicates to go on to: those that the spread so far asks for, at most twice as many; no more than there are if
// all intervals are narrow enough, or at_most is reached. Depends on the summary alone, so a study that was stopped ends
// where it would have.
std::size_t next_replicates(const StudySummary& summary, const Growth& growth);

}  // namespace fanfare
