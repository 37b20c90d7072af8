// A scenario as written: a tree of maps, lists and scalars that knows where each key and value stands.
// It knows no file format and no schema.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fanfare {

// A text that values come from: a file, or an option of the command line.
struct Source {
  std::string name;   // "scenarios/tiny.yaml", "--set feed.length=3"
  std::string text;   // whole, for the line under an error; empty: none is shown
  std::string layer;  // whose value it is: "extends", "scenario", "arm kol", "point 3", "--set"
};

// A place in a source. Lines and columns (in characters) count from 1; 0 means the source as a whole.
struct Mark {
  std::shared_ptr<const Source> source;
  int line = 0;
  int column = 0;

  bool exists() const { return source != nullptr; }
  std::string file() const { return source ? source->name : std::string(); }
};

// "--set", or "scenarios/tiny.yaml:4", with the layer where the file alone does not tell it:
// "study.yaml:7 (arm kol)".
std::string place(const Mark& mark);

struct ConfigEntry;

struct ConfigNode {
  enum class Kind { null, scalar, map, list };
  // Filled by ParameterSet::effective(): where the value in force comes from.
  enum class Origin { given, builtin, preset };

  Kind kind = Kind::null;
  std::string text;                  // of a scalar, as written, quotes taken off
  bool quoted = false;               // a quoted scalar is text, never null
  std::string tag;                   // "!append", or empty
  std::vector<ConfigEntry> entries;  // of a map, in the order written, keys distinct
  std::vector<ConfigNode> items;     // of a list
  Mark mark;                         // of the value
  Origin origin = Origin::given;
  std::string preset;                // its name, if the origin is a preset

  bool is_null() const { return kind == Kind::null; }
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_map() const { return kind == Kind::map; }
  bool is_list() const { return kind == Kind::list; }

  static ConfigNode scalar(std::string text, Mark mark = {});
  static ConfigNode map(Mark mark = {});
  static ConfigNode list(Mark mark = {});

  // nullptr if this is no map or has no such key.
  const ConfigNode* find(std::string_view key) const;
  ConfigNode* find(std::string_view key);
  const ConfigEntry* entry(std::string_view key) const;
  // The value at `key`, put in (null) at the end if there is none. Makes a map of a null.
  ConfigNode& at(std::string_view key, const Mark& key_mark = {});
  void erase(std::string_view key);
  // The item of a list whose `id` is `id`, or nullptr.
  const ConfigNode* item(std::string_view id) const;
  ConfigNode* item(std::string_view id);
};

struct ConfigEntry {
  std::string key;
  Mark mark;  // of the key
  ConfigNode value;
};

// The place of a character, from 0, of a scalar's text; that of the scalar where its text does not stand in
// one line of the source as it is read.
Mark mark_within(const ConfigNode& scalar, std::size_t character);

// The same values in the same places of the tree; marks, quotes and origins aside.
bool same_values(const ConfigNode& a, const ConfigNode& b);

// One line of YAML, e.g. "{dist: lognormal, median: 2000}".
std::string flow_text(const ConfigNode& node);

}  // namespace fanfare
