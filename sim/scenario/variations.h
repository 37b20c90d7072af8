// What a study asks beside its arms: `plausible`, `why`, `leave_out`. Read into variations, and the rows in which arms
// are run again under each. Used by study.cpp.
#pragma once

#include <span>

#include "sim/scenario/study.h"

namespace fanfare {

inline constexpr const char* kVariationKeys[] = {"plausible", "why", "leave_out"};

// Adds the variations that `tree` asks for, and their rows, to a study whose arms are read. With problems there are
// none.
void read_variations(Study& study, const ConfigNode& tree, std::span<const SetOption> sets, Problems& problems);

// Takes the rows of a variation away, with the variation: it turned out to be what is there already.
void drop_variation(Study& study, std::size_t variation);

}  // namespace fanfare
