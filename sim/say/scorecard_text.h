// The scorecard in words, of either language.
#pragma once

#include <string>
#include <vector>

#include "sim/judge/scorecard.h"
#include "sim/words/labels.h"

namespace fanfare {

// A table `fact  value  band  pass|warn  citation`, or "" without lines.
std::string scorecard_text(const std::vector<ScorecardLine>& lines, std::size_t width,
                           Language language = Language::english);

}  // namespace fanfare
