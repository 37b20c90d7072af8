// Which rooms there will be, what is sold in them and by whom: what a scenario asks of `live_commerce`, and
// what of it cannot be.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "fanfare/problems.h"
#include "models/fan_economy/mechanisms/live_commerce_keys.h"
#include "models/fan_economy/state/market.h"

namespace fanfare::fan_economy {

struct PlannedOffer {
  const LiveOfferKeys* terms = nullptr;
  std::uint32_t room = 0;
  std::uint8_t brand = 0;
  std::size_t cost = 0;  // cell of what the brand spends
  Range dates;           // of its room

  Cents price(Cents list) const;
  BasisPoints commission() const;
};

struct PlannedRoom {
  const LiveRoomKeys* keys = nullptr;
  std::uint32_t creator = 0;        // the host
  bool is_own = false;              // which is a brand's own account
  std::int32_t told = -1;           // a segment; −1: none
  std::size_t first = 0, last = 0;  // of its offers

  bool is_due(const World& world, Tick tick) const;
  bool may_be_held(const World& world) const;
};

class LivePlan {
 public:
  // At set-up: hosts, rows of Market::offers, cells. `number` of the row is `first_row` + that of the offer.
  // Errors: ScenarioError with all that cannot be.
  void open(World& world, const LiveCommerceKeys& keys);

  std::vector<PlannedRoom> rooms;
  std::vector<PlannedOffer> offers;
  std::size_t first_row = 0;

 private:
  void problem(const std::string& where, const std::string& what, const std::string& suggestion);
  void open_room(World& world, const LiveRoomKeys& keys);
  bool choose_host(World& world, PlannedRoom& room);
  void add_row(World& world, PlannedOffer& offer);
  void check(const World& world, const PlannedOffer& offer, const std::string& at);
  void keep_promise(const World& world, const PlannedOffer& offer, const std::string& at);

  double urgency_ = 0;
  Problems problems_;
};

}  // namespace fanfare::fan_economy
