// `fanfare sensitivity`: what moves the answer of a study with factors.
#include <memory>

#include "sim/cli/compute_flags.h"
#include "sim/cli/near_path.h"
#include "sim/cli/output.h"
#include "sim/cli/verbs.h"
#include "sim/sensitivity/say.h"

namespace fanfare {
namespace {

struct SensitivityFlags : ComputeFlags {
  std::string file, csv;
  sensitivity::Request request;
};

ExitCode ask(const Call& call, const SensitivityFlags& flags) {
  set_console(call.console, flags);
  expect_path(flags.file, Sought::results);
  const Results study = read_results(flags.file);
  if (!flags.csv.empty()) {
    expect_apart(flags.csv, {study.path});
    expect_free(flags.csv, flags.on_exists);
  }
  const sensitivity::Sensitivity found = sensitivity::sensitivity_of(study, flags.request);
  if (is_standard_output(flags.csv)) {
    call.console.answer(sensitivity::sensitivity_csv(found));
    return ExitCode::ok;
  }
  call.console.answer(flags.json
                          ? sensitivity::sensitivity_json(found)
                          : sensitivity::sensitivity_text(found, call.console.width(), language_of(flags)));
  if (!flags.csv.empty()) deliver(call.console, flags.csv, sensitivity::sensitivity_csv(found));
  return ExitCode::ok;
}

}  // namespace

void add_sensitivity(CommandLine& line) {
  const auto flags = std::make_shared<SensitivityFlags>();
  Flags verb =
      line.verb("sensitivity", "Say which factors of a study move its answer, and whether the ranking holds",
                "fanfare sensitivity results/ishigami --csv indices.csv\n"
                "after\n"
                "  fanfare run scenarios/studies/ishigami.yaml",
                [flags](const Call& call) { return ask(call, *flags); });
  verb.word("FILE", flags->file, "A finished study with a design over factors: study.h5, or its folder")
      .text("--measure", "NAME", flags->request.measure,
            "Measure to ask about, or one of its labels: NAME(label) (default: the study's primary)")
      .text("--plans", "FACTOR", flags->request.plans,
            "Factor whose levels are ranked (default: the first of words that is crossed with all others)")
      .text("--csv", "FILE", flags->csv, "Write a table too, a row an index; - for standard output instead")
      .choice("--on-exists", "WHAT", flags->on_exists,
              "If that file is there already: fail (default) or replace", {"fail", "replace"});
  add_language(verb, *flags);
  add_show_flags(verb, *flags);
}

}  // namespace fanfare
