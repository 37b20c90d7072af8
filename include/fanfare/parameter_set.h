// All parameters of one model, behind one door, whatever the model. Values come from a tree (what was
// written, all layers merged); a change of the tree re-reads it, so presets stay under what the user wrote.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fanfare/config.h"
#include "fanfare/problems.h"
#include "fanfare/schema.h"

namespace fanfare {

// A line of the dictionary.
struct FieldInfo {
  std::string path;           // "campaigns.<id>.budget", "campaigns.<id>.lines[].posts"
  std::string name;           // "budget"
  std::string type;           // "number", "integer", "choice", "list", …
  std::string unit;           // "d", "CNY"; may be empty
  std::string default_value;  // as it would be written; "required" if there is none
  std::string range;          // "[0, 1]", or the words it may be; may be empty
  std::string help;
  std::string source;
  bool is_mutable = false;
  bool is_required = false;
  const FieldSpec* field = nullptr;
};

struct NamedFile {
  std::string path;   // to open
  std::string named;  // as the scenario says it: "data:snap_graphs/soc-Slashdot0902.txt.gz"
};

// The dictionary of a struct, in the order of declaration.
std::vector<FieldInfo> fields_of(const StructSpec& spec);

class ParameterSet {
 public:
  virtual ~ParameterSet() = default;
  ParameterSet(const ParameterSet&) = delete;
  ParameterSet& operator=(const ParameterSet&) = delete;

  // Reads all values from `root` (a map, or null for none); what it does not give is at its default.
  // `other_keys` are keys that belong to someone else, known for suggestions only.
  void parse(const ConfigNode& root, Problems& problems, std::span<const std::string> other_keys = {});
  // Changes what is written at `path` and reads all again. `text` is YAML: "7d", "[1, 2]", "{a: 1}".
  void set(std::string_view path, std::string_view text, Problems& problems);

  // For events: writes a mutable parameter in place, into the object alone. Returns what is wrong, or
  // "". Cheap: nothing but this value is read (a preset: its map). Same rules as the check at parse time.
  std::string set_at_run(std::string_view path, std::string_view text);

  // The value now, as it would be written. A group or list: one line of YAML. Unknown: ScenarioError.
  std::string get(std::string_view path) const;
  bool has(std::string_view path) const;

  // Every parameter with its value at the start of a run (events leave no trace in it); each leaf knows
  // where it comes from. Parses again to the same values.
  ConfigNode effective() const;
  // The same as text without places: equal for equal values, on any machine.
  std::string digest_text() const;
  // The least that has to be written at `path` for the value to be as it is; null if it leads nowhere.
  ConfigNode as_written(std::string_view path) const;
  // What was written, all layers merged.
  const ConfigNode& written() const { return written_; }

  // The dictionary, in the order of declaration.
  std::vector<FieldInfo> fields() const;
  const StructSpec& spec() const { return spec_; }
  const std::string& currency() const { return currency_; }
  // The files that it names, in the order of declaration.
  std::vector<NamedFile> files() const;

  // Another set with the values at the start of a run.
  std::unique_ptr<ParameterSet> clone() const;

 protected:
  explicit ParameterSet(const StructSpec& spec) : spec_(spec) {}
  void restart();  // to the defaults

 private:
  virtual void* object() = 0;
  virtual void reset() = 0;  // the object to its initialisers
  virtual std::unique_ptr<ParameterSet> fresh() const = 0;
  const void* object() const { return const_cast<ParameterSet*>(this)->object(); }
  // A preset chosen while a run goes on: its struct anew, with what was written or set since on top.
  std::string reread_below(const std::string& struct_path, const FieldSpec& preset, const std::string& name);

  const StructSpec& spec_;
  ConfigNode written_;
  std::string currency_ = "CNY";
  std::vector<std::string> other_keys_;
  std::vector<Assignment> run_changes_;  // made by set_at_run, in order
};

// The parameters of a model whose struct is P.
template <class P>
class Parameters final : public ParameterSet {
 public:
  Parameters() : ParameterSet(struct_spec<P>()) { restart(); }

  P& value() { return value_; }
  const P& value() const { return value_; }

 private:
  void* object() override { return &value_; }
  void reset() override { value_ = P{}; }
  std::unique_ptr<ParameterSet> fresh() const override { return std::make_unique<Parameters<P>>(); }

  P value_;
};

}  // namespace fanfare
