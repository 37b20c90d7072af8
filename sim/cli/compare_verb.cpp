// `fanfare compare`: arms against each other, with intervals and a verdict.
#include "sim/cli/compute_flags.h"
#include "sim/cli/near_path.h"
#include "sim/cli/verbs.h"
#include "sim/judge/gather.h"
#include "sim/say/summary_text.h"

namespace fanfare {
namespace {

struct CompareFlags : ComputeFlags {
  CompareRequest request;
};

// Where the numbers come from, as the last lines of a run say where they went.
std::string sources(const CompareRequest& request, const StudySummary& summary, Language language) {
  std::string text = "\n" + label("run.read_from", language) + "\n";
  for (const std::string& file : request.files) text += "  " + file + "\n";
  if (summary.fingerprint.empty()) return text;
  return text + sentence("run.fingerprint", language, {{"fingerprint", summary.fingerprint}}) + "\n";
}

ExitCode compare(const Call& call, const CompareFlags& flags) {
  set_console(call.console, flags);
  for (const std::string& file : flags.request.files) expect_path(file, Sought::results);
  const StudySummary summary = compare_files(flags.request);
  call.console.answer(flags.json ? summary_json(summary)
                                 : summary_text(summary, call.console.width(), language_of(flags)) +
                                       sources(flags.request, summary, language_of(flags)));
  return ExitCode::ok;
}

}  // namespace

void add_compare(CommandLine& line) {
  const auto flags = std::make_shared<CompareFlags>();
  CompareRequest& request = flags->request;
  Flags verb = line.verb("compare", "Set the arms of a study, or finished runs, against each other",
                         "fanfare compare results/my_study/study.h5 --lang zh",
                         [flags](const Call& call) { return compare(call, *flags); });
  verb.words("FILE", request.files, "A finished study, or finished runs (paired where seeds are the same)")
      .text("--baseline", "ARM", request.baseline,
            "Arm to compare with (default: the study's, or the first file's)")
      .text("--primary", "NAME", request.primary, "Measure for the verdict (default: the study's)")
      .repeated("--measure", "NAME", request.measures, "Measure to show; may be repeated");
  add_language(verb, *flags);
  add_show_flags(verb, *flags);
}

}  // namespace fanfare
