// The tree of a scenario: look-ups, comparison, one-line text. No parsing and no schema.
#include "fanfare/config.h"

#include <algorithm>

#include "sim/scenario/yaml_text.h"

namespace fanfare {

std::string place(const Mark& mark) {
  if (!mark.exists()) return "default";
  const std::string& layer = mark.source->layer;
  if (layer == "--set") return layer;
  std::string text = mark.file();
  if (mark.line > 0) text += ":" + std::to_string(mark.line);
  if (!layer.empty() && layer != "scenario") text += " (" + layer + ")";
  return text;
}

namespace {

// What stands from a place on, to the end of its line.
std::string_view rest_of_line(const Mark& mark) {
  if (!mark.exists() || mark.line <= 0) return {};
  std::string_view text = mark.source->text;
  for (int line = 1; line < mark.line; ++line) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, text.find('\n'));
  const auto goes_on = [&](std::size_t at) { return at < text.size() && (text[at] & 0xC0) == 0x80; };
  std::size_t at = 0;
  for (int seen = 1; at < text.size() && seen < mark.column; ++seen) {
    ++at;
    while (goes_on(at)) ++at;
  }
  return text.substr(at);
}

}  // namespace

Mark mark_within(const ConfigNode& scalar, std::size_t character) {
  std::string_view there = rest_of_line(scalar.mark);
  const bool is_quoted = scalar.quoted && !there.empty();
  if (is_quoted) there.remove_prefix(1);
  Mark mark = scalar.mark;
  if (there.starts_with(scalar.text)) mark.column += static_cast<int>(character) + (is_quoted ? 1 : 0);
  return mark;
}

ConfigNode ConfigNode::scalar(std::string text, Mark mark) {
  ConfigNode node;
  node.kind = Kind::scalar;
  node.text = std::move(text);
  node.mark = std::move(mark);
  return node;
}

ConfigNode ConfigNode::map(Mark mark) {
  ConfigNode node;
  node.kind = Kind::map;
  node.mark = std::move(mark);
  return node;
}

ConfigNode ConfigNode::list(Mark mark) {
  ConfigNode node;
  node.kind = Kind::list;
  node.mark = std::move(mark);
  return node;
}

const ConfigEntry* ConfigNode::entry(std::string_view key) const {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const ConfigEntry& e) { return e.key == key; });
  return found == entries.end() ? nullptr : &*found;
}

const ConfigNode* ConfigNode::find(std::string_view key) const {
  const ConfigEntry* found = entry(key);
  return found ? &found->value : nullptr;
}

ConfigNode* ConfigNode::find(std::string_view key) {
  return const_cast<ConfigNode*>(std::as_const(*this).find(key));
}

ConfigNode& ConfigNode::at(std::string_view key, const Mark& key_mark) {
  if (is_null()) kind = Kind::map;
  if (ConfigNode* found = find(key)) return *found;
  return entries.emplace_back(ConfigEntry{std::string(key), key_mark, {}}).value;
}

void ConfigNode::erase(std::string_view key) {
  std::erase_if(entries, [&](const ConfigEntry& e) { return e.key == key; });
}

const ConfigNode* ConfigNode::item(std::string_view id) const {
  for (const ConfigNode& each : items) {
    const ConfigNode* own = each.find("id");
    if (own && own->is_scalar() && own->text == id) return &each;
  }
  return nullptr;
}

ConfigNode* ConfigNode::item(std::string_view id) {
  return const_cast<ConfigNode*>(std::as_const(*this).item(id));
}

bool same_values(const ConfigNode& a, const ConfigNode& b) {
  if (a.kind != b.kind || a.text != b.text) return false;
  const auto same_entry = [](const ConfigEntry& x, const ConfigEntry& y) {
    return x.key == y.key && same_values(x.value, y.value);
  };
  return std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(), b.entries.end(), same_entry) &&
         std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), same_values);
}

namespace {

std::string flow_map(const ConfigNode& node) {
  std::string out = "{";
  for (const ConfigEntry& e : node.entries)
    out += (out.size() > 1 ? ", " : "") + yaml_scalar(e.key) + ": " + flow_text(e.value);
  return out + "}";
}

std::string flow_list(const ConfigNode& node) {
  std::string out = "[";
  for (const ConfigNode& item : node.items) out += (out.size() > 1 ? ", " : "") + flow_text(item);
  return out + "]";
}

}  // namespace

std::string flow_text(const ConfigNode& node) {
  const std::string tag = node.tag.empty() ? "" : node.tag + " ";
  switch (node.kind) {
    case ConfigNode::Kind::null: return "null";
    case ConfigNode::Kind::scalar: return yaml_scalar(node.text);
    case ConfigNode::Kind::map: return flow_map(node);
    case ConfigNode::Kind::list: return tag + flow_list(node);
  }
  return {};
}

}  // namespace fanfare
