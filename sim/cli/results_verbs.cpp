// `fanfare info`, `export` and `reproduce`: what a results file holds, as a table, and whether it comes out
// again.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

#include "sim/cli/compute_flags.h"
#include "sim/cli/near_path.h"
#include "sim/cli/output.h"
#include "sim/cli/verbs.h"
#include "sim/mix/mix_export.h"
#include "sim/results/export.h"
#include "sim/results/info.h"
#include "sim/stop.h"
#include "sim/study/reproduce.h"

namespace fanfare {
namespace {

struct FileFlags : ComputeFlags {
  std::string file, to = "csv", by = "week";
  MixRequest mix;
  std::uint32_t replicate = 0;
};

// A folder of results folders is not one of them, but says which there are.
Results read(const FileFlags& flags, Unfinished unfinished = Unfinished::refuse) {
  expect_path(flags.file, Sought::results);
  const std::string inside = std::filesystem::is_directory(flags.file) ? results_under(flags.file) : "";
  try {
    return read_results(flags.file, unfinished);
  } catch (const InputError& error) {
    if (inside.empty()) throw;
    throw InputError(fmt::format("{}; did you mean one of {}?", error.what(), inside));
  }
}

ExitCode info(const Call& call, const FileFlags& flags) {
  set_console(call.console, flags);
  const Results results = read(flags, Unfinished::accept);
  call.console.answer(
      flags.json ? info_json(results).dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n"
                 : info_text(results));
  return ExitCode::ok;
}

// "mix.csv" → "mix.truth.json".
std::filesystem::path truth_beside(const std::filesystem::path& table) {
  return std::filesystem::path(table).replace_extension("truth.json");
}

// "mix.csv" → "mix.columns.json".
std::filesystem::path columns_beside(const std::filesystem::path& table) {
  return std::filesystem::path(table).replace_extension("columns.json");
}

// For a marketing-mix model: the table, how it is read, and what is true in a file of its own.
ExitCode export_mix(const Call& call, const FileFlags& flags) {
  MixRequest request = flags.mix;
  request.days = flags.by == "day" ? 1 : 7;
  request.replicate = flags.replicate;
  if (!request.parts.empty() && flags.to == "robyn")
    throw UsageError("--regions: Robyn models one market (leave out --regions, or export to meridian or pymc-marketing)");
  const bool has_columns = flags.to == "meridian";
  CompareRequest files;
  files.files = {flags.file};
  const Mix mix = mix_of(gather_files(files), request);
  const std::filesystem::path path = flags.out.empty() ? "-" : flags.out;
  const bool is_file = path != "-";
  expect_apart(path, {flags.file});
  expect_free(path, flags.on_exists);
  if (is_file && !mix.effects.empty()) expect_free(truth_beside(path), flags.on_exists);
  if (is_file && has_columns) expect_free(columns_beside(path), flags.on_exists);
  const Language language = language_of(flags);
  const auto remark = [&](const char* key, const Blanks& blanks) {
    call.console.note(sentence(key, language, blanks));
  };
  remark("mix.of", {{"arm", mix.arm},
                    {"replicate", std::to_string(mix.replicate)},
                    {"rows", std::to_string(mix.dates.size())},
                    {"inputs", std::to_string(mix.inputs.size())}});
  if (mix.left_out > 0) remark("mix.left_out", {{"days", std::to_string(mix.left_out)}});
  if (mix.effects.empty()) remark("mix.no_truth", {});
  deliver(call.console, path, mix_csv(mix, mix_tool(flags.to)));
  if (is_file && has_columns) deliver(call.console, columns_beside(path), mix_columns(mix));
  if (is_file && !mix.effects.empty()) deliver(call.console, truth_beside(path), mix_truth(mix));
  return ExitCode::ok;
}

ExitCode export_table(const Call& call, const FileFlags& flags) {
  set_console(call.console, flags);
  expect_path(flags.file, Sought::results);
  if (flags.to != "csv") return export_mix(call, flags);
  const Results results = read(flags);
  std::ostringstream table;
  export_csv(results, table);
  const std::filesystem::path path = flags.out.empty() ? "-" : flags.out;
  expect_apart(path, {results.path});
  expect_free(path, flags.on_exists);
  deliver(call.console, path, table.str());
  return ExitCode::ok;
}

nlohmann::ordered_json as_json(const std::vector<Reproduced>& runs, bool same) {
  nlohmann::ordered_json json = {{"status", same ? "identical" : "different"},
                                 {"runs", nlohmann::ordered_json::array()}};
  for (const Reproduced& run : runs)
    json["runs"].push_back({{"run", run.run}, {"then", run.then}, {"now", run.now}, {"same", run.same()}});
  return json;
}

std::string as_text(const Results& results, const std::vector<Reproduced>& runs, bool same) {
  if (same)
    return fmt::format("identical: fingerprint {}{}\n", results.provenance.fingerprint,
                       runs.size() > 1 ? fmt::format(" ({} runs)", runs.size()) : "");
  std::string text;
  for (const Reproduced& run : runs)
    if (!run.same())
      text += fmt::format("different: {}{}fingerprint {} in the file, {} now\n", run.run,
                          run.run.empty() ? "" : ": ", run.then, run.now);
  const Provenance program = program_provenance();
  if (program.version != results.provenance.version || program.commit != results.provenance.commit)
    text +=
        fmt::format("The file was written by fanfare {} ({}), this is {} ({}).\n", results.provenance.version,
                    results.provenance.commit, program.version, program.commit);
  return text;
}

ExitCode reproduce_file(const Call& call, const FileFlags& flags) {
  set_console(call.console, flags);
  const Results results = read(flags);
  watch_signals();
  const auto sink = sink_of(flags, call.console);
  const std::vector<Reproduced> runs = reproduce(results, threads_of(flags.threads), *sink);
  if (stop_asked())
    throw InputError(fmt::format("stopped by {} (nothing was compared) run it again", stop_reason()));
  const bool same = std::all_of(runs.begin(), runs.end(), [](const Reproduced& run) { return run.same(); });
  call.console.answer(
      flags.json ? as_json(runs, same).dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n"
                 : as_text(results, runs, same));
  return same ? ExitCode::ok : ExitCode::differs;
}

using FileWork = ExitCode (*)(const Call&, const FileFlags&);

struct FileVerb {
  Flags flags;
  FileFlags& typed;
};

// A verb that takes one results file.
FileVerb file_verb(CommandLine& line, const std::string& name, const std::string& help,
                   const std::string& example, FileWork work) {
  const auto typed = std::make_shared<FileFlags>();
  Flags flags =
      line.verb(name, help, example, [typed, work](const Call& call) { return work(call, *typed); });
  flags.word("FILE", typed->file, "run.h5, study.h5, or their folder");
  add_show_flags(flags, *typed);
  return {flags, *typed};
}

}  // namespace

void add_info(CommandLine& line) {
  file_verb(line, "info", "Show what is inside a results file", "fanfare info results/my_study/study.h5",
            info);
}

void add_export(CommandLine& line) {
  FileVerb verb = file_verb(line, "export", "Write results as one tidy table",
                            "fanfare export results/tiny/run.h5 --to csv -o tiny.csv\n"
                            "  fanfare export results/tracking --to meridian -o mix.csv",
                            export_table);
  verb.flags
      .choice("--to", "FORMAT", verb.typed.to,
              "csv, or the table of a marketing-mix model: meridian, robyn, pymc-marketing",
              {"csv", "meridian", "robyn", "pymc-marketing"})
      .text("--arm", "NAME", verb.typed.mix.arm, "Of these: the arm (default: the one with most inputs)")
      .number("--replicate", verb.typed.replicate, "Of these: the world (default 0)", 0, 1'000'000)
      .text("--of", "NAME", verb.typed.mix.of, "Of these: whose outcome (default: the first)")
      .repeated("--regions", "NAME", verb.typed.mix.parts,
                "Of these: rows for each of these measured segments, who lie apart; may be repeated (the run logs media_log)")
      .choice("--by", "ROW", verb.typed.by, "Of these: a row a week (default) or a day", {"week", "day"})
      .text("-o,--out", "FILE", verb.typed.out, "File to write, - for standard output (default)")
      .choice("--on-exists", "WHAT", verb.typed.on_exists,
              "If the file is there already: fail (default) or replace", {"fail", "replace"});
}

void add_reproduce(CommandLine& line) {
  const FileVerb verb =
      file_verb(line, "reproduce", "Run again from a results file alone and compare fingerprints",
                "fanfare reproduce results/my_study/study.h5", reproduce_file);
  add_threads(verb.flags, verb.typed);
  add_progress(verb.flags, verb.typed);
}

}  // namespace fanfare
