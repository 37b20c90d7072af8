#include <algorithm>
#include <array>

#include "models/fan_economy/sample/sample.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

std::uint32_t lot_of(const World& world, std::uint32_t account) {
  return world.words(draw::sampled(AccountId(account)))[0];
}

bool bids_more(const NetworkBid& a, const NetworkBid& b) {
  return std::tie(a.lot, a.account) < std::tie(b.lot, b.account);
}

bool is_sought(const NetworkSample& net, std::uint32_t account) {
  return (net.sought[account >> 6] >> (account & 63)) & 1U;
}

// Those whose followers the next step looks for: of links, all nodes.
void seek(World& world) {
  NetworkSample& net = world.sample.network;
  net.sought.clear();
  if (net.survey == Survey::waiting || net.survey == Survey::done) return;
  net.sought.resize((world.followers.size() + 63) / 64);
  const Ring ring = net.survey == Survey::followers ? Ring::hired : Ring::follower;
  for (const NetworkNode& node : net.nodes)
    if (net.survey == Survey::links || node.ring == ring)
      net.sought[node.account >> 6] |= std::uint64_t{1} << (node.account & 63);
}

// Of the room, at most a quarter goes to hired creators, and three fifths of the rest to their followers.
std::size_t room_of(const World& world, Ring ring) {
  const std::size_t all = world.p.sample.accounts;
  const std::size_t taken = world.sample.network.nodes.size();
  if (ring == Ring::hired) return std::max<std::size_t>(1, all / 4);
  return ring == Ring::follower ? (all - taken) * 3 / 5 : all - taken;
}

void take(World& world, std::vector<NetworkBid> bids, Ring ring) {
  std::sort(bids.begin(), bids.end(), bids_more);
  bids.resize(std::min(bids.size(), room_of(world, ring)));
  for (const NetworkBid& bid : bids)
    world.sample.network.nodes.push_back(
        {bid.account, ring, world.creator_index(AccountId(bid.account)), world.followers[bid.account]});
}

bool is_node(const NetworkSample& net, std::uint32_t account) {
  return std::any_of(net.nodes.begin(), net.nodes.end(),
                     [&](const NetworkNode& node) { return node.account == account; });
}

bool follows_hired(const NetworkSample& net, std::span<const std::uint32_t> row) {
  return std::any_of(net.nodes.begin(), net.nodes.end(), [&](const NetworkNode& node) {
    return node.ring == Ring::hired && std::binary_search(row.begin(), row.end(), node.account);
  });
}

// May the account be a node of the ring that is being looked for?
bool fits(const World& world, std::uint32_t account) {
  const NetworkSample& net = world.sample.network;
  const std::span<const std::uint32_t> row = world.graph.follows(AccountId(account));
  if (std::none_of(row.begin(), row.end(), [&](std::uint32_t author) { return is_sought(net, author); }))
    return false;
  if ((world.accounts.flags[AccountId(account)] & AccountFlags::kGone) != 0 || is_node(net, account))
    return false;
  return net.survey == Survey::followers || !follows_hired(net, row);
}

// No block can give more than the room, so it offers no more.
void bid(World& world, const BlockScope& scope) {
  std::vector<NetworkBid> bids;
  for (std::uint32_t account = scope.first; account < scope.last; ++account)
    if (fits(world, account)) bids.push_back({lot_of(world, account), account});
  std::sort(bids.begin(), bids.end(), bids_more);
  bids.resize(std::min<std::size_t>(bids.size(), world.p.sample.accounts));
  for (const NetworkBid& one : bids) world.sample.network.bids.push(scope, one);
}

// The first node whose account is this one or a later one; once the nodes are numbered.
auto first_from(const NetworkSample& net, std::uint32_t account) {
  return std::lower_bound(net.nodes.begin(), net.nodes.end(), account,
                          [](const NetworkNode& node, std::uint32_t a) { return node.account < a; });
}

template <class Visit>
void for_each_node(const NetworkSample& net, const BlockScope& scope, const Visit& visit) {
  auto node = first_from(net, scope.first);
  for (; node != net.nodes.end() && node->account < scope.last; ++node)
    visit(static_cast<std::uint32_t>(node - net.nodes.begin()), AccountId(node->account));
}

void find_links(World& world, const BlockScope& scope) {
  NetworkSample& net = world.sample.network;
  for_each_node(net, scope, [&](std::uint32_t from, AccountId account) {
    for (const std::uint32_t author : world.graph.follows(account)) {
      if (!is_sought(net, author)) continue;
      const auto to = first_from(net, author) - net.nodes.begin();
      net.found.push(scope, {from, static_cast<std::uint32_t>(to)});
    }
  });
}

void count_nodes(World& world, const BlockScope& scope) {
  NetworkSample& net = world.sample.network;
  const std::size_t campaigns = world.market.campaigns.size();
  for_each_node(net, scope, [&](std::uint32_t node, AccountId account) {
    for (std::size_t c = 0; c < campaigns; ++c) {
      net.tally.add(scope.worker, net.exposures(c, node), world.accounts.frequency.row(account)[c]);
      const std::uint8_t brand = world.market.campaigns[c].brand;
      const bool bought =
          brand != kNoBrand && (world.accounts.bond.row(account)[brand].stage & BrandBond::kBought) != 0;
      net.tally.add(scope.worker, net.purchases(campaigns, c, node), bought ? 1 : 0);
    }
  });
}

std::vector<NetworkBid> hired_creators(const World& world) {
  std::vector<NetworkBid> bids;
  for (const Contract& contract : world.market.contracts) {
    const std::uint32_t account = world.creators[contract.creator].account;
    const bool known =
        std::any_of(bids.begin(), bids.end(), [&](const NetworkBid& b) { return b.account == account; });
    if (!known) bids.push_back({lot_of(world, account), account});
  }
  return bids;
}

// The nodes are all there: from now on their numbers are their order.
void number_nodes(World& world) {
  NetworkSample& net = world.sample.network;
  std::sort(net.nodes.begin(), net.nodes.end(),
            [](const NetworkNode& a, const NetworkNode& b) { return a.account < b.account; });
  net.levels.assign(2 * world.market.campaigns.size() * net.nodes.size(), 0);
}

std::vector<NetworkBid> received(NetworkSample& net) {
  std::vector<NetworkBid> bids(net.bids.received().begin(), net.bids.received().end());
  net.bids.clear_received();
  return bids;
}

}  // namespace

void open_network(World& world) {
  NetworkSample& net = world.sample.network;
  if (world.p.sample.accounts == 0 || net.survey != Survey::waiting || world.market.contracts.empty()) return;
  take(world, hired_creators(world), Ring::hired);
  net.survey = Survey::followers;
  seek(world);
}

void survey_network(World& world, const BlockScope& scope) {
  switch (world.sample.network.survey) {
    case Survey::waiting: return;
    case Survey::followers:
    case Survey::neighbours: return bid(world, scope);
    case Survey::links: return find_links(world, scope);
    case Survey::done: return count_nodes(world, scope);
  }
}

void close_network(World& world) {
  NetworkSample& net = world.sample.network;
  switch (net.survey) {
    case Survey::waiting: return;
    case Survey::followers:
      take(world, received(net), Ring::follower);
      net.survey = Survey::neighbours;
      break;
    case Survey::neighbours:
      take(world, received(net), Ring::neighbour);
      number_nodes(world);
      net.survey = Survey::links;
      break;
    case Survey::links:
      net.links.assign(net.found.received().begin(), net.found.received().end());
      net.found.clear_received();
      net.survey = Survey::done;
      net.tally.resize(net.levels.size());
      break;
    case Survey::done:
      net.levels.assign(net.tally.sums().begin(), net.tally.sums().end());
      net.tally.clear();
      return;
  }
  seek(world);
}

void restore_network(World& world) {
  NetworkSample& net = world.sample.network;
  if (net.survey == Survey::done) net.tally.resize(net.levels.size());
  seek(world);
}

}  // namespace fanfare::fan_economy
