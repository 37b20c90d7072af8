// A network of the first replicate: nodes, links between them, how numbers of theirs change.
#include <algorithm>
#include <cmath>

#include "sim/report/exhibits.h"
#include "sim/report/looked_at.h"

namespace fanfare {
namespace {

// The columns and courses of the nodes, as declared.
struct NodeData {
  const exhibits::Neighbourhood& spec;
  std::vector<OneReplicate> columns, courses;

  static std::optional<NodeData> of(const exhibits::Neighbourhood& spec, const Recorded& study) {
    NodeData net{spec, {}, {}};
    for (const exhibits::Neighbourhood::Column& column : spec.nodes)
      if (const auto found = OneReplicate::of(study, column.of)) net.columns.push_back(*found);
    for (const exhibits::Neighbourhood::Course& course : spec.courses)
      if (const auto found = OneReplicate::of(study, course.of)) net.courses.push_back(*found);
    if (net.columns.size() != spec.nodes.size() || net.courses.size() != spec.courses.size() ||
        net.columns.empty())
      return std::nullopt;
    const auto is_of_nodes = [&](const OneReplicate& column) { return column.cells() == net.nodes(); };
    const auto is_course = [&](const OneReplicate& c) { return c.axes() == 3 && c.size(2) == net.nodes(); };
    if (!std::ranges::all_of(net.columns, is_of_nodes) || !std::ranges::all_of(net.courses, is_course))
      return std::nullopt;
    return net;
  }
  std::size_t nodes() const { return columns[0].cells(); }
  bool has(std::size_t row, std::size_t node) const { return !std::isnan(columns[0].at(row, node)); }
};

// What changes in a node's series, as [time, value, time, value, …] with places on the time axis: most rarely
// do.
Json changes_json(const OneReplicate& series, std::size_t row, std::size_t group, std::size_t node) {
  Json list = Json::array();
  double before = 0;
  for (std::size_t time = 0; time < series.size(0); ++time) {
    const double now = series.at(row, (time * series.size(1) + group) * series.size(2) + node);
    if (std::isnan(now) || now == before) continue;
    list.push_back(time), list.push_back(number_json(now));
    before = now;
  }
  return list;
}

Json nodes_json(const NodeData& net, std::size_t row) {
  Json nodes = Json::array();
  for (std::size_t n = 0; n < net.nodes(); ++n) {
    if (!net.has(row, n)) continue;
    Json node = Json::array();
    for (std::size_t c = 0; c < net.columns.size(); ++c)
      node.push_back(net.spec.nodes[c].is_word ? net.columns[c].word(row, n)
                                               : number_json(net.columns[c].at(row, n)));
    nodes.push_back(std::move(node));
  }
  return nodes;
}

Json courses_json(const NodeData& net, const OneReplicate& series, std::size_t row) {
  Json groups = Json::array();
  for (std::size_t g = 0; g < series.size(1); ++g) {
    Json nodes = Json::array();
    for (std::size_t node = 0; node < series.size(2); ++node)
      if (net.has(row, node)) nodes.push_back(changes_json(series, row, g, node));
    groups.push_back(std::move(nodes));
  }
  return groups;
}

Json links_json(const Recorded& study, const exhibits::Neighbourhood& spec, std::size_t row) {
  Json links = Json::array();
  const auto from = OneReplicate::of(study, spec.from), to = OneReplicate::of(study, spec.to);
  for (std::size_t i = 0; from && to && i < from->cells(); ++i)
    if (!std::isnan(from->at(row, i)))
      links.push_back({number_json(from->at(row, i)), number_json(to->at(row, i))});
  return links;
}

Json arm_json(const Recorded& study, const NodeData& net, std::size_t row) {
  Json json = {{"nodes", nodes_json(net, row)}, {"links", links_json(study, net.spec, row)}};
  for (std::size_t i = 0; i < net.courses.size(); ++i)
    json[std::string(net.spec.courses[i].key)] = courses_json(net, net.courses[i], row);
  return json;
}

}  // namespace

// All days: those of the series may be thinned. Nodes fill their axis from its start, so the numbers of links
// hold.
Json neighbourhood_json(const exhibits::Neighbourhood& around, const ReportSource& source) {
  const Recorded study = recorded(source);
  const auto net = NodeData::of(around, study);
  if (!net) return nullptr;
  std::vector<Json> arms(source.gathered.results.arms.size(), nullptr);
  for (const std::size_t row : looked_at_rows(source))
    if (net->has(row, 0)) arms[row] = arm_json(study, *net, row);
  const Dimension* time = study.dimension("time");
  return {{"days", time == nullptr ? Json::array() : numbers_json(time->values)},
          {std::string(around.groups), labels_of(study, around.group_axis)},
          {"arms", arms}};
}

}  // namespace fanfare
