// In what the arms differ, and what is marked on the axes of time. Reads effective scenarios as text.
#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "sim/judge/placebo.h"
#include "sim/report/document.h"
#include "sim/scenario/yaml_reader.h"

namespace fanfare {
namespace {

constexpr std::size_t kMostDifferences = 200;
constexpr const char* kPresent = "yes";  // of an element of a list: it is there

using Values = std::map<std::string, std::string>;  // path → value

bool is_plain(const ConfigNode& list) {
  return std::all_of(list.items.begin(), list.items.end(),
                     [](const ConfigNode& item) { return !item.is_map(); });
}

void flatten(const ConfigNode& node, const std::string& path, Values& out) {
  const auto below = [&](const std::string& key) { return path.empty() ? key : path + "." + key; };
  if (node.is_map() && !node.entries.empty() && node.find("dist") == nullptr) {
    for (const ConfigEntry& entry : node.entries) flatten(entry.value, below(entry.key), out);
  } else if (node.is_list() && !node.items.empty() && !is_plain(node)) {
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      const ConfigNode* id = node.items[i].find("id");
      const std::string key = below(id != nullptr && !id->text.empty() ? id->text : std::to_string(i));
      out[key] = kPresent;
      flatten(node.items[i], key, out);
    }
  } else if (!(node.is_list() && node.items.empty())) {
    out[path] = flow_text(node);
  }
}

// The effective scenario of each arm.
std::vector<Values> values_by_arm(const ReportSource& source) {
  std::vector<Values> arms;
  for (std::string& text : effective_texts(source.gathered.results, source.gathered.origins)) {
    Problems problems;
    arms.emplace_back();
    if (!text.empty()) flatten(read_yaml_text("arm", std::move(text), "arm", problems), "", arms.back());
  }
  return arms;
}

const std::string* value_of(const Values& values, const std::string& path) {
  const auto found = values.find(path);
  return found == values.end() ? nullptr : &found->second;
}

// Whether an element of a list that holds `path` is missing in the arm: then the element's own line says it.
bool lacks_element(const Values& arm, const std::set<std::string>& elements, const std::string& path) {
  for (std::size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.', dot + 1))
    if (elements.contains(path.substr(0, dot)) && !arm.contains(path.substr(0, dot))) return true;
  return false;
}

bool differs(const std::vector<Values>& arms, const std::set<std::string>& elements,
             const std::string& path) {
  std::set<std::string> seen;
  for (const Values& arm : arms)
    if (!lacks_element(arm, elements, path)) {
      const std::string* value = value_of(arm, path);
      seen.insert(value == nullptr ? "" : *value);
    }
  return seen.size() > 1;
}

bool is_about_the_numbers(const std::string& path) {
  return path != "name" && path != "question" && path != "run.seed";
}

std::vector<Difference> arm_differences(const std::vector<Values>& arms) {
  std::set<std::string> paths, elements;
  for (const Values& arm : arms)
    for (const auto& [path, value] : arm) {
      paths.insert(path);
      if (value == kPresent) elements.insert(path);
    }
  std::vector<Difference> found;
  for (const std::string& path : paths) {
    if (!is_about_the_numbers(path) || !differs(arms, elements, path)) continue;
    Difference difference{path, {}};
    for (const Values& arm : arms) {
      const std::string* value = value_of(arm, path);
      difference.values.push_back(value == nullptr ? "" : *value);
    }
    found.push_back(std::move(difference));
  }
  return found;
}

Json differences_json(const std::vector<Difference>& all) {
  Json list = Json::array();
  for (std::size_t i = 0; i < std::min(all.size(), kMostDifferences); ++i)
    list.push_back({{"path", all[i].path}, {"values", all[i].values}});
  return list;
}

// "[10d, 24d]" → {10, 24}; "20d" → {20}. Anything else gives what numbers of days it has.
std::vector<double> days_in(const std::string& text) {
  std::vector<double> days;
  for (std::size_t at = 0; at < text.size(); ++at) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), value);
    if (error != std::errc()) continue;
    at = static_cast<std::size_t>(end - text.data());
    if (at < text.size() && text[at] == 'd') days.push_back(value);
  }
  return days;
}

struct TimeMark {
  std::string kind, id;
  std::vector<double> days;
  auto operator<=>(const TimeMark&) const = default;
};

// "list.id.key" → "id"; empty if the path is not of that form.
std::string element_of(const std::string& path, const MarkedKey& mark) {
  const std::string list = std::string(mark.list) + ".", key = "." + std::string(mark.key);
  if (!path.starts_with(list) || !path.ends_with(key) || path.size() <= list.size() + key.size()) return {};
  const std::string id = path.substr(list.size(), path.size() - list.size() - key.size());
  return id.find('.') == std::string::npos ? id : "";
}

// What the model has marked, and the day from which everything counts; with the arms that have them.
Json marks_json(const std::vector<Values>& arms, const ReportSpec& spec) {
  std::map<TimeMark, std::vector<std::size_t>> marks;
  for (std::size_t row = 0; row < arms.size(); ++row)
    for (const auto& [path, value] : arms[row]) {
      std::vector<double> days = days_in(value);
      std::erase_if(days, [](double day) { return day < 0; });
      if (days.empty()) continue;
      for (const MarkedKey& mark : spec.marks)
        if (const std::string id = element_of(path, mark); !id.empty())
          marks[{std::string(mark.kind), id, days}].push_back(row);
      if (path == "run.warmup" && days[0] > 0) marks[{"warmup", "", days}].push_back(row);
    }
  Json list = Json::array();
  for (const auto& [mark, rows] : marks)
    list.push_back({{"kind", mark.kind}, {"id", mark.id}, {"days", mark.days}, {"arms", rows}});
  return list;
}

}  // namespace

Json parameters_json(const ReportSource& source) {
  const std::vector<Values> arms = values_by_arm(source);
  const std::vector<Difference> all = arm_differences(arms);
  return {{"differences", differences_json(all)},
          {"differences_total", all.size()},
          {"marks", marks_json(arms, *source.gathered.summary.spec)}};
}

}  // namespace fanfare
