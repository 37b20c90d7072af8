// A forecast as a page: what was foretold, and beside it what came, where that is known.
#pragma once

#include <string>
#include <vector>

#include "sim/forecast/score.h"
#include "sim/words/labels.h"

namespace fanfare {

// `scores` may be empty: nothing came yet.
std::string forecast_page(const Opened& opened, const std::vector<Score>& scores, Language language);

}  // namespace fanfare
