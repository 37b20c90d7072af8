// Where numbers come from: program, scenario, inputs, seed; and, kept apart, the circumstances of one
// invocation. Describes a run; computes nothing of it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace fanfare {

// A file that a run read. `text` is kept for scenario files (a run can be repeated from its results
// alone), and is empty for data.
struct ProvenanceFile {
  std::string path;    // as written on the command line or in the file that names it
  std::string sha256;  // 64 hex digits
  std::string text;
};

// One leaf of the effective scenario.
struct ResolvedValue {
  std::string path;    // "platforms.short_video.feed.half_life"
  std::string value;   // text that the parser reads back to the same value
  std::string origin;  // "default", or where it was given: "scenarios/tiny.yaml:12", "arm kol", "--set"
};

// The only part that may differ between two identical runs.
struct Invocation {
  std::string command_line;
  std::string host;
  int threads = 1;
  int ranks = 1;
  std::string started;  // UTC, "2026-03-02T10:00:00Z"
  double wall_seconds = 0;
};

struct Provenance {
  std::string version;  // of this program
  std::string commit;
  std::string compiler;
  std::string flags;
  std::map<std::string, std::string> libraries;  // name → version
  std::string rng;                               // "Philox4x32-10 (Random123), …"
  std::string name;                              // of the scenario or study
  std::string question;
  std::string model;
  std::string entry_file;       // the file given to `fanfare run`: one of `files`
  std::string scenario_digest;  // SHA-256 of the effective scenario; what tables quote
  std::string resolved;         // the effective scenario as YAML
  std::vector<ResolvedValue> values;
  std::vector<ProvenanceFile> files;
  std::vector<std::string> overrides;  // "--set" options in order, "path=value"
  std::uint64_t seed = 0;              // run.seed
  std::uint64_t replicate = 0;         // of a part of a study; a run of its own is 0
  std::string fingerprint;  // fingerprint_text() of the run; of a study: over the fingerprints of its runs
  std::string headlines;    // of a run of its own: JSON, from which its summary can be written again
  Invocation invocation;
};

// Version, commit, compiler, flags, libraries and rng of this program; the rest left empty.
Provenance program_provenance();

// Command line, host and start of this process; `wall_seconds` left for the end.
Invocation this_invocation(const std::vector<std::string>& command_line, int threads, int ranks);

}  // namespace fanfare
