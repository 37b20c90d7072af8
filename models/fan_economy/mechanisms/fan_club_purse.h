// What fan clubs hold of their members' money, and where it goes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "models/fan_economy/mechanisms/fan_club_crowd.h"
#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

class ClubPurse {
 public:
  struct Cells {
    std::size_t given = 0, raised = 0, embezzled = 0;
  };

  ClubPurse(const FanClubKeys& keys, MechanismLuck luck) : keys_(keys), luck_(luck) {}

  // At set-up, a club: its books.
  void open(World& world, std::size_t clubs, const Cells& cells) {
    cells_ = cells;
    for (std::size_t club = 0; club < clubs; ++club) {
      const std::string of = " of club " + std::to_string(club);
      gifts_.push_back(world.ledger.open("gifts" + of, Ledger::Overdraft::forbidden));
      treasuries_.push_back(world.ledger.open("treasury" + of, Ledger::Overdraft::forbidden));
    }
    given_.resize(world.part);
    betrayed_.assign(clubs, 0);
  }
  void state(Archive& archive) {
    archive.shared({"fan_club.betrayed", "tick", "when a fraud was found, by club; 0: never"}, betrayed_);
    archive.owned({"fan_club.given", "cents", "given this month"}, given_);
  }

  // In the account's block, before trade.
  void begin_month(AccountId account) { given_[account] = 0; }
  void give(World& world, const BlockScope& scope, AccountId account, std::size_t club, Cents amount,
            bool to_treasury) {
    std::int32_t& wallet = world.accounts.wallet[account];
    if (wallet < amount || given_[account] + amount > world.permit(account).gifts_a_month) return;
    wallet -= static_cast<std::int32_t>(amount);
    given_[account] = static_cast<std::uint32_t>(std::min<Cents>(given_[account] + amount, 4'000'000'000));
    const Cents of_all = amount * scale_of(world);
    world.ledger.transfer(scope.worker, world.market.consumers,
                          to_treasury ? treasuries_[club] : gifts_[club], of_all);
    world.measure_tally.add(scope.worker, to_treasury ? cells_.raised : cells_.given, of_all);
  }

  // On all ranks. Gifts of the tick go on to the idol.
  void hand_on(World& world, std::size_t club, std::uint32_t idol) const {
    hand_over(world, gifts_[club], idol);
  }
  // The raising is over: the keeper may help himself, an audit may find it, and the rest goes to the idol.
  void spend(World& world, std::size_t club, std::uint32_t idol, std::uint32_t call) {
    const BookId book = treasuries_[club];
    const Cents raised = world.ledger.balance(book);
    if (raised == 0) return;
    const bool is_audited = luck_.draws(kClubAudits).chance(keys_.audit, {idol, call, 0});
    const bool is_fraud = luck_.draws(kClubFrauds).chance(keys_.fraud, {idol, call, 0});
    if (is_audited) world.ledger.transfer(book, world.market.outside, std::min(keys_.audit_cost, raised));
    if (is_fraud && is_audited) betrayed_[club] = world.tick + 1;
    if (is_fraud && !is_audited) {
      const Cents loot = portion(raised, {static_cast<std::int32_t>(keys_.taken * 10'000 + 0.5)});
      world.ledger.transfer(book, world.market.outside, loot);
      world.measures.add(cells_.embezzled, loot);
    }
    world.measures.add(cells_.given, world.ledger.balance(book));
    hand_over(world, book, idol);
  }

  // Whether the account learns now of a fraud, and leaves for it.
  bool is_betrayed(const World& world, AccountId account, std::uint32_t club) const {
    const Tick found = betrayed_[club];
    return found > 0 && world.tick >= found && world.tick - found < world.ticks_per_day() &&
           luck_.draws(kClubLeaves).chance(keys_.leave, {account.value, club, found});
  }

 private:
  void hand_over(World& world, BookId from, std::uint32_t idol) const {
    const Cents amount = world.ledger.balance(from);
    if (amount <= 0) return;
    const Cents tax = portion(amount, world.law.gift_tax);
    const Cents kept =
        portion(amount - tax, {static_cast<std::int32_t>(keys_.platform_share * 10'000 + 0.5)});
    world.ledger.transfer(from, world.market.outside, tax);
    world.ledger.transfer(from, world.market.platform, kept);
    world.ledger.transfer(from, world.market.creators, amount - tax - kept);
    earn(world, idol, amount - tax - kept);
  }

  const FanClubKeys& keys_;
  MechanismLuck luck_;
  Cells cells_;
  std::vector<BookId> gifts_, treasuries_;  // by club
  std::vector<Tick> betrayed_;
  Column<std::uint32_t> given_;
};

}  // namespace fanfare::fan_economy
