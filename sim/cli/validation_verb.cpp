// `fanfare validation`: the published results, run again and held against what they should give.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>

#include "sim/cli/compute_flags.h"
#include "sim/cli/verbs.h"
#include "sim/parallel.h"
#include "sim/results/atomic_file.h"
#include "sim/results/provenance.h"
#include "sim/stop.h"
#include "sim/validation/report.h"
#include "sim/words/text.h"

namespace fanfare {
namespace {

struct ValidationFlags : ComputeFlags {
  std::vector<std::string> ids;
  std::string folder, markdown;
  bool quick = false;

  ValidationForm form() const { return quick ? ValidationForm::quick : ValidationForm::full; }
};

// The same again, without what changes nothing in the results.
std::string command_of(const ValidationFlags& flags) {
  std::string text = "fanfare validation";
  for (const std::string& id : flags.ids) text += " " + id;
  if (flags.quick) text += " --quick";
  if (!flags.markdown.empty()) text += " --md " + flags.markdown;
  return text;
}

// All mistakes of all files, before anything is run.
void refuse_mistakes(const std::vector<ValidationCase>& cases) {
  BadScenario bad;
  for (const ValidationCase& one : cases) {
    if (one.problems.empty() || one.lacks_data()) continue;
    bad.rendered += one.problems.render();
    bad.problems += one.problems.size();
  }
  if (bad.problems > 0) throw bad;
}

// A bar on a terminal; elsewhere the rows themselves are the progress.
std::unique_ptr<ProgressSink> quiet_sink(const ValidationFlags& flags, const Console& console) {
  if (flags.progress == "auto" && ::isatty(STDERR_FILENO) != 1) return std::make_unique<NoProgress>();
  return sink_of(flags, console);
}

ValidationReport run_all(const Call& call, const ValidationFlags& flags, std::vector<ValidationCase>& cases) {
  const ComputeOptions options = options_of(flags, call.command_line());
  const int threads = options.threads > 0 ? options.threads : default_threads();
  const auto comm = local_comm();
  const ScratchFolder scratch;
  const auto start = std::chrono::steady_clock::now();
  ValidationReport report{{}, flags.form(), command_of(flags), program_provenance().version, threads, 0};
  for (ValidationCase& one : cases) {
    const auto sink = quiet_sink(flags, call.console);
    const CaseResult result =
        run_case(one, flags.form(), {options, *comm, *sink, Verbosity::quiet}, scratch.path());
    if (stop_asked()) break;
    call.console.say(case_text(result, call.console.width()) + "\n");
    flush_output();
    report.results.push_back(result);
  }
  report.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

ExitCode validation(const Call& call, const ValidationFlags& flags) {
  set_console(call.console, flags);
  watch_signals();
  std::vector<ValidationCase> cases = find_cases(validation_folder(flags.folder), flags.ids, flags.form());
  refuse_mistakes(cases);
  const ValidationReport report = run_all(call, flags, cases);
  if (stop_asked()) {
    call.console.note(fmt::format("stopped by {} after {} of {} studies", stop_reason(),
                                  report.results.size(), cases.size()));
    return ExitCode::stopped;
  }
  if (!flags.markdown.empty()) write_file(flags.markdown, validation_markdown(report));
  call.console.say(
      fmt::format("{}in {}\n", closing_text(report.results), people_duration(report.wall_seconds)));
  if (flags.json) call.console.answer(validation_json(report));
  return count(report.results).failed > 0 ? ExitCode::some_failed : ExitCode::ok;
}

}  // namespace

void add_validation(CommandLine& line) {
  const auto flags = std::make_shared<ValidationFlags>();
  Flags verb =
      line.verb("validation", "Run the published results again and show what passes",
                "fanfare validation --quick", [flags](const Call& call) { return validation(call, *flags); });
  verb.optional_words("ID", flags->ids, "Studies by file name or row of the catalogue (default: all)")
      .toggle("--quick", flags->quick,
              "Smaller worlds and fewer replicates, with the tolerances that go with them")
      .text("--md", "FILE", flags->markdown, "Write the table as Markdown (docs/validation.md)")
      .text("--folder", "DIR", flags->folder, "Where the studies are (default: scenarios/validation)");
  add_threads(verb, *flags);
  add_progress(verb, *flags);
  add_show_flags(verb, *flags);
}

}  // namespace fanfare
