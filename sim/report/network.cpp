// The network around hired creators: nodes, follows between them, exposures over time.
#include <cmath>

#include "sim/report/looked_at.h"

namespace fanfare {
namespace {

struct Network {
  OneReplicate account, ring, kind, followers, exposures, bought;

  static std::optional<Network> of(const Dataset& study) {
    const auto column = [&](const char* name) {
      return OneReplicate::of(study, std::string("network/") + name);
    };
    const auto account = column("node_account"), ring = column("node_ring"), kind = column("node_kind"),
               followers = column("node_followers"), exposures = column("exposures"),
               bought = column("bought");
    if (!account || !ring || !kind || !followers || !exposures || !bought) return std::nullopt;
    return Network{*account, *ring, *kind, *followers, *exposures, *bought};
  }
  bool has(std::size_t row, std::size_t node) const { return !std::isnan(account.at(row, node)); }
};

// What changes in a node's series, as [time, value, time, value, …] with places on the time axis: most rarely
// do.
Json changes_json(const OneReplicate& series, std::size_t row, std::size_t campaign, std::size_t node) {
  Json list = Json::array();
  double before = 0;
  for (std::size_t time = 0; time < series.size(0); ++time) {
    const double now = series.at(row, (time * series.size(1) + campaign) * series.size(2) + node);
    if (std::isnan(now) || now == before) continue;
    list.push_back(time), list.push_back(number_json(now));
    before = now;
  }
  return list;
}

Json nodes_json(const Network& net, std::size_t row) {
  Json nodes = Json::array();
  for (std::size_t node = 0; node < net.account.cells(); ++node)
    if (net.has(row, node))
      nodes.push_back({number_json(net.account.at(row, node)), net.ring.word(row, node),
                       net.kind.word(row, node), number_json(net.followers.at(row, node))});
  return nodes;
}

Json series_by_campaign(const Network& net, const OneReplicate& series, std::size_t row) {
  Json campaigns = Json::array();
  for (std::size_t c = 0; c < series.size(1); ++c) {
    Json nodes = Json::array();
    for (std::size_t node = 0; node < series.size(2); ++node)
      if (net.has(row, node)) nodes.push_back(changes_json(series, row, c, node));
    campaigns.push_back(std::move(nodes));
  }
  return campaigns;
}

Json links_json(const Dataset& study, std::size_t row) {
  Json links = Json::array();
  const auto from = OneReplicate::of(study, "network/link_from"),
             to = OneReplicate::of(study, "network/link_to");
  for (std::size_t i = 0; from && to && i < from->cells(); ++i)
    if (!std::isnan(from->at(row, i)))
      links.push_back({number_json(from->at(row, i)), number_json(to->at(row, i))});
  return links;
}

Json arm_json(const Dataset& study, const Network& net, std::size_t row) {
  return {{"nodes", nodes_json(net, row)},
          {"links", links_json(study, row)},
          {"exposures", series_by_campaign(net, net.exposures, row)},
          {"bought", series_by_campaign(net, net.bought, row)}};
}

}  // namespace

// All days: those of the series may be thinned. Nodes: [account, ring, kind or null, followers]; they fill
// their axis from its start, so the numbers of links hold.
Json network_json(const ReportSource& source) {
  const Dataset& study = source.gathered.results.data;
  const auto net = Network::of(study);
  if (!net) return nullptr;
  std::vector<Json> arms(source.gathered.results.arms.size(), nullptr);
  for (const std::size_t row : looked_at_rows(source))
    if (net->has(row, 0)) arms[row] = arm_json(study, *net, row);
  const Dimension* time = study.dimension("time");
  return {{"days", numbers_json(time->values)}, {"campaigns", labels_of(study, "campaign")}, {"arms", arms}};
}

}  // namespace fanfare
