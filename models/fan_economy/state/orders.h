// Orders on their way, and what customers are yet to write about them. Owned by their account's block.
#pragma once

#include <cstdint>

#include "fanfare/ids.h"
#include "fanfare/ledger.h"
#include "models/fan_economy/keys/vocabulary.h"

namespace fanfare::fan_economy {

// An order on its way: delivered, then perhaps returned. Its terms are those of the day it was made, whatever
// prices and parameters do later.
struct Order {
  Cents commission = 0;             // paid for it, of all people
  std::uint32_t account = 0;
  std::uint32_t price = 0;          // cents, one person
  std::uint32_t cost = 0;           // of the product, cents, one person
  std::uint32_t contract = kNobody; // credited, or kNobody
  std::uint16_t due_day = 0;        // day on which it is delivered or returned
  std::uint16_t ordered_day = 0;
  std::uint16_t take = 0;           // of the platform, basis points
  std::uint8_t brand = 0;
  std::uint8_t offer = 0xff;        // index in Market::offers, or kNoOffer
  std::uint8_t flags = 0;
  std::uint8_t days = 0;            // category_days before it
  std::int8_t pleased = 0;          // how it will please, −100 … 100
  std::uint8_t reserved[5] = {};

  static constexpr std::uint8_t kReturning = 1;  // a return is due, else the delivery
  static constexpr std::uint8_t kGoesBack = 2;   // will be sent back
  static constexpr std::uint8_t kOfWarmup =
      4;  // made in the warm-up: what comes of it is not counted after it
};
static_assert(sizeof(Order) == 40);

// A post that a customer is yet to write about a purchase.
struct PendingPost {
  std::uint32_t account;
  std::uint8_t brand;
  std::int8_t tone;         // −100 … 100
  std::uint16_t reserved = 0;
};

}  // namespace fanfare::fan_economy
