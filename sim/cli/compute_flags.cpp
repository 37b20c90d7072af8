// Flags to options: words are checked by the parser, quantities by the reader of scenarios.
#include "sim/cli/compute_flags.h"

#include <fmt/format.h>

#include <charconv>

#include "fanfare/quantity.h"
#include "sim/stop.h"

namespace fanfare {
namespace {

double days(const std::string& flag, const std::string& text) {
  QuantityError error;
  const auto value = read_quantity(text, {Unit::days, {}, nullptr}, error);
  if (!value)
    throw UsageError(fmt::format("{} {}: {} (a span of time) {}", flag, text, error.what, error.suggestion));
  if (!(*value > 0)) throw UsageError(fmt::format("{} {}: must be above 0", flag, text));
  return *value;
}

// A bare number means seconds; units as in scenarios, and "90 s".
double seconds(const std::string& flag, const std::string& text) {
  std::string number = text;
  if (number.ends_with('s')) number.pop_back();
  while (number.ends_with(' ')) number.pop_back();
  double value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (error == std::errc() && end == number.data() + number.size() && value > 0) return value;
  return days(flag, text) * 86'400;
}

}  // namespace

void add_show_flags(Flags flags, ComputeFlags& f) {
  flags.toggle("-q,--quiet", f.quiet, "Say nothing but errors")
      .toggle("--json", f.json, "Print one JSON object, for programs")
      .choice("--color", "WHEN", f.colour, "Colours: auto, always or never (NO_COLOR is honoured)",
              {"auto", "always", "never"});
}

void add_threads(Flags flags, ComputeFlags& f) {
  flags.text("--threads", "N", f.threads, "Threads, or auto: SLURM_CPUS_PER_TASK, else the machine");
}

void add_progress(Flags flags, ComputeFlags& f) {
  flags.choice("--progress", "HOW", f.progress, "Progress on stderr: auto, bar, plain, json or off",
               {"auto", "bar", "plain", "json", "off"});
}

void add_language(Flags flags, ComputeFlags& f) {
  flags.choice("--lang", "LANGUAGE", f.language, "Language of what is found: en (default) or zh",
               {"en", "zh"});
}

void add_value_flags(Flags flags, ComputeFlags& f) {
  flags.repeated("--set", "PATH=VALUE", f.sets, "Change a value of the scenario; may be repeated")
      .text("--seed", "N", f.seed, "Seed of all random numbers (run.seed)")
      .text("--until", "DAYS", f.until, "Simulated days to run (run.until)")
      .number("--replicates", f.replicates, "Worlds to draw for each arm", 1, 1'000'000);
}

void add_compute_flags(Flags flags, ComputeFlags& f, OnExistsFlag on_exists) {
  flags.text("-o,--out", "DIR", f.out, "Folder for the results (default: results/<name>)");
  add_value_flags(flags, f);
  add_threads(flags, f);
  flags.toggle("--dry-run", f.dry_run, "Read and check everything, say what would be done, and stop");
  if (on_exists == OnExistsFlag::offered)
    flags.choice("--on-exists", "WHAT", f.on_exists,
                 "If results are there already: fail (default), replace or resume",
                 {"fail", "replace", "resume"});
  flags
      .text("--checkpoint-every", "DAYS", f.checkpoint_every,
            "Simulated days between checkpoints, e.g. 5d (default: only when stopped)")
      .text("--max-wall", "TIME", f.max_wall,
            "Stop after this time with a checkpoint, e.g. 90 s, 30 min, 2 h")
      .choice("--fail", "WHEN", f.fail, "When a run of a study fails: fast, end (default) or never",
              {"fast", "end", "never"})
      .toggle("-v,--verbose", f.verbose, "Show the log while running")
      .hidden("--ranks", f.ranks, 1, 64);  // in one process; mpirun is the real thing
  add_progress(flags, f);
  add_language(flags, f);
  add_show_flags(flags, f);
}

int threads_of(const std::string& text) {
  if (text == "auto") return 0;
  int threads = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), threads);
  if (error != std::errc() || end != text.data() + text.size() || threads < 1 || threads > 4096)
    throw UsageError(fmt::format("--threads {}: is no number of threads (1 to 4096, or auto)", text));
  return threads;
}

ComputeOptions options_of(const ComputeFlags& f, const std::vector<std::string>& command_line) {
  ComputeOptions o;
  o.command_line = command_line;
  o.out = f.out;
  for (const std::string& set : f.sets) o.sets.push_back(parse_set_option(set));
  if (!f.seed.empty()) o.sets.push_back({"run.seed", f.seed});
  if (!f.until.empty()) o.sets.push_back({"run.until", f.until});
  if (f.replicates > 0) o.replicates = f.replicates;
  o.threads = threads_of(f.threads);
  o.on_exists = f.on_exists == "replace"  ? OnExists::replace
                : f.on_exists == "resume" ? OnExists::resume
                                          : OnExists::fail;
  if (!f.checkpoint_every.empty()) o.checkpoint_every = days("--checkpoint-every", f.checkpoint_every);
  o.language = language_of(f);
  o.fail = f.fail == "fast" ? FailPolicy::fast : f.fail == "never" ? FailPolicy::never : FailPolicy::end;
  return o;
}

void start_clock(const ComputeFlags& f) {
  if (!f.max_wall.empty()) stop_after(seconds("--max-wall", f.max_wall));
}

void set_console(Console& console, const ComputeFlags& f) {
  console.set_colour(f.colour == "always"  ? ColourChoice::always
                     : f.colour == "never" ? ColourChoice::never
                                           : ColourChoice::automatic);
  console.set_quiet(f.quiet);
  console.set_json(f.json);
}

Language language_of(const ComputeFlags& f) {
  return f.language == "zh" ? Language::chinese : Language::english;
}

Verbosity verbosity_of(const ComputeFlags& f) {
  return f.quiet ? Verbosity::quiet : f.verbose ? Verbosity::verbose : Verbosity::normal;
}

std::unique_ptr<ProgressSink> sink_of(const ComputeFlags& f, const Console& console) {
  const std::string how = f.quiet && f.progress == "auto" ? "off" : f.progress;
  return make_progress_sink(how, console, language_of(f));
}

}  // namespace fanfare
