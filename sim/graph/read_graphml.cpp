// The file is read as directed, and again as undirected if it says that it is.
#include "sim/graph/read_graphml.h"

#include <boost/graph/graphml.hpp>
#include <boost/property_tree/xml_parser.hpp>

#include <cstring>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "fanfare/expects.h"
#include "sim/graph/line_reader.h"

namespace fanfare {
namespace {

// Takes what Boost's reader finds as follows; the reader refuses a file of the other kind.
class Collector final : public boost::mutate_graph {
 public:
  Collector(bool directed, EdgeDirection direction) : directed_(directed), direction_(direction) {}
  GraphMl content;

  bool is_directed() const override { return directed_; }
  boost::any do_add_vertex() override { return content.accounts++; }
  std::pair<boost::any, bool> do_add_edge(boost::any source, boost::any target) override {
    const auto a = boost::any_cast<std::uint32_t>(source);
    const auto b = boost::any_cast<std::uint32_t>(target);
    if (direction_ != EdgeDirection::author_reader) content.follows.emplace_back(a, b);
    if (direction_ == EdgeDirection::author_reader || (direction_ == EdgeDirection::mutual && a != b))
      content.follows.emplace_back(b, a);
    return {boost::any(content.follows.size()), true};
  }
  void set_graph_property(const std::string&, const std::string&, const std::string&) override {}
  void set_vertex_property(const std::string&, boost::any, const std::string&, const std::string&) override {}
  void set_edge_property(const std::string&, boost::any, const std::string&, const std::string&) override {}

 private:
  bool directed_;
  EdgeDirection direction_;
};

constexpr int kDeepestNesting = 200;  // Boost's reader calls itself for each level

// Where a tag that begins at `at` ends: past its '>', outside quotes.
std::size_t end_of_tag(const std::string& text, std::size_t at) {
  for (char quote = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (quote != 0) quote = c == quote ? '\0' : quote;
    else if (c == '"' || c == '\'') quote = c;
    else if (c == '>') return at + 1;
  }
  return text.size();
}

std::size_t past(const std::string& text, const char* end, std::size_t at) {
  const std::size_t found = text.find(end, at);
  return found == std::string::npos ? text.size() : found + std::strlen(end);
}

void expect_shallow(const std::string& text) {
  int depth = 0;
  for (std::size_t at = text.find('<'); at != std::string::npos && at < text.size();
       at = text.find('<', at)) {
    if (text.compare(at, 4, "<!--") == 0) at = past(text, "-->", at + 4);
    else if (text.compare(at, 9, "<![CDATA[") == 0) at = past(text, "]]>", at + 9);
    else if (text.compare(at, 2, "<?") == 0) at = past(text, "?>", at + 2);
    else if (text.compare(at, 2, "<!") == 0) at = past(text, ">", at + 2);
    else {
      const bool closes = text.compare(at, 2, "</") == 0;
      at = end_of_tag(text, at);
      if (closes) --depth;
      else if (text[at - 2] != '/' && ++depth > kDeepestNesting)
        throw std::runtime_error("elements nested deeper than 200 levels");
    }
  }
}

GraphMl parse(const std::string& text, bool directed, EdgeDirection direction) {
  Collector collector(directed, direction);
  std::istringstream stream(text);
  boost::read_graphml(stream, collector, 0);
  return std::move(collector.content);
}

GraphMl parse_either(const std::string& text, EdgeDirection direction) {
  try {
    return parse(text, true, direction);
  } catch (const boost::undirected_graph_error&) {
    return parse(text, false, EdgeDirection::mutual);
  }
}

}  // namespace

GraphMl read_graphml_file(const std::string& path, EdgeDirection direction) {
  const std::string text = read_text(path);
  GraphMl content;
  try {
    expect_shallow(text);
    content = parse_either(text, direction);
  } catch (const boost::property_tree::xml_parser_error& error) {
    throw InputError(path + ":" + std::to_string(error.line()) + ": not GraphML (" + error.message() + ")");
  } catch (const std::exception& error) {
    throw InputError(path + ": not GraphML (" + error.what() + ")");
  }
  if (content.follows.empty()) throw InputError(path + ": has no edges");
  return content;
}

}  // namespace fanfare
