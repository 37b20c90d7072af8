// Says how two datasets or provenances differ, bit for bit; empty if they don't.
#pragma once

#include <ostream>
#include <sstream>
#include <string>

#include "sim/results/hdf5_file.h"
#include "sim/results/provenance.h"
#include "tests/results/samples.h"

namespace fanfare {

inline std::string difference(const Dimension& a, const Dimension& b) {
  if (a.name != b.name) return "axis " + a.name + " / " + b.name;
  if (a.labels != b.labels || !samples::same(a.values, b.values)) return "entries of axis " + a.name;
  if (a.units != b.units || a.long_name != b.long_name || a.integral != b.integral)
    return "words of axis " + a.name;
  return "";
}

inline std::string difference(const Variable& a, const Variable& b) {
  if (a.name != b.name) return "variable " + a.name + " / " + b.name;
  if (a.dimensions != b.dimensions) return "axes of " + a.name;
  if (!samples::same(a.data, b.data)) return "numbers of " + a.name;
  const bool words = a.units == b.units && a.long_name == b.long_name && a.formula == b.formula &&
                     a.cell_methods == b.cell_methods && a.integral == b.integral && a.dialect == b.dialect &&
                     a.better == b.better;
  return words ? "" : "words of " + a.name;
}

// Variables at the root stand before those in groups in a file, so order is compared within each.
inline std::string difference(const Dataset& a, const Dataset& b) {
  if (a.dimensions.size() != b.dimensions.size()) return "number of axes";
  if (a.variables.size() != b.variables.size()) return "number of variables";
  for (std::size_t i = 0; i < a.dimensions.size(); ++i)
    if (const auto text = difference(a.dimensions[i], b.dimensions[i]); !text.empty()) return text;
  for (const Variable& variable : a.variables) {
    if (b.variable(variable.name) == nullptr) return "no " + variable.name;
    if (const auto text = difference(variable, *b.variable(variable.name)); !text.empty()) return text;
  }
  return a.attributes == b.attributes ? "" : "attributes";
}

inline std::string difference(const Provenance& a, const Provenance& b) {
  const auto words = [](const Provenance& p) {
    std::ostringstream out;
    out << p.version << '|' << p.commit << '|' << p.compiler << '|' << p.flags << '|' << p.rng << '|'
        << p.name << '|' << p.question << '|' << p.model << '|' << p.entry_file << '|' << p.scenario_digest
        << '|' << p.resolved << '|' << p.seed << '|' << p.replicate << '|' << p.fingerprint;
    for (const auto& [name, version] : p.libraries) out << "|L " << name << version;
    for (const auto& v : p.values) out << "|V " << v.path << v.value << v.origin;
    for (const auto& f : p.files) out << "|F " << f.path << f.sha256 << f.text;
    for (const auto& o : p.overrides) out << "|O " << o;
    const Invocation& i = p.invocation;
    out << "|I " << i.command_line << i.host << i.threads << i.ranks << i.started << i.wall_seconds;
    return std::move(out).str();
  };
  return words(a) == words(b) ? "" : words(a) + "\n!=\n" + words(b);
}

inline void show(std::ostream& out, const StoredValues& values) {
  std::visit(
      [&](const auto& v) {
        for (const auto& x : v) out << x << ';';
      },
      values);
}
inline void show(std::ostream& out, const std::string& of, const StoredAttributes& attributes) {
  for (const auto& [name, values] : attributes) {
    out << "\n" << of << "@" << name << "=";
    show(out, values);
  }
}
inline void show(std::ostream& out, const StoredArray& array) {
  out.precision(17);
  out << "\n" << array.path << "(";
  for (const auto& dimension : array.dimensions) out << dimension << ',';
  out << ")=";
  show(out, array.values);
  show(out, array.path, array.attributes);
}

}  // namespace fanfare
