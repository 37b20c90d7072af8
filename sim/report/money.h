// What creators cost and brought, and where the money went.
#pragma once

#include "sim/report/document.h"

namespace fanfare {

// One point a contract ([kind, followers, paid, impressions, engagements, replicate]) and, by kind, what a contract
// costs and brings on average.
Json creators_json(const Dataset& study);
// By arm, the flows of money between the books: [from, to, what, amount], means over replicates.
Json money_json(const ReportSource& source);

}  // namespace fanfare
