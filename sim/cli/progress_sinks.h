// Progress on stderr: a bar on a terminal, lines elsewhere, JSON for programs.
#pragma once

#include <memory>
#include <string>

#include "sim/cli/console.h"
#include "sim/study/progress.h"
#include "sim/words/labels.h"

namespace fanfare {

// `how`: auto (a bar on a terminal that can redraw a line, else plain), bar, plain, json, off.
// Bar and lines speak `language`.
std::unique_ptr<ProgressSink> make_progress_sink(const std::string& how, const Console& console,
                                                 Language language);

}  // namespace fanfare
