// See info.h.
#include "sim/results/info.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

namespace fanfare {

using nlohmann::json;

namespace {

std::map<std::string, std::size_t> count_states(const Results& results) {
  std::map<std::string, std::size_t> out;
  for (const StudyRun& run : results.runs) ++out[to_string(run.state)];
  return out;
}

template <class T>
std::string joined(const std::vector<T>& parts, const char* between = ", ") {
  std::ostringstream out;
  for (std::size_t i = 0; i < parts.size(); ++i) out << (i > 0 ? between : "") << parts[i];
  return out.str();
}

// "aurora, rival", "1 … 45", and no more than a line of it.
std::string entries(const Dimension& axis) {
  constexpr std::size_t kShown = 8;
  if (axis.size() == 0) return "none";
  if (axis.labels.empty()) {
    std::ostringstream out;
    if (axis.size() <= kShown) return joined(axis.values);
    out << axis.values.front() << " … " << axis.values.back();
    return out.str();
  }
  if (axis.size() <= kShown) return joined(axis.labels);
  return joined(std::vector(axis.labels.begin(), axis.labels.begin() + kShown)) + ", …";
}

std::string runs_line(const Results& results) {
  if (results.kind == ResultsKind::run) return "n = 1 run";
  std::vector<std::string> parts;
  for (const auto& [state, n] : count_states(results)) parts.push_back(std::to_string(n) + " " + state);
  const std::string rows =
      std::to_string(results.arms.size()) + (results.factors.empty() ? " arms" : " points");
  return "n = " + std::to_string(results.replicates) + " replicates × " + rows + " (" + joined(parts) + ")";
}

void write_heading(std::ostream& out, const Results& results) {
  const Provenance& from = results.provenance;
  out << (from.name.empty() ? results.path.string() : from.name) << ": "
      << (results.kind == ResultsKind::run ? "run" : "study") << ", " << to_string(results.state)
      << ", simulated\n";
  if (!from.question.empty()) out << "  " << from.question << "\n";
  out << "  " << runs_line(results) << "\n";
  out << "  last complete tick " << results.last_complete_tick << "\n";
  if (!results.baseline.empty()) out << "  baseline " << results.baseline << "\n";
  for (const StudyRun& run : results.runs)
    if (!run.reason.empty())
      out << "  " << results.arms[run.row] << ", replicate " << run.replicate << ": " << to_string(run.state)
          << " (" << run.reason << ")\n";
}

void write_axes(std::ostream& out, const Dataset& data) {
  out << "\naxes\n";
  for (const Dimension& axis : data.dimensions) {
    out << "  " << axis.name << " (" << axis.size() << "): " << entries(axis);
    if (!axis.units.empty() && axis.units != "1") out << " [" << axis.units << "]";
    out << "\n";
  }
}

void write_factors(std::ostream& out, const Results& results) {
  if (results.factors.empty()) return;
  out << "\nfactors\n";
  for (const FactorValues& factor : results.factors)
    out << "  " << factor.name << ": "
        << (factor.labels.empty() ? joined(factor.values) : joined(factor.labels))
        << (factor.units.empty() ? "" : " " + factor.units) << "\n";
}

// No more than a line of a formula that is a list; --json has all of it.
std::string beginning(const std::string& text) {
  constexpr std::size_t kLongest = 160;
  if (text.size() <= kLongest) return text;
  const std::size_t blank = text.rfind(' ', kLongest);
  return blank == std::string::npos ? text : text.substr(0, blank) + " …";
}

void write_variables(std::ostream& out, const Dataset& data) {
  out << "\nvariables\n";
  for (const Variable& variable : data.variables) {
    out << "  " << variable.name << "(" << joined(variable.dimensions) << ")";
    if (!variable.units.empty()) out << " [" << variable.units << "]";
    if (!variable.long_name.empty()) out << "  " << variable.long_name;
    if (!variable.formula.empty()) out << " = " << beginning(variable.formula);
    out << "\n";
  }
}

// The provenance that is one text each, in the order in which it is shown.
std::vector<std::pair<const char*, std::string>> provenance_texts(const Provenance& from) {
  return {{"fingerprint", from.fingerprint},
          {"seed", std::to_string(from.seed)},
          {"model", from.model},
          {"entry_file", from.entry_file},
          {"scenario_digest", from.scenario_digest},
          {"version", from.version},
          {"commit", from.commit},
          {"compiler", from.compiler},
          {"flags", from.flags},
          {"rng", from.rng}};
}

void write_provenance(std::ostream& out, const Provenance& from) {
  out << "\nprovenance\n";
  for (const auto& [name, text] : provenance_texts(from)) out << "  " << name << ": " << text << "\n";
  std::vector<std::string> libraries;
  for (const auto& [name, version] : from.libraries) libraries.push_back(name + " " + version);
  out << "  libraries: " << joined(libraries) << "\n";
  for (const ProvenanceFile& file : from.files)
    out << "  input: " << file.path << " (sha256 " << file.sha256 << ")\n";
  if (!from.overrides.empty()) out << "  set: " << joined(from.overrides) << "\n";
  const auto given = std::count_if(from.values.begin(), from.values.end(),
                                   [](const ResolvedValue& v) { return v.origin != "default"; });
  out << "  parameters: " << from.values.size() << ", of them " << given << " given\n";
  const Invocation& how = from.invocation;
  out << "  invocation: " << how.command_line << " on " << how.host << ", " << how.threads << " threads, "
      << how.ranks << " ranks, " << how.started << ", " << how.wall_seconds << " s\n";
}

json axis_json(const Dimension& axis) {
  json out = {
      {"name", axis.name}, {"size", axis.size()}, {"units", axis.units}, {"long_name", axis.long_name}};
  if (axis.labels.empty()) {
    out["values"] = axis.values;
  } else {
    out["labels"] = axis.labels;
  }
  return out;
}

json variable_json(const Variable& v) {
  return {{"name", v.name},           {"dimensions", v.dimensions}, {"units", v.units},
          {"long_name", v.long_name}, {"formula", v.formula},       {"cell_methods", v.cell_methods},
          {"dialect", v.dialect},     {"better", better_word(v.better)}};
}

json provenance_json(const Provenance& from) {
  json out;
  for (const auto& [name, text] : provenance_texts(from)) out[name] = text;
  out["libraries"] = from.libraries;
  out["overrides"] = from.overrides;
  out["inputs"] = json::array();
  for (const ProvenanceFile& file : from.files)
    out["inputs"].push_back({{"path", file.path}, {"sha256", file.sha256}});
  out["parameters"] = json::array();
  for (const ResolvedValue& v : from.values)
    out["parameters"].push_back({{"path", v.path}, {"value", v.value}, {"origin", v.origin}});
  const Invocation& how = from.invocation;
  out["invocation"] = {{"command_line", how.command_line}, {"host", how.host},
                       {"threads", how.threads},           {"ranks", how.ranks},
                       {"started", how.started},           {"wall_seconds", how.wall_seconds}};
  return out;
}

json run_json(const Results& results, const StudyRun& run) {
  return {{"arm", results.arms[run.row]},
          {"replicate", run.replicate},
          {"status", to_string(run.state)},
          {"seed", run.seed},
          {"fingerprint", run.fingerprint},
          {"reason", run.reason},
          {"last_complete_tick", run.last_complete_tick}};
}

void add_study(json& out, const Results& results) {
  out["replicates"] = results.replicates;
  out["arms"] = results.arms;
  out["baseline"] = results.baseline;
  out["factors"] = json::array();
  for (const FactorValues& factor : results.factors)
    out["factors"].push_back({{"name", factor.name},
                              {"units", factor.units},
                              {"values", factor.labels.empty() ? json(factor.values) : json(factor.labels)}});
  out["runs"] = json::array();
  for (const StudyRun& run : results.runs) out["runs"].push_back(run_json(results, run));
}

}  // namespace

std::string info_text(const Results& results) {
  std::ostringstream out;
  write_heading(out, results);
  write_axes(out, results.data);
  write_factors(out, results);
  write_variables(out, results.data);
  write_provenance(out, results.provenance);
  return std::move(out).str();
}

json info_json(const Results& results) {
  const Provenance& from = results.provenance;
  json out = {{"path", results.path.string()},
              {"kind", results.kind == ResultsKind::run ? "run" : "study"},
              {"status", to_string(results.state)},
              {"last_complete_tick", results.last_complete_tick},
              {"simulated", true},
              {"name", from.name},
              {"question", from.question},
              {"n", results.kind == ResultsKind::run ? 1 : results.replicates}};
  out["dimensions"] = json::array();
  for (const Dimension& axis : results.data.dimensions) out["dimensions"].push_back(axis_json(axis));
  out["variables"] = json::array();
  for (const Variable& variable : results.data.variables) out["variables"].push_back(variable_json(variable));
  out["provenance"] = provenance_json(from);
  if (results.kind == ResultsKind::study) add_study(out, results);
  return out;
}

}  // namespace fanfare
