// The flags that all verbs that compute have in common.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/cli/command_line.h"
#include "sim/cli/console.h"
#include "sim/cli/progress_sinks.h"
#include "sim/study/log.h"
#include "sim/study/options.h"

namespace fanfare {

// As typed. Flags point into it, so it must not move.
struct ComputeFlags {
  std::string out, seed, until, threads = "auto", on_exists, checkpoint_every, max_wall, fail = "end",
                                progress = "auto", colour = "auto", language = "en";
  std::vector<std::string> sets;
  std::uint32_t replicates = 0;
  int ranks = 0;
  bool dry_run = false, quiet = false, verbose = false, json = false;
};

// Where `on_exists` is fixed by the verb (resume), its flag is left out.
enum class OnExistsFlag { offered, fixed };
void add_compute_flags(Flags flags, ComputeFlags& typed, OnExistsFlag on_exists);

// Only --color, --quiet, --json: for verbs that show.
void add_show_flags(Flags flags, ComputeFlags& typed);
void add_threads(Flags flags, ComputeFlags& typed);
void add_progress(Flags flags, ComputeFlags& typed);
void add_language(Flags flags, ComputeFlags& typed);
// --set, --seed, --until, --replicates.
void add_value_flags(Flags flags, ComputeFlags& typed);

// Errors: UsageError for a value that is not understood.
ComputeOptions options_of(const ComputeFlags& flags, const std::vector<std::string>& command_line);
// Also starts the clock of --max-wall.
void start_clock(const ComputeFlags& flags);
void set_console(Console& console, const ComputeFlags& flags);
Language language_of(const ComputeFlags& flags);
Verbosity verbosity_of(const ComputeFlags& flags);
std::unique_ptr<ProgressSink> sink_of(const ComputeFlags& flags, const Console& console);

// "4" or "auto" (0). Errors: UsageError.
int threads_of(const std::string& text);

}  // namespace fanfare
