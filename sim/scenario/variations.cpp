// Plausible worlds: each setting alone at each of its values (a range: at both ends), then, if asked for, so many worlds
// in which all settings are drawn at once, a Latin hypercube over them. Draws are keyed by the names of the settings,
// so a setting that is added leaves those of the others where they were.
#include "sim/scenario/variations.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <tuple>

#include "fanfare/catalogue.h"
#include "fanfare/fmath.h"
#include "fanfare/nearest.h"
#include "fanfare/philox.h"
#include "fanfare/quantity.h"
#include "sim/scenario/arms.h"
#include "sim/scenario/layers.h"
#include "sim/scenario/path.h"

namespace fanfare {
namespace {

constexpr const char* kTogether = "together";
constexpr std::uint64_t kMostTogether = 1'000;

// An end of a range: a number and what stands behind it.
struct End {
  double number = 0;
  std::string unit;
};

std::optional<End> end_of(std::string text) {
  std::erase(text, '_');
  End end;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), end.number);
  if (error != std::errc()) return std::nullopt;
  end.unit = text.substr(static_cast<std::size_t>(rest - text.data()));
  return end;
}

// Something that is not known.
struct Setting {
  std::string name;
  Mark mark;
  std::string path;                // empty: the levels are patches
  std::vector<ConfigNode> levels;  // values to be tried alone
  bool is_range = false, is_log = false;
  End low, high;
};

std::string text_of_level(const ConfigNode& node) { return node.is_scalar() ? node.text : flow_text(node); }

class VariationReader {
 public:
  VariationReader(Study& study, std::span<const SetOption> sets, Problems& problems)
      : study_(study), sets_(sets), problems_(problems) {}

  void plausible(const ConfigNode& node) {
    if (!node.is_map() || node.entries.empty())
      return bad(node.mark, "plausible", "names nothing",
                 "expected {name: {path: …, values: […]}, …}: what is not known, and what it may be");
    std::uint64_t together = 0;
    std::vector<Setting> settings;
    for (const ConfigEntry& e : node.entries) {
      if (e.key == kTogether)
        together = whole(e.value, "plausible.together", kMostTogether);
      else if (auto setting = setting_of(e))
        settings.push_back(std::move(*setting));
    }
    if (settings.empty()) return;
    for (const Setting& s : settings) check_meeting(s);
    for (const Setting& s : settings)
      for (const ConfigNode& level : s.levels) add_alone(s, level);
    for (std::uint64_t k = 0; k < together; ++k) add_together(settings, k, together);
  }

  void why(const ConfigNode& node, const WhatIf& can) {
    if (node.is_scalar() && node.text == "false") return;
    std::vector<std::string> known, asked;
    for (const ShutOff& s : can.shut_offs) known.emplace_back(s.id);
    if (known.empty()) return bad(node.mark, "why", "this model has nothing that can be shut off");
    if (node.is_scalar() && node.text == "true") asked = known;
    else if (node.is_list())
      for (const ConfigNode& item : node.items) asked.push_back(item.text);
    else
      return bad(node.mark, "why", "is neither true nor a list", "there are " + joined(known));
    for (const std::string& id : asked) {
      const ShutOff* found = can.shut_off_named(id);
      if (found == nullptr)
        bad(node.mark, "why", "nothing called '" + id + "' can be shut off", did_you_mean(id, known, "there are"));
      else
        shut_off(*found, node.mark);
    }
  }

  void leave_out(const ConfigNode& node, const WhatIf& can) {
    if (!can.left_out) return bad(node.mark, "leave_out", "this model has no units that can be left out");
    const ConfigNode* arm = node.find("arm");
    const ConfigNode* units = node.find("units");
    std::vector<std::string> names;
    for (const Arm& a : study_.arms) names.push_back(a.name);
    const std::vector<std::string> keys = {"arm", "units"};
    for (const ConfigEntry& e : node.entries)
      if (std::find(keys.begin(), keys.end(), e.key) == keys.end())
        bad(e.mark, "leave_out." + e.key, "is not a key", did_you_mean(e.key, keys, "there are"));
    if (arm == nullptr || units == nullptr)
      return bad(node.mark, "leave_out", "needs an arm and a number of units", "leave_out: {arm: NAME, units: 12}");
    const auto found = std::find(names.begin(), names.end(), arm->text);
    if (found == names.end())
      return bad(arm->mark, "leave_out.arm", "there is no arm '" + arm->text + "'", did_you_mean(arm->text, names, "arms:"));
    const auto n = static_cast<std::uint32_t>(whole(*units, "leave_out.units", can.left_out->most));
    if (n == 0) return;
    study_.leave_out = LeaveOut{static_cast<std::size_t>(found - names.begin()), n};
    put(study_.arms[study_.leave_out->arm].patch, can.left_out->units, std::to_string(n), node.mark);
    for (std::uint32_t k = 1; k <= n; ++k) {
      Variation v{Variation::Kind::left_out, std::to_string(k), {}, {}, ConfigNode::map(node.mark)};
      put(v.patch, can.left_out->without, v.name, node.mark);
      v.changes = {{std::string(can.left_out->without), v.name}};
      study_.variations.push_back(std::move(v));
    }
  }

  // Each under every arm; units are left out of their own.
  void add_rows(std::size_t own) {
    for (std::size_t v = 0; v < study_.variations.size(); ++v)
      for (std::size_t a = 0; a < own; ++a) {
        const bool is_unit = study_.variations[v].kind == Variation::Kind::left_out;
        if (is_unit && a != study_.leave_out->arm) continue;
        Arm row = study_.arms[a];
        row.name += (is_unit ? "-" : "@") + study_.variations[v].name;
        row.label = study_.arms[a].title() + (is_unit ? " − " : " · ") + study_.variations[v].name;
        row.variation = v;
        row.of = a;
        study_.arms.push_back(std::move(row));
      }
  }

 private:
  void bad(const Mark& mark, std::string_view path, std::string_view what, std::string_view help = {}) {
    problems_.add(mark, path, what, help);
  }

  static std::string joined(const std::vector<std::string>& words) {
    return fmt::format("{}", fmt::join(words, ", "));
  }

  // 0 where it is none.
  std::uint64_t whole(const ConfigNode& node, std::string_view path, std::uint64_t most) {
    QuantityError ignored;
    const auto n = node.is_scalar() ? read_whole(node.text, {Unit::none, {}, nullptr}, ignored) : std::nullopt;
    if (n && !n->negative && n->magnitude >= 1 && n->magnitude <= most) return n->magnitude;
    bad(node.mark, path, "'" + text_of_level(node) + "' is not a whole number from 1 to " + std::to_string(most));
    return 0;
  }

  static void put(ConfigNode& patch, std::string_view path, const std::string& value, const Mark& mark) {
    patch.at(path, mark) = ConfigNode::scalar(value, mark);
  }

  std::optional<Setting> setting_of(const ConfigEntry& e) {
    const std::string at = "plausible." + e.key;
    const std::size_t before = problems_.size();
    Setting s;
    s.name = e.key;
    s.mark = e.value.mark;
    const ConfigNode* path = e.value.find("path");
    const ConfigNode* values = e.value.find("values");
    const ConfigNode* range = e.value.find("range");
    const ConfigNode* patch = e.value.find("patch");
    for (const ConfigEntry& key : e.value.entries)
      if (const std::vector<std::string> known = {"path", "values", "range", "scale", "patch"};
          std::find(known.begin(), known.end(), key.key) == known.end())
        bad(key.mark, at + "." + key.key, "is not a key", did_you_mean(key.key, known, "there are"));
    if (patch != nullptr && path == nullptr) {
      if (!patch->is_map() || patch->entries.empty()) bad(patch->mark, at + ".patch", "changes nothing", "{path: value, …}");
      s.levels = {*patch};
    } else if (path == nullptr || !path->is_scalar() || (values == nullptr) == (range == nullptr)) {
      bad(e.value.mark, at, "is no setting", "{path: …, values: […]}, {path: …, range: [from, to]} or {patch: {…}}");
    } else {
      s.path = path->text;
      if (values != nullptr) read_values(s, *values, at);
      else read_range(s, *range, e.value.find("scale"), at);
    }
    if (problems_.size() != before) return std::nullopt;
    return s;
  }

  void read_values(Setting& s, const ConfigNode& values, const std::string& at) {
    if (!values.is_list() || values.items.empty())
      return bad(values.mark, at + ".values", "has no values", "expected a list: [value, …]");
    s.levels = values.items;
  }

  void read_range(Setting& s, const ConfigNode& range, const ConfigNode* scale, const std::string& at) {
    std::optional<End> low, high;
    if (range.is_list() && range.items.size() == 2)
      low = end_of(range.items[0].text), high = end_of(range.items[1].text);
    if (!low || !high || low->unit != high->unit)
      return bad(range.mark, at + ".range", "'" + text_of_level(range) + "' is no range",
                 "two numbers of the same unit: [5 d, 20 d]");
    if (!(low->number < high->number))
      return bad(range.mark, at + ".range", "'" + text_of_level(range) + "' is empty", "the lower end comes first");
    s.is_log = scale != nullptr && scale->text == "log";
    if (scale != nullptr && scale->text != "log" && scale->text != "linear")
      bad(scale->mark, at + ".scale", "'" + scale->text + "' is no scale", "linear or log");
    if (s.is_log && low->number <= 0)
      bad(range.mark, at + ".range", "has no logarithm at its lower end", "begin above 0, or leave scale: log out");
    s.is_range = true;
    s.low = *low, s.high = *high;
    s.levels = range.items;
  }

  // What arms or --set decide is known.
  void check_meeting(const Setting& s) {
    const ModelEntry* model = model_of(study_.base, problems_);
    if (model == nullptr) return;
    const StructSpec spec = combined_spec(model->parameters()->spec());
    for (const ConfigNode& level : s.levels)
      for (const auto& [path, value] : changes_of(s, level)) {
        for (const Arm& arm : study_.arms)
          for (const PatchedPath& patched : patched_paths(spec, arm.patch))
            if (patched.path == path || is_within(path, patched.path) || is_within(patched.path, path))
              if (meet(path, patched) == Meeting::conflict)
                bad(s.mark, "plausible." + s.name, "arm '" + arm.name + "' sets " + patched.path,
                    "what the arms are about is no unknown: ask about something else");
        for (const SetOption& set : sets_)
          if (is_within(path, set.path) || is_within(set.path, path))
            bad(s.mark, "plausible." + s.name, "--set " + set.path + " hides it", "leave one of the two out");
      }
  }

  static std::vector<std::pair<std::string, std::string>> changes_of(const Setting& s, const ConfigNode& level) {
    if (!s.path.empty()) return {{s.path, text_of_level(level)}};
    std::vector<std::pair<std::string, std::string>> changes;
    for (const ConfigEntry& e : level.entries) changes.emplace_back(e.key, text_of_level(e.value));
    return changes;
  }

  static void merge(Variation& v, const Setting& s, const ConfigNode& level) {
    for (const auto& change : changes_of(s, level)) v.changes.push_back(change);
    if (!s.path.empty()) v.patch.at(s.path, level.mark) = level;
    else
      for (const ConfigEntry& e : level.entries) v.patch.at(e.key, e.mark) = e.value;
  }

  void add(Variation v) {
    v.patch = relabelled(v.patch, "plausible " + v.name);
    study_.variations.push_back(std::move(v));
  }

  void add_alone(const Setting& s, const ConfigNode& level) {
    const std::string name = s.path.empty() ? s.name : s.name + "=" + text_of_level(level);
    Variation v{Variation::Kind::plausible, name, s.name, {}, ConfigNode::map(level.mark)};
    merge(v, s, level);
    add(std::move(v));
  }

  // The stratum of world k: a permutation, by a keyed hash.
  static std::uint64_t stratum(const Setting& s, std::uint64_t k, std::uint64_t n) {
    std::uint32_t seed = 2166136261U;
    for (const char c : s.name) seed = (seed ^ static_cast<unsigned char>(c)) * 16777619U;
    const auto key = [&](std::uint64_t i) {
      const Words w = philox({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(n), 0x91a5U, 0}, seed, 0);
      return std::tuple(w[0], w[1], i);
    };
    std::uint64_t before = 0;
    for (std::uint64_t i = 0; i < n; ++i) before += key(i) < key(k) ? 1 : 0;
    return before;
  }

  // The middle of a stratum, in (0, 1); of values, as written among them.
  static std::optional<ConfigNode> drawn(const Setting& s, std::uint64_t k, std::uint64_t n) {
    const std::uint64_t twice = 2 * stratum(s, k, n) + 1;
    if (!s.is_range) {
      const std::uint64_t level = twice * (s.levels.size() + 1) / (2 * n);
      if (level == 0) return std::nullopt;  // as written
      return s.levels[level - 1];
    }
    const double u = static_cast<double>(twice) / static_cast<double>(2 * n);
    const double x = s.is_log ? s.low.number * fmath::exp(u * fmath::log(s.high.number / s.low.number))
                              : s.low.number + u * (s.high.number - s.low.number);
    return ConfigNode::scalar(fmt::format("{:.5g}{}", x, s.low.unit), s.mark);
  }

  void add_together(const std::vector<Setting>& settings, std::uint64_t k, std::uint64_t n) {
    Variation v{Variation::Kind::plausible, fmt::format("{} {}", kTogether, k + 1), {}, {}, ConfigNode::map(settings[0].mark)};
    for (const Setting& s : settings)
      if (const auto level = drawn(s, k, n)) merge(v, s, *level);
    if (!v.changes.empty()) add(std::move(v));
  }

  void shut_off(const ShutOff& what, const Mark& mark) {
    Variation v{Variation::Kind::shut_off, std::string(what.id), {}, {}, ConfigNode::map(mark)};
    for (const auto& [path, value] : what.values) {
      put(v.patch, path, std::string(value), mark);
      v.changes.emplace_back(path, value);
    }
    study_.variations.push_back(std::move(v));
  }

  Study& study_;
  std::span<const SetOption> sets_;
  Problems& problems_;
};

}  // namespace

void read_variations(Study& study, const ConfigNode& tree, std::span<const SetOption> sets, Problems& problems) {
  const ConfigNode* plausible = tree.find("plausible");
  const ConfigNode* why = tree.find("why");
  const ConfigNode* leave_out = tree.find("leave_out");
  if ((plausible == nullptr && why == nullptr && leave_out == nullptr) || study.base.empty()) return;
  const std::size_t own = study.arms.size();
  const ModelEntry* model = model_of(study.base, problems);
  if (model == nullptr || !problems.empty()) return;
  VariationReader reader(study, sets, problems);
  if (plausible != nullptr) reader.plausible(*plausible);
  if (why != nullptr) reader.why(*why, model->what_if());
  if (leave_out != nullptr) reader.leave_out(*leave_out, model->what_if());
  if (problems.empty()) reader.add_rows(own);
}

void drop_variation(Study& study, std::size_t variation) {
  std::erase_if(study.arms, [&](const Arm& arm) { return arm.variation == variation; });
  for (Arm& arm : study.arms)
    if (arm.variation && *arm.variation > variation) --*arm.variation;
  study.variations.erase(study.variations.begin() + static_cast<std::ptrdiff_t>(variation));
}

}  // namespace fanfare
