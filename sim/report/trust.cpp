// How far to trust it: what ran, what was warned of, and how to get the same numbers again.
#include <fmt/format.h>

#include "sim/report/document.h"

namespace fanfare {
namespace {

Json runs_json(const Results& results) {
  Json failures = Json::array();
  std::size_t complete = 0;
  for (const StudyRun& run : results.runs) {
    complete += run.state == RunState::complete ? 1 : 0;
    if (run.state != RunState::complete)
      failures.push_back({{"arm", results.arms[run.row]},
                          {"replicate", run.replicate},
                          {"state", to_string(run.state)},
                          {"reason", run.reason}});
  }
  return {{"total", results.runs.size()}, {"complete", complete}, {"failures", failures}};
}

Json scorecard_json(const StudySummary& summary) {
  Json lines = Json::array();
  for (const ScorecardLine& line : summary.scorecard)
    lines.push_back({{"fact", line.fact},
                     {"value", number_json(line.value)},
                     {"low", number_json(line.low)},
                     {"high", number_json(line.high)},
                     {"citation", line.citation},
                     {"runs", line.runs},
                     {"passed", line.passed},
                     {"warned", line.warned},
                     {"not_had", line.not_had}});
  return lines;
}

Json provenance_json(const ReportSource& source) {
  const Provenance& p = source.gathered.results.provenance;
  const StudySummary& s = source.gathered.summary;
  Json overrides = Json::array();
  for (const std::string& set : p.overrides) overrides.push_back(set);
  return {{"digest", s.digest},
          {"fingerprint", s.fingerprint},
          {"version", p.version},
          {"commit", p.commit},
          {"compiler", p.compiler},
          {"rng", p.rng},
          {"seed", std::to_string(p.seed)},
          {"entry_file", p.entry_file},
          {"overrides", overrides},
          {"started", p.invocation.started},
          {"wall_seconds", number_json(p.invocation.wall_seconds)}};
}

Json commands_json(const ReportSource& source) {
  Json commands = Json::array();
  for (const std::string& file : source.files) commands.push_back("fanfare reproduce " + file);
  return commands;
}

Json in_both_languages(const std::vector<Said>& all, const StudySummary& summary) {
  return {{"en", remarks_in(all, summary, Language::english)},
          {"zh", remarks_in(all, summary, Language::chinese)}};
}

}  // namespace

Json trust_json(const ReportSource& source) {
  const Results& results = source.gathered.results;
  return {{"runs", runs_json(results)},
          {"notes", in_both_languages(source.gathered.summary.notes, source.gathered.summary)},
          {"warnings", in_both_languages(source.gathered.summary.warnings, source.gathered.summary)},
          {"cautions", in_both_languages(source.gathered.summary.cautions, source.gathered.summary)},
          {"scorecard", scorecard_json(source.gathered.summary)},
          {"provenance", provenance_json(source)},
          {"commands", commands_json(source)}};
}

}  // namespace fanfare
