// The last lines of a verb that computed.
#pragma once

#include "sim/cli/console.h"
#include "sim/study/options.h"

namespace fanfare {

// For people: summary, notes, files, fingerprint. With --json: one object on stdout.
void say_outcome(const Console& console, const Outcome& outcome, Language language);

}  // namespace fanfare
