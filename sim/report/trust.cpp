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

// The tables of /scorecard and /warnings as rows, whatever their columns: each variable is a column over one axis.
Json table_json(const Dataset& data, const std::string& group) {
  Json columns = Json::array();
  for (const Variable& v : data.variables) {
    if (!v.name.starts_with(group + "/")) continue;
    const auto s = Stacked::of(data, v.name);
    if (!s || s->rest().size() > 1) continue;
    Json column = heading_json(v);
    column["name"] = v.name.substr(group.size() + 1);
    column["rows"] = Json::array();
    for (std::size_t cell = 0; cell < s->cells(); ++cell) {
      Json arms = Json::array();
      for (std::size_t row = 0; row < s->rows(); ++row) arms.push_back(interval_json(s->last(row, cell)));
      column["rows"].push_back({{"name", s->cell_name(cell)}, {"arms", arms}});
    }
    columns.push_back(std::move(column));
  }
  return columns.empty() ? Json(nullptr) : columns;
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

}  // namespace

Json trust_json(const ReportSource& source) {
  const Results& results = source.gathered.results;
  return {{"runs", runs_json(results)},
          {"notes", source.gathered.summary.notes},
          {"scorecard", table_json(results.data, "scorecard")},
          {"provenance", provenance_json(source)},
          {"commands", commands_json(source)}};
}

}  // namespace fanfare
