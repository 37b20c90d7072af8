// The network around hired creators: some of them, some of their followers, some who follow those; and over
// time how often each was exposed to each campaign and whether it has bought.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "fanfare/archive.h"
#include "fanfare/outbox.h"
#include "fanfare/tally.h"
#include "models/fan_economy/keys/vocabulary.h"

namespace fanfare::fan_economy {

// How near to a hired creator.
enum class Ring : std::uint32_t { hired, follower, neighbour };

struct NetworkNode {
  std::uint32_t account = 0;
  Ring ring = Ring::hired;
  std::uint32_t creator = 0;    // index in World::creators, or kNobody
  std::uint32_t followers = 0;  // when it was chosen, accounts
};
// A follow between two nodes, numbers in NetworkSample::nodes.
struct NetworkLink {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
};
// An account that could be a node; the smallest lots are taken.
struct NetworkBid {
  std::uint32_t lot = 0;
  std::uint32_t account = 0;
};

// Accounts know only whom they follow, so the network is found in steps, one a tick: hired creators, their
// followers, the neighbours of those, the follows between all of them.
enum class Survey : std::uint32_t { waiting, followers, neighbours, links, done };

struct NetworkSample {
  Survey survey = Survey::waiting;
  std::vector<NetworkNode> nodes;       // in order of account once the links are known
  std::vector<NetworkLink> links;
  std::vector<std::int64_t> levels;     // at the last tick's end: exposures, then purchases; campaign × node
  std::vector<std::uint64_t> sought;    // derived: one bit an account, those whose followers are looked for
  Outbox<NetworkBid> bids;
  Outbox<NetworkLink> found;
  Tally tally;                          // like levels

  std::size_t exposures(std::size_t campaign, std::size_t node) const {
    return campaign * nodes.size() + node;
  }
  std::size_t purchases(std::size_t campaigns, std::size_t campaign, std::size_t node) const {
    return exposures(campaigns + campaign, node);
  }
  void walk(Archive& archive);
};

}  // namespace fanfare::fan_economy
