// Labelled arrays in memory: what observers write and what results files hold. No file format here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <string>
#include <variant>
#include <vector>

namespace fanfare {

// An axis. Either labels or numbers, never both; `unlimited` grows with each recorded tick (only `time`).
struct Dimension {
  std::string name;                     // "brand"; unique in a dataset
  std::vector<std::string> labels;      // {"aurora", "rival"}
  std::vector<double> values;           // {1, 2, 5, 10}
  std::string units;                    // "days since 2026-03-02 00:00:00"
  std::string long_name;
  bool integral = false;                // numbers stored as int64: {0, 1, 2} of `replicate`

  std::size_t size() const { return labels.empty() ? values.size() : labels.size(); }
};

using Attribute = std::variant<std::string, double, std::int64_t>;

// Cell methods of a variable of which a study keeps its first replicate alone: it has no axis `replicate`
// there. For bulk that is there to be looked at, not to be averaged.
inline constexpr std::string_view kOneReplicate = "replicate: first";

// Which way a measure is good. Of most there is no saying: spend, sessions, a Gini coefficient.
enum class Better { neither, more, less };
inline const char* better_word(Better better) {
  return better == Better::more ? "more" : better == Better::less ? "less" : "neither";
}

// An array over named dimensions, row-major, doubles throughout (counts and cents are exact to 2^53).
struct Variable {
  std::string name;                     // "reach", or with its group: "ledger/balance"
  std::vector<std::string> dimensions;  // {"time", "brand"}
  std::string units;                    // "people", "CNY", "1"
  std::string long_name;
  std::string formula;                  // how it is computed, for the reader of the file
  std::string cell_methods;             // CF: "time: sum (cumulative)"
  bool integral = false;                // stored as int64
  std::vector<double> data;             // missing = NaN
  std::string dialect;                  // whose definition of a KPI: "generic", "douyin"; empty: not a KPI
  Better better = Better::neither;
};

// A set of arrays that share dimensions.
struct Dataset {
  std::vector<Dimension> dimensions;
  std::vector<Variable> variables;
  std::map<std::string, Attribute> attributes;

  const Dimension* dimension(std::string_view name) const {
    for (const auto& d : dimensions)
      if (d.name == name) return &d;
    return nullptr;
  }
  const Variable* variable(std::string_view name) const {
    for (const auto& v : variables)
      if (v.name == name) return &v;
    return nullptr;
  }
  Variable* variable(std::string_view name) {
    return const_cast<Variable*>(std::as_const(*this).variable(name));
  }
};

}  // namespace fanfare
