// The file is read as directed, and again as undirected if it says that it is.
#include "sim/graph/read_graphml.h"

#include <boost/graph/graphml.hpp>
#include <boost/property_tree/xml_parser.hpp>

#include <sstream>
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
