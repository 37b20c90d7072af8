// `fanfare report`: results as a page for people, or as Markdown.
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "sim/cli/compute_flags.h"
#include "sim/cli/near_path.h"
#include "sim/cli/output.h"
#include "sim/cli/verbs.h"
#include "sim/report/document.h"
#include "sim/report/html.h"
#include "sim/report/markdown.h"

namespace fanfare {
namespace {

struct ReportFlags : ComputeFlags {
  WordList files;
  std::string baseline, primary;
  bool markdown = false;
};

// Beside the results, unless told otherwise.
std::filesystem::path place_of(const ReportFlags& flags, const ReportSource& source) {
  if (!flags.out.empty()) return flags.out;
  return source.gathered.results.path.parent_path() / (flags.markdown ? "report.md" : "report.html");
}

std::vector<std::filesystem::path> inputs_of(const ReportFlags& flags, const ReportSource& source) {
  std::vector<std::filesystem::path> inputs = {source.gathered.results.path};
  for (const std::string& file : flags.files) {
    inputs.emplace_back(file);
    for (const char* name : {"run.h5", "study.h5"}) inputs.push_back(std::filesystem::path(file) / name);
  }
  return inputs;
}

ExitCode report_files(const Call& call, const ReportFlags& flags) {
  set_console(call.console, flags);
  for (const std::string& file : flags.files) expect_path(file, Sought::results);
  const Language language = language_of(flags);
  const ReportSource source = read_report_source(flags.files, flags.baseline, flags.primary);
  if (flags.json) {
    call.console.answer(report_document(source).dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
    return ExitCode::ok;
  }
  const std::filesystem::path path = place_of(flags, source);
  expect_apart(path, inputs_of(flags, source));
  expect_free(path, flags.on_exists);
  const std::string text =
      flags.markdown ? report_markdown(source, language) : report_html(report_document(source), language);
  for (const std::string& remark : in_english(source.gathered.summary.remarks())) call.console.note(remark);
  deliver(call.console, path, text);
  return ExitCode::ok;
}

}  // namespace

void add_report(CommandLine& line) {
  const auto flags = std::make_shared<ReportFlags>();
  Flags verb = line.verb("report", "Write a page that answers the question and shows why",
                         "fanfare report results/my_study/study.h5 --lang zh",
                         [flags](const Call& call) { return report_files(call, *flags); });
  verb.words("FILE", flags->files, "A finished study, or finished runs (paired where seeds are the same)")
      .text("-o,--out", "FILE", flags->out,
            "File to write, - for standard output (default: report.html beside the first file)")
      .toggle("--md", flags->markdown, "Markdown instead of a page: report.md")
      .choice("--lang", "LANGUAGE", flags->language, "Words: en (default) or zh; the page can switch",
              {"en", "zh"})
      .text("--baseline", "ARM", flags->baseline,
            "Arm to compare with (default: the study's, or the first file's)")
      .text("--primary", "NAME", flags->primary, "Measure for the answer (default: the study's)")
      .choice("--on-exists", "WHAT", flags->on_exists,
              "If the file is there already: fail (default) or replace", {"fail", "replace"});
  add_show_flags(verb, *flags);
}

}  // namespace fanfare
