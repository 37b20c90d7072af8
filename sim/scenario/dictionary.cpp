// The dictionary of parameters as text, Markdown and JSON; the effective scenario; where a value comes from.
#include "sim/scenario/dictionary.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "fanfare/expects.h"
#include "sim/scenario/engine_keys.h"
#include "sim/scenario/layers.h"
#include "sim/scenario/leaf.h"
#include "sim/scenario/path.h"
#include "sim/scenario/yaml_text.h"

namespace fanfare {

std::vector<FieldInfo> scenario_fields(const ModelEntry& model) {
  std::vector<FieldInfo> out = fields_of(struct_spec<ScenarioKeys>());
  for (FieldInfo& info : model.parameters()->fields()) out.push_back(std::move(info));
  return out;
}

namespace {

bool is_struct(const FieldInfo& info) { return info.field->is_struct(); }

std::string marks(const FieldInfo& info) { return info.is_mutable ? "events may set it" : ""; }

std::size_t shown_width(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string padded(const std::string& text, std::size_t to) {
  return text + std::string(shown_width(text) < to ? to - shown_width(text) : 0, ' ');
}

std::string sentence(const FieldInfo& info) {
  std::string out = info.help;
  const auto add = [&](const std::string& text) {
    if (!text.empty()) out += (out.empty() ? "" : "; ") + text;
  };
  add(marks(info));
  if (!info.source.empty()) add("source: " + info.source);
  return out;
}

std::string with_unit(const FieldInfo& info) {
  std::string out = info.range;
  const bool has_unit =
      info.field->unit == Unit::days || info.field->unit == Unit::hours;  // the range says it
  if (!info.unit.empty() && !(has_unit && !out.empty())) out += (out.empty() ? "" : " ") + info.unit;
  return out;
}

}  // namespace

std::string dictionary_text(const ModelEntry& model, std::string_view filter) {
  std::vector<FieldInfo> kept;
  std::size_t path_width = 0, value_width = 0;
  for (FieldInfo& info : scenario_fields(model)) {
    if (info.path.find(filter) == std::string::npos) continue;
    path_width = std::max(path_width, shown_width(info.path));
    value_width = std::max(value_width, std::min<std::size_t>(shown_width(info.default_value), 24));
    kept.push_back(std::move(info));
  }
  std::string out;
  for (const FieldInfo& info : kept) {
    std::string line = padded(info.path, path_width) + "  " + padded(info.default_value, value_width) + "  ";
    line += is_struct(info) ? info.type : with_unit(info).empty() ? info.type : with_unit(info);
    out += line + "\n";
    if (const std::string text = sentence(info); !text.empty()) out += "    " + text + "\n";
  }
  return out;
}

namespace {

std::string cell(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2)
    text.replace(at, 1, "\\|");
  return text;
}

std::string code(const std::string& text) { return text.empty() ? "" : "`" + cell(text) + "`"; }

// One table for each top-level key.
std::string heading(const FieldInfo& info) {
  return "\n## `" + info.path + "`\n\n" + (info.help.empty() ? "" : info.help + "\n\n") +
         "| key | type | default | range | unit | events | help | source "
         "|\n|---|---|---|---|---|---|---|---|\n";
}

std::string row(const FieldInfo& info) {
  return "| " + code(info.path) + " | " + info.type + " | " + code(info.default_value) + " | " +
         code(info.range) + " | " + cell(info.unit) + " | " + (info.is_mutable ? "yes" : "") + " | " +
         cell(info.help) + " | " + cell(info.source) + " |\n";
}

}  // namespace

std::string dictionary_markdown(const ModelEntry& model) {
  const std::vector<FieldInfo> fields = scenario_fields(model);
  std::string out =
      "| key | type | default | range | unit | events | help | source |\n|---|---|---|---|---|---|---|---|\n";
  for (const FieldInfo& info : fields)
    if (!is_struct(info) && info.path.find('.') == std::string::npos) out += row(info);
  for (const FieldInfo& info : fields) {
    const bool is_top = info.path.find('.') == std::string::npos && info.path.find('[') == std::string::npos;
    if (is_top && is_struct(info)) out += heading(info);
    else if (!is_top) out += row(info);
  }
  return out;
}

std::string dictionary_json(const ModelEntry& model) {
  nlohmann::ordered_json out = nlohmann::ordered_json::array();
  for (const FieldInfo& info : scenario_fields(model)) {
    nlohmann::ordered_json each = {
        {"path", info.path},     {"type", info.type},          {"default", info.default_value},
        {"range", info.range},   {"unit", info.unit},          {"help", info.help},
        {"source", info.source}, {"mutable", info.is_mutable}, {"required", info.is_required}};
    for (const ChoiceSpec& c : info.field->choices)
      each["choices"].push_back({{"word", c.word}, {"help", c.help}});
    for (const PresetSpec& p : info.field->presets)
      each["presets"].push_back({{"name", p.name}, {"help", p.help}, {"source", p.source}});
    out.push_back(std::move(each));
  }
  return out.dump(2) + "\n";
}

namespace {

std::string where_from(const ConfigNode& node) {
  if (node.origin == ConfigNode::Origin::preset) return "preset " + node.preset;
  if (node.origin == ConfigNode::Origin::builtin || !node.mark.exists()) return "default";
  return "given " + place(node.mark);
}

}  // namespace

std::string effective_yaml(const Scenario& scenario) { return yaml_block(scenario.effective(), where_from); }

std::string effective_yaml_plain(const Scenario& scenario) {
  return yaml_block(scenario.effective(), [](const ConfigNode&) { return std::string(); });
}

}  // namespace fanfare
