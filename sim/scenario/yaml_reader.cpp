// YAML through yaml-cpp's events rather than its nodes: nodes hide repeated keys, tags and quotes.
#include "sim/scenario/yaml_reader.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "fanfare/expects.h"
#include "sim/scenario/utf8.h"

namespace fanfare {
namespace {

constexpr std::size_t kDeepest = 64;           // levels of nesting
constexpr std::size_t kMostNodes = 1'000'000;  // aliases could otherwise grow without end
constexpr std::size_t kMostKeys = 10'000;      // of one map: they are looked up one after the other
constexpr std::uintmax_t kLargestFile = 64U << 20;

// Reading can't go on.
struct Refused {
  Mark mark;
  std::string what;
  std::string suggestion;
};

class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(std::shared_ptr<const Source> source, Problems& problems)
      : source_(std::move(source)), problems_(problems) {}

  ConfigNode take() { return std::move(root_); }
  Mark mark_of(const YAML::Mark& at) const {
    if (at.is_null() || source_->text.empty()) return {source_, 0, 0};
    return {source_, at.line + 1, characters(source_->text, at.pos - at.column, at.column) + 1};
  }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    ConfigNode node;
    node.mark = mark_of(mark);
    finish(std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end())
      throw Refused{mark_of(mark), "an alias stands inside what it stands for", ""};
    count(found->second, mark_of(mark));
    ConfigNode copy = found->second;
    if (is_key()) return key(copy.text, mark_of(mark), copy.is_scalar());
    add(std::move(copy));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    ConfigNode node = ConfigNode::scalar(value, mark_of(mark));
    node.quoted = tag == "!";
    node.tag = own_tag(tag, node.mark, false);
    finish(std::move(node), anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    ConfigNode node = ConfigNode::list(mark_of(mark));
    node.tag = own_tag(tag, node.mark, true);
    open(std::move(node), anchor);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    ConfigNode node = ConfigNode::map(mark_of(mark));
    node.tag = own_tag(tag, node.mark, false);
    open(std::move(node), anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Frame {
    ConfigNode node;
    YAML::anchor_t anchor;
    bool is_complex_key = false;
    bool has_key = false;
    bool is_repeated = false;  // the value that comes is dropped
    std::string key;
    Mark key_mark;
    std::map<std::string, int> lines;  // of each key
  };

  struct Size {
    std::size_t nodes = 0;
    std::uintmax_t bytes = 0;
  };
  static void add_size(const ConfigNode& node, Size& size) {
    ++size.nodes;
    size.bytes += node.text.size();
    for (const ConfigEntry& e : node.entries) size.bytes += e.key.size(), add_size(e.value, size);
    for (const ConfigNode& i : node.items) add_size(i, size);
  }

  // A copy that is about to be made.
  void count(const ConfigNode& node, const Mark& mark) {
    add_size(node, size_);
    check_size(mark);
  }

  void check_size(const Mark& mark) const {
    if (size_.nodes > kMostNodes)
      throw Refused{mark, "more than a million values", "do aliases repeat each other?"};
    if (size_.bytes > kLargestFile)
      throw Refused{mark, "more than 64 MiB of text", "do aliases repeat a long one?"};
  }

  void keep(const ConfigNode& node, YAML::anchor_t anchor) {
    if (anchor == YAML::NullAnchor) return;
    count(node, node.mark);
    anchors_[anchor] = node;
  }

  std::string own_tag(const std::string& tag, const Mark& mark, bool is_list) {
    if (tag.empty() || tag == "?" || tag == "!" || tag == "tag:yaml.org,2002:str") return {};
    if (is_list && tag == "!append") return tag;
    problems_.add(mark, "", "unknown tag " + tag, "the only tag is !append, before a list");
    return {};
  }

  bool is_key() const { return !stack_.empty() && stack_.back().node.is_map() && !stack_.back().has_key; }

  void key(const std::string& text, const Mark& mark, bool is_scalar) {
    Frame& frame = stack_.back();
    frame.has_key = true;
    frame.key = text;
    frame.key_mark = mark;
    const auto [first, is_new] = frame.lines.try_emplace(text, mark.line);
    frame.is_repeated = !is_new || !is_scalar;
    if (frame.lines.size() > kMostKeys)
      throw Refused{mark, "more than 10,000 keys in one map", "is this a scenario?"};
    if (!is_scalar) problems_.add(mark, "", "a key is a word", "lists, maps and nothing can't be keys");
    else if (text == "<<")
      problems_.add(mark, "<<", "merge keys are not read", "use extends, or an alias for the whole value");
    else if (!is_new)
      problems_.add(mark, text, "repeated key", "first at line " + std::to_string(first->second));
  }

  void finish(ConfigNode node, YAML::anchor_t anchor) {
    count(node, node.mark);
    keep(node, anchor);
    if (is_key()) return key(node.text, node.mark, node.is_scalar());
    add(std::move(node));
  }

  void add(ConfigNode node) {
    if (stack_.empty()) {
      root_ = std::move(node);
      return;
    }
    Frame& frame = stack_.back();
    if (frame.node.is_list()) return frame.node.items.push_back(std::move(node));
    if (!frame.is_repeated) frame.node.entries.push_back({frame.key, frame.key_mark, std::move(node)});
    frame.has_key = false;
  }

  void open(ConfigNode node, YAML::anchor_t anchor) {
    if (stack_.size() >= kDeepest) throw Refused{node.mark, "nested deeper than 64 levels", ""};
    count(node, node.mark);
    const bool is_complex_key = is_key();
    stack_.push_back({std::move(node), anchor, is_complex_key, false, false, {}, {}, {}});
  }

  void close() {
    Frame frame = std::move(stack_.back());
    stack_.pop_back();
    keep(frame.node, frame.anchor);
    if (frame.is_complex_key) return key("", frame.node.mark, false);
    add(std::move(frame.node));
  }

  std::shared_ptr<const Source> source_;
  Problems& problems_;
  std::vector<Frame> stack_;
  std::map<YAML::anchor_t, ConfigNode> anchors_;
  Size size_;
  ConfigNode root_;
};

// Everything that follows the first document: nothing may.
class NothingMore final : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& mark) override { throw mark; }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
  }
  void OnMapEnd() override {}
};

ConfigNode parse_events(const std::string& text, TreeBuilder& builder, Problems& problems) {
  std::istringstream in(text);
  try {
    YAML::Parser parser(in);
    if (parser.HandleNextDocument(builder)) {
      NothingMore rest;
      parser.HandleNextDocument(rest);
    }
  } catch (const YAML::Mark& second) {
    problems.add(builder.mark_of(second), "", "a second document starts here", "one file holds one document");
  } catch (const Refused& why) {
    problems.add(why.mark, "", why.what, why.suggestion);
  } catch (const YAML::Exception& error) {
    problems.add(builder.mark_of(error.mark), "", "not YAML: " + error.msg);
  }
  return builder.take();
}

ConfigNode parse(const std::shared_ptr<Source>& source, const std::string& text, Problems& problems) {
  const BadText bad = check_text(text);
  if (!bad.what.empty()) {
    problems.add({source, bad.line, bad.column}, "", bad.what, "a scenario is UTF-8 text");
    // The line itself is no text to show.
    return source->text.clear(), ConfigNode{};
  }
  TreeBuilder builder(source, problems);
  return parse_events(text, builder, problems);
}

std::string without_byte_order_mark(std::string text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  return text;
}

std::string slurp(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) throw InputError(path + ": is not there");
  if (std::filesystem::is_directory(status)) throw InputError(path + ": is a folder, not a file");
  if (!std::filesystem::is_regular_file(status)) throw InputError(path + ": is no regular file");
  if (std::filesystem::file_size(path, error) > kLargestFile)
    throw InputError(path + ": is larger than 64 MiB, too large for a scenario");
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  if (in) out << in.rdbuf();
  if (!in || in.bad()) throw InputError(path + ": can't be read (" + std::strerror(errno) + ")");
  return std::move(out).str();
}

}  // namespace

ConfigNode read_yaml_text(std::string_view name, std::string text, std::string_view layer,
                          Problems& problems) {
  text = without_byte_order_mark(std::move(text));
  const auto source = std::make_shared<Source>(Source{std::string(name), text, std::string(layer)});
  ConfigNode node = parse(source, text, problems);
  if (!node.mark.exists()) node.mark = {source, 1, 1};  // nothing is written: it would begin there
  return node;
}

ConfigNode read_yaml_file(const std::string& path, std::string_view layer, Problems& problems) {
  return read_yaml_text(path, slurp(path), layer, problems);
}

ConfigNode read_yaml_value(std::string_view name, std::string_view text, std::string_view layer,
                           Problems& problems) {
  const auto source = std::make_shared<Source>(Source{std::string(name), {}, std::string(layer)});
  ConfigNode node = parse(source, std::string(text), problems);
  if (!node.mark.exists()) node.mark = {source, 0, 0};
  return node;
}

}  // namespace fanfare
