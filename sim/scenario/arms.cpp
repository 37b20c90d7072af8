// Arms and designs.
#include "sim/scenario/arms.h"

#include <algorithm>
#include <map>

#include "sim/scenario/path.h"

namespace fanfare {
namespace {

constexpr std::size_t kMostGridPoints = 100'000;

void relabel(ConfigNode& node, const std::string& layer,
             std::map<const Source*, std::shared_ptr<const Source>>& made) {
  const auto change = [&](Mark& mark) {
    if (!mark.exists()) return;
    auto& source = made[mark.source.get()];
    if (!source) source = std::make_shared<const Source>(Source{mark.source->name, mark.source->text, layer});
    mark.source = source;
  };
  change(node.mark);
  for (ConfigEntry& e : node.entries) {
    change(e.mark);
    relabel(e.value, layer, made);
  }
  for (ConfigNode& item : node.items) relabel(item, layer, made);
}

bool is_name(std::string_view text) {
  return !text.empty() && text.find_first_of(" \t./\\[]{}='\"") == std::string_view::npos;
}

}  // namespace

bool touches_population(const ConfigNode& patch) {
  return std::any_of(patch.entries.begin(), patch.entries.end(),
                     [](const ConfigEntry& e) { return is_within(e.key, "population"); });
}

ConfigNode relabelled(const ConfigNode& node, const std::string& layer) {
  ConfigNode copy = node;
  std::map<const Source*, std::shared_ptr<const Source>> made;
  relabel(copy, layer, made);
  return copy;
}

namespace {

constexpr const char* kLabel = "label";

// Any text that fits on a line: it is shown, never a key.
bool is_label(const ConfigNode& node) {
  constexpr std::size_t kLongest = 120;  // bytes: 40 Chinese characters
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  return node.is_scalar() && node.text.find_first_not_of(' ') != std::string::npos &&
         node.text.size() <= kLongest && std::none_of(node.text.begin(), node.text.end(), is_control);
}

// Takes the label out of what the arm changes.
std::string take_label(ConfigNode& patch, const std::string& path, Problems& problems) {
  const ConfigNode* node = patch.find(kLabel);
  if (!node) return {};
  const ConfigNode label = *node;
  patch.erase(kLabel);
  if (is_label(label)) return label.text;
  problems.add(label.mark, join_path(path, kLabel), "can't be shown as the arm's name",
               "write one line of at most 40 characters, in quotes: label: \"Half the price\"");
  return {};
}

// Two arms that are called alike can't be told apart in a table.
void check_titles(const std::vector<Arm>& arms, const ConfigNode& written, Problems& problems) {
  for (std::size_t i = 0; i < arms.size(); ++i)
    for (std::size_t k = 0; k < arms.size(); ++k) {
      const bool is_later = i > k || arms[k].label.empty();
      if (i == k || arms[i].label.empty() || arms[i].label != arms[k].title() || !is_later) continue;
      problems.add(
          written.find(arms[i].name)->find(kLabel)->mark, join_path(join_path("arms", arms[i].name), kLabel),
          "'" + arms[i].label + "' is what arm '" + arms[k].name + "' is called", "give each its own");
    }
}

}  // namespace

std::vector<Arm> read_arms(const ConfigNode& arms, Problems& problems) {
  std::vector<Arm> out;
  if (!arms.is_map() || arms.entries.empty()) {
    problems.add(arms.mark, "arms", "has no arms", "expected {name: {path: value, …}, …}");
    return out;
  }
  for (const ConfigEntry& e : arms.entries) {
    const std::string path = join_path("arms", e.key);
    if (!is_name(e.key))
      problems.add(e.mark, path, "'" + e.key + "' can't be the name of an arm",
                   "no blanks, dots, slashes, brackets or quotes");
    if (!e.value.is_map() && !e.value.is_null()) {
      problems.add(e.value.mark, path, "is not a map",
                   "expected {path: value, …}, or {} for the scenario as it stands");
      continue;
    }
    ConfigNode patch = relabelled(e.value, "arm " + e.key);
    patch.kind = ConfigNode::Kind::map;
    std::string label = take_label(patch, path, problems);
    const bool shares = !touches_population(patch);
    out.push_back({e.key, std::move(label), e.mark, std::move(patch), {}, shares});
  }
  check_titles(out, arms, problems);
  return out;
}

std::vector<Factor> read_factors(const ConfigNode& factors, Problems& problems) {
  std::vector<Factor> out;
  if (!factors.is_map() || factors.entries.empty()) {
    problems.add(factors.mark, "factors", "has no factors", "expected {path: [value, …], …}");
    return out;
  }
  for (const ConfigEntry& e : factors.entries) {
    if (!e.value.is_list() || e.value.items.empty()) {
      problems.add(e.value.mark, join_path("factors", e.key), "has no values", "expected a list: [value, …]");
      continue;
    }
    Factor factor{e.key, {}};
    for (const ConfigNode& item : e.value.items)
      factor.values.push_back(item.is_scalar() ? item.text : flow_text(item));
    out.push_back(std::move(factor));
  }
  return out;
}

namespace {

// "budget" of "campaigns.launch.budget", or the whole path where two factors end alike.
std::string short_name(const ConfigNode& factors, const std::string& path) {
  const std::string last = split_path(path).back();
  const auto same = std::count_if(factors.entries.begin(), factors.entries.end(),
                                  [&](const ConfigEntry& e) { return split_path(e.key).back() == last; });
  return same > 1 ? path : last;
}

Arm point_of(const ConfigNode& factors, const std::vector<std::size_t>& levels) {
  Arm point;
  point.patch = ConfigNode::map(factors.mark);
  for (std::size_t f = 0; f < levels.size(); ++f) {
    const ConfigEntry& factor = factors.entries[f];
    const ConfigNode& value = factor.value.items[levels[f]];
    const std::string text = value.is_scalar() ? value.text : flow_text(value);
    point.patch.at(factor.key, factor.mark) = value;
    point.levels.push_back(text);
    point.name += (point.name.empty() ? "" : ", ") + short_name(factors, factor.key) + "=" + text;
  }
  point.patch = relabelled(point.patch, "point " + point.name);
  point.mark = factors.mark;
  point.shares_population = !touches_population(point.patch);
  return point;
}

std::size_t combinations(const ConfigNode& factors) {
  std::size_t count = 1;
  for (const ConfigEntry& e : factors.entries)
    count = std::min(count * e.value.items.size(), kMostGridPoints + 1);
  return count;
}

}  // namespace

std::vector<Arm> points_of(Study::Design design, const ConfigNode& factors, Problems& problems) {
  std::vector<Arm> out;
  const std::size_t first = factors.entries.front().value.items.size();
  const std::size_t count = design == Study::Design::grid ? combinations(factors) : first;
  if (count > kMostGridPoints) {
    problems.add(factors.mark, "factors", "gives more than 100,000 points", "take fewer values");
    return out;
  }
  const std::size_t before = problems.size();
  for (const ConfigEntry& e : factors.entries)
    if (design == Study::Design::list && e.value.items.size() != first)
      problems.add(e.value.mark, join_path("factors", e.key),
                   "has " + std::to_string(e.value.items.size()) + " values, the first factor " +
                       std::to_string(first),
                   "in a list design all factors have as many; did you mean grid?");
  if (problems.size() != before) return out;
  std::vector<std::size_t> levels(factors.entries.size());
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t rest = i;
    for (std::size_t f = levels.size(); f-- > 0;) {
      const std::size_t n = factors.entries[f].value.items.size();
      levels[f] = design == Study::Design::grid ? rest % n : i;
      rest /= n;
    }
    out.push_back(point_of(factors, levels));
  }
  return out;
}

namespace {

void collect(const StructSpec* spec, const FieldSpec* list, const ConfigNode& node, const std::string& path,
             std::vector<PatchedPath>& out) {
  for (const ConfigEntry& e : node.entries) {
    // Follows the parts of a dotted key as far as they lead.
    const StructSpec* inner = spec;
    const FieldSpec* at_list = list;
    for (const std::string& part : split_path(e.key)) {
      if (at_list) {
        inner = at_list->inner;
        at_list = nullptr;
        continue;
      }
      const FieldSpec* field = inner ? inner->find(part) : nullptr;
      at_list = field && field->form == Form::list ? field : nullptr;
      inner = field && !at_list ? field->inner : nullptr;
    }
    const std::string own = join_path(path, e.key);
    const bool goes_on = e.value.is_map() && (inner || at_list) && !e.value.entries.empty();
    if (goes_on) collect(inner, at_list, e.value, own, out);
    else out.push_back({own, e.mark, &e.value});
  }
}

}  // namespace

std::vector<PatchedPath> patched_paths(const StructSpec& spec, const ConfigNode& patch) {
  std::vector<PatchedPath> out;
  collect(&spec, nullptr, patch, "", out);
  return out;
}

Meeting meet(const std::string& set_path, const PatchedPath& arm) {
  if (is_within(arm.path, set_path)) return Meeting::conflict;
  if (!is_within(set_path, arm.path)) return Meeting::apart;
  const ConfigNode* node = arm.value;
  for (const std::string& part : split_path(std::string_view(set_path).substr(arm.path.size() + 1))) {
    if (node->is_list() && !node->item(part)) return Meeting::vanished;
    node = node->is_list() ? node->item(part) : node->find(part);
    if (!node) break;
  }
  return Meeting::conflict;
}

}  // namespace fanfare
