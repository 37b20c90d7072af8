// ConfigNode to YAML text: block style for structs, flow style for leaves, comments in one column.
#include "sim/scenario/yaml_text.h"

#include <algorithm>
#include <cstdio>
#include <vector>

namespace fanfare {
namespace {

constexpr std::size_t kCommentColumn = 60;

bool is_plain(std::string_view text) {
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") return false;
  if (text.front() == ' ' || text.back() == ' ' || text == "---" || text == "...") return false;
  // Indicators that start something else, and characters that end a plain scalar in flow style.
  if (std::string_view("!&*-?:,[]{}#|>@`\"'%").find(text.front()) != std::string_view::npos &&
      !(text.size() > 1 && text.front() == '-' &&
        (std::isdigit(static_cast<unsigned char>(text[1])) || text[1] == '.' || text[1] == 'i')))
    return false;
  if (text.find_first_of(",[]{}\"'\\") != std::string_view::npos) return false;
  if (text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos ||
      text.back() == ':')
    return false;
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

std::string quote(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\', out += c;
    else if (c == '\n') out += "\\n";
    else if (c == '\t') out += "\\t";
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      char hex[8];
      std::snprintf(hex, sizeof hex, "\\x%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
      out += hex;
    } else out += c;
  }
  return out + "\"";
}

// A map is opened in block style if something below it is; leaves stand on one line.
bool is_leaf(const ConfigNode& node) {
  if (node.is_list())
    return std::none_of(node.items.begin(), node.items.end(), [](const auto& i) { return i.is_map(); });
  return !node.is_map() || node.entries.empty() ||
         (node.entries.front().key == "dist" && node.entries.size() <= 3);
}

std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

class YamlWriter {
 public:
  explicit YamlWriter(const std::function<std::string(const ConfigNode&)>& comment) : comment_(comment) {}

  // `first`: what stands before the first key (after a list's "- ").
  void map(const ConfigNode& node, std::string indent, std::string first) {
    for (const ConfigEntry& e : node.entries) {
      value(first + yaml_scalar(e.key) + ":", e.value, indent);
      first = indent;
    }
  }

  std::string take() { return std::move(out_); }

 private:
  void value(const std::string& head, const ConfigNode& node, const std::string& indent) {
    if (is_leaf(node)) return line(head + " " + flow_text(node), node);
    out_ += head + "\n";
    if (node.is_map()) return map(node, indent + "  ", indent + "  ");
    for (const ConfigNode& item : node.items) {
      if (is_leaf(item)) line(indent + "  - " + flow_text(item), item);
      else map(item, indent + "    ", indent + "  - ");
    }
  }

  void line(std::string text, const ConfigNode& node) {
    const std::string words = comment_(node);
    if (!words.empty()) {
      const std::size_t used = width(text);
      text += std::string(used < kCommentColumn ? kCommentColumn - used : 1, ' ') + " # " + words;
    }
    out_ += text + "\n";
  }

  const std::function<std::string(const ConfigNode&)>& comment_;
  std::string out_;
};

}  // namespace

std::string yaml_scalar(std::string_view text) { return is_plain(text) ? std::string(text) : quote(text); }

std::string yaml_block(const ConfigNode& node, const std::function<std::string(const ConfigNode&)>& comment) {
  YamlWriter writer(comment);
  writer.map(node, "", "");
  return writer.take();
}

}  // namespace fanfare
