// Bids for the place above the results of a search: a second-price auction of each word in each tick, and
// budgets that are never passed. The same on every rank.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fanfare/archive.h"
#include "fanfare/block.h"
#include "fanfare/ledger.h"
#include "fanfare/model.h"
#include "models/fan_economy/mechanisms/search_keys.h"

namespace fanfare::fan_economy {

struct World;

// What is searched for: a brand's name, or a category.
struct SearchQuery {
  bool by_name;
  std::uint8_t brand;  // of a category: any of its brands
  std::uint8_t category;
  std::uint32_t code() const { return by_name ? brand : 256U + category; }
};

class SearchBids {
 public:
  explicit SearchBids(const SearchKeys& keys) : keys_(keys) {}

  // Errors: ScenarioError (no such brand or word).
  void open(World& world);
  void mail(Mail& mail);
  void state(Archive& archive);
  // Empty if no budget was passed.
  std::string breach() const;

  // Replicated, at a tick's start: who is shown where, and what a click costs.
  void hold_auctions(const World& world);
  // Exchange: clicks of the tick are paid, and added to the cell of the brand behind `first_cell`.
  void charge(World& world, std::size_t first_cell);

  // The bid that is shown, or -1.
  int shown(const SearchQuery& query) const { return won_.empty() ? -1 : won_[query.code()]; }
  std::uint8_t brand_of(int bid) const { return bids_[static_cast<std::size_t>(bid)].brand; }
  // In the auction and of a click: 1, or less on the name of another brand.
  double quality(int bid) const;
  void click(const BlockScope& scope, int bid) {
    clicks_.add(scope.worker, static_cast<std::size_t>(bid), 1);
  }

 private:
  struct Bid {
    std::uint8_t brand;
    SearchQuery on;
    Cents price = 0;  // of a click in this tick
  };
  SearchQuery query_of(const World& world, const SearchBidKeys& bid) const;
  bool may_stand(const World& world, std::size_t bid) const;

  const SearchKeys& keys_;
  std::vector<Bid> bids_;
  std::vector<Cents> paid_;  // by bid, since the start
  std::vector<int> won_;     // by the code of a query; within a tick
  Tally clicks_;             // by bid, accounts
};

}  // namespace fanfare::fan_economy
