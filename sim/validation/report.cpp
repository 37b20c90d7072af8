// The same rows in three dresses.
#include "sim/validation/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sim/validation/table_number.h"
#include "sim/words/json_number.h"
#include "sim/words/text.h"

namespace fanfare {

using Json = nlohmann::ordered_json;

namespace {

// "0.5826 ± 0.0013"; of one replicate without an interval.
std::string ours_text(const Judged& f) {
  if (f.ours.n == 0) return "–";
  const std::string sign = f.is_difference ? "Δ " : "";
  if (!f.ours.exists()) return sign + table_number(f.ours.mean);
  return fmt::format("{}{} ± {:.2g}", sign, table_number(f.ours.mean), f.ours.mean - f.ours.low);
}

std::string n_text(const Judged& f) {
  return f.ours.n == f.replicates ? std::to_string(f.ours.n)
                                  : fmt::format("{} of {}", f.ours.n, f.replicates);
}

std::string judged(const Judged& f) {
  const std::string text(to_string(f.judgement));
  return f.reason.empty() ? text : text + ": " + f.reason;
}

std::string replicates_text(const CaseResult& r) {
  return r.replicates == 1 ? "1 replicate" : fmt::format("{} replicates", r.replicates);
}

// "A1_discrete", or "B1 simsom" where the file is not named by its row.
std::string name_of(const CaseResult& r) { return r.id.starts_with(r.row) ? r.id : r.row + " " + r.id; }

std::string citation_of(const CaseResult& r) { return fmt::format("{} · {}", name_of(r), r.citation); }

}  // namespace

ValidationCounts count(const std::vector<CaseResult>& results) {
  ValidationCounts counts;
  for (const CaseResult& r : results) {
    counts.skipped += r.skipped.empty() ? 0 : 1;
    for (const Judged& f : r.findings)
      ++(f.judgement == Judgement::pass   ? counts.passed
         : f.judgement == Judgement::warn ? counts.warned
                                          : counts.failed);
  }
  return counts;
}

std::string case_text(const CaseResult& r, std::size_t width) {
  if (!r.skipped.empty()) return fmt::format("{} · skipped: {}\n", r.id, r.skipped);
  std::string text =
      fmt::format("{} · {} · {}\n", citation_of(r), replicates_text(r), people_duration(r.wall_seconds));
  Table table({"what", "class", "expected", "ours (simulated)", "n", ""});
  for (const Judged& f : r.findings)
    table.add(
        {f.what, f.category, f.published, ours_text(f), n_text(f), std::string(to_string(f.judgement))});
  text += table.render(width);
  for (const Judged& f : r.findings)
    if (!f.reason.empty()) text += fmt::format("  {}: {}: {}\n", to_string(f.judgement), f.what, f.reason);
  return text;
}

std::string closing_text(const std::vector<CaseResult>& results) {
  const ValidationCounts c = count(results);
  std::string text = fmt::format("{} pass · {} warn · {} fail · {} {} skipped", c.passed, c.warned, c.failed,
                                 c.skipped, c.skipped == 1 ? "study" : "studies");
  std::string names;
  for (const CaseResult& r : results)
    if (!r.skipped.empty()) names += (names.empty() ? "" : ", ") + r.id;
  return text + (names.empty() ? "" : " (" + names + ")") + "\n";
}

namespace {

std::string table_cell(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) text.insert(at, "\\");
  return text;
}

std::string row_text(const CaseResult& r, const Judged& f) {
  const std::string published = f.source == "computed" ? f.published + " (computed)" : f.published;
  return fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", table_cell(citation_of(r)), table_cell(f.what),
                     f.category, table_cell(published), ours_text(f), n_text(f), table_cell(judged(f)));
}

std::string head_text(const ValidationReport& report) {
  return fmt::format(
      "# Validation\n\n"
      "Published results against what Fanfare gives. Written by `{}`; don't edit. Version {}, {} studies, {} "
      "form, "
      "{} on {} threads.\n\n"
      "*Ours* is the mean over replicates ± half a 95 % t-interval, **simulated**; Δ is a difference of two "
      "arms by\n"
      "replicate (high − low). Expected values are printed in the citation unless marked *computed* (from "
      "its "
      "equations, data or program).\n"
      "Classes: V1 exact and V2 model against model decide (the command ends with 4 when one fails): they "
      "pass if their whole\n"
      "interval lies where it is expected, in either form. V3 causal sign, V4 stylised fact and V5 trade "
      "number warn, by their mean.\n\n",
      report.command, report.version, report.results.size(),
      report.form == ValidationForm::quick ? "quick" : "full", people_duration(report.wall_seconds),
      report.threads);
}

}  // namespace

std::string validation_markdown(const ValidationReport& report) {
  std::string text = head_text(report) + closing_text(report.results) +
                     "\n| citation | what | class | published | ours ± interval (simulated) | n | pass |\n"
                     "|---|---|---|---|---|---|---|\n";
  for (const CaseResult& r : report.results) {
    if (!r.skipped.empty())
      text +=
          fmt::format("| {} | | | | | | skipped: {} |\n", table_cell(citation_of(r)), table_cell(r.skipped));
    for (const Judged& f : r.findings) text += row_text(r, f);
  }
  text += "\n## Studies\n\n";
  for (const CaseResult& r : report.results)
    text += fmt::format("- **{}** ({}; scenarios {}): {}\n", name_of(r),
                        r.skipped.empty() ? replicates_text(r) : "skipped",
                        r.digest.empty() ? "–" : r.digest.substr(0, 12), r.note.empty() ? "–" : r.note);
  return text;
}

namespace {

Json as_json(const Judged& f) {
  return {{"what", f.what},
          {"class", f.category},
          {"expected", f.published},
          {"source", f.source},
          {"mean", json_number(f.ours.mean)},
          {"low", json_number(f.ours.low)},
          {"high", json_number(f.ours.high)},
          {"sd", json_number(f.ours.sd)},
          {"n", f.ours.n},
          {"replicates", f.replicates},
          {"unit", f.unit},
          {"is_difference", f.is_difference},
          {"result", f.judgement == Judgement::pass   ? "pass"
                     : f.judgement == Judgement::warn ? "warn"
                                                      : "fail"},
          {"reason", f.reason}};
}

Json as_json(const CaseResult& r) {
  Json json = {{"id", r.id},           {"row", r.row},       {"citation", r.citation},
               {"note", r.note},       {"digest", r.digest}, {"replicates", r.replicates},
               {"skipped", r.skipped}, {"failed", r.failed}, {"wall_seconds", r.wall_seconds}};
  json["rows"] = Json::array();
  for (const Judged& f : r.findings) json["rows"].push_back(as_json(f));
  return json;
}

}  // namespace

std::string validation_json(const ValidationReport& report) {
  const ValidationCounts c = count(report.results);
  Json json = {{"simulated", true},         {"command", report.command},
               {"version", report.version}, {"form", report.form == ValidationForm::quick ? "quick" : "full"},
               {"threads", report.threads}, {"wall_seconds", report.wall_seconds},
               {"passed", c.passed},        {"warned", c.warned},
               {"failed", c.failed},        {"skipped", c.skipped}};
  json["studies"] = Json::array();
  for (const CaseResult& r : report.results) json["studies"].push_back(as_json(r));
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace fanfare
