// Keys of private traffic, and the lists that follow from them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fanfare/ids.h"
#include "fanfare/schema.h"
#include "fanfare/schema_types.h"

namespace fanfare::fan_economy {

struct World;

enum class LeadForm : std::uint8_t { none, form, page };
enum class PrivateShop : std::uint8_t { mini_program, outside };

struct PrivateListKeys {
  std::string id;
  std::string brand;
  double start = 0.1;
  double card = 0.15;
  double clicks = 0.03;
  LeadForm form = LeadForm::none;
  double pushes = 4;  // a month
  std::string segment;
  Range flight{0, 1e5};
  Cents coupon = 0;
  double coupon_days = 3;
  double shared = 0.15;
  std::uint32_t friends = 5;
  Cents packet = 0;
  std::uint32_t packet_shares = 1'000;
  Cents message_cost = 0;
  PrivateShop shop = PrivateShop::mini_program;
};
void describe(Schema<PrivateListKeys>& s);

struct PrivateTrafficKeys {
  double monthly_limit = 4;
  double attention = 0.6;
  double worth = 5;
  double strength = 0.02;
  double fatigue = 0.1;
  double memory = 10;  // days
  double patience = 12;
  double friend_worth = 4;
  double accept = 0.1;
  std::uint32_t form_steps = 2;
  std::uint32_t page_steps = 6;
  double effort = 0.3;
  double outside = 0.33;
  double packet_pull = 0.5;
  bool each_brand = true;
  std::vector<PrivateListKeys> lists;
};
void describe(Schema<PrivateTrafficKeys>& s);

// What follows from the keys of one list.
struct PrivateList {
  PrivateListKeys keys;
  std::uint32_t hash = 0;  // of its id: what its luck is about
  Tick from = 0, until = 0;
  std::size_t cost = 0;  // cell of the brand
  int segment = -1;
  Cents packet = 0;                 // of one person of each account
  std::uint32_t packet_shares = 0;  // accounts
  std::uint8_t brand = 0;
  std::uint8_t offer = 0xff;

  // The first message of a flight goes out after a day, the others evenly.
  bool pushes_at(Tick tick, std::uint32_t ticks_per_day) const;
};
inline constexpr std::size_t kMostPrivateLists = 32;  // 8 bytes of every account each

// Where the scenario names none, one for each brand, if they are to have one. Errors: ScenarioError.
std::vector<PrivateList> private_lists(World& world, const PrivateTrafficKeys& keys);

}  // namespace fanfare::fan_economy
