// What all verbs that compute are told, and what they give back. Parsed by the command line, understood here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fanfare/model.h"
#include "sim/scenario/scenario.h"
#include "sim/study/run_folder.h"
#include "sim/words/labels.h"

namespace fanfare {

enum class FailPolicy {
  fast,   // the first failed run starts no further one; exit code 4
  end,    // all runs are tried; exit code 4 if any failed
  never,  // all runs are tried; failed ones are recorded and forgiven
};

inline constexpr std::size_t kFileWidth = 110;  // marks a line of summary.txt

struct ComputeOptions {
  std::vector<std::string> command_line;
  std::string out;                          // folder; empty: results/<name>
  std::vector<SetOption> sets;              // with --seed as run.seed and --until as run.until
  std::optional<std::uint32_t> replicates;  // over the study's own
  int threads = 0;                          // 0: as many as the machine grants
  OnExists on_exists = OnExists::fail;
  double checkpoint_every = 0;  // simulated days; 0: only when stopped
  FailPolicy fail = FailPolicy::end;
  Language language = Language::english;  // of the summary
  std::size_t width = kFileWidth;         // of the summary where it is shown; in its file it has that of files
};

// Exit codes of the program, as documented.
enum class ExitCode : int {
  ok = 0,
  internal = 1,
  scenario = 2,
  input = 3,
  some_failed = 4,
  stopped = 5,
  differs = 6,
};

// The command that goes on with what was stopped: the same file, folder and values.
std::string resume_command(const std::string& path, const ComputeOptions& options);

// The command that shows the results of a folder.
std::string report_command(const std::string& folder);

// How an invocation ended, for the last lines and for --json.
struct Outcome {
  ExitCode code = ExitCode::ok;
  std::string status;  // "complete", "incomplete" (runs are missing), "stopped", "failed"
  std::string name;
  std::string digest;              // of the scenario
  std::string fingerprint;         // 16 hex digits; empty if nothing ended
  std::vector<std::string> files;  // written, most useful first
  std::vector<Headline> headlines;
  std::vector<std::string> notes;  // for the user: what was skipped, what failed and why, how to go on
  std::string summary;             // text to print before the last lines
  std::vector<std::string> said;   // notes that `summary` says too
  std::string next;                // a command worth giving next
  std::size_t runs = 1;
  std::size_t runs_done = 1;
  double wall_seconds = 0;
};

}  // namespace fanfare
