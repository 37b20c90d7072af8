// The books: conservation, rounding, and what a breach says.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

#include "fanfare/ledger.h"

namespace fanfare::test::ledger_test {
namespace {

using Overdraft = Ledger::Overdraft;

void deliver(Ledger& ledger) {
  ledger.tally().merge_workers();
  ledger.tally().collect();
  ledger.apply();
}

RC_GTEST_PROP(Ledger, a_transfer_conserves_money, ()) {
  constexpr std::uint32_t kBooks = 5;
  Ledger ledger;
  for (std::uint32_t b = 0; b < kBooks; ++b) ledger.open("book " + std::to_string(b), Overdraft::allowed);
  ledger.tally().set_workers(3);
  std::vector<Cents> expected(kBooks);
  const auto moves =
      *rc::gen::container<std::vector<std::tuple<std::uint8_t, std::uint8_t, std::uint32_t, bool>>>(
          rc::gen::arbitrary<std::tuple<std::uint8_t, std::uint8_t, std::uint32_t, bool>>());
  for (const auto& [from, to, cents, locally] : moves) {
    const BookId a(from % kBooks), b(to % kBooks);
    if (locally) {
      ledger.transfer(from % 3, a, b, cents);
    } else {
      ledger.transfer(a, b, cents);
    }
    expected[a.value] -= cents;
    expected[b.value] += cents;
  }
  deliver(ledger);
  RC_ASSERT(ledger.balances() == expected);
  RC_ASSERT(std::accumulate(expected.begin(), expected.end(), Cents{0}) == 0);
  RC_ASSERT(ledger.breach().empty());
}

TEST(Ledger, an_overdraft_is_named_with_its_amount) {
  Ledger ledger;
  const BookId brand = ledger.open("brand aurora", Overdraft::forbidden);
  const BookId bank = ledger.open("bank", Overdraft::allowed);
  ledger.transfer(bank, brand, 1000);
  EXPECT_EQ(ledger.breach(), "");
  ledger.transfer(brand, bank, 1205);
  EXPECT_EQ(ledger.breach(), "book 'brand aurora' is overdrawn: -2.05");
}

TEST(Ledger, money_from_nowhere_is_named_with_its_amount) {
  Ledger ledger;
  ledger.open("bank", Overdraft::allowed);
  ledger.balances()[0] += 7;
  EXPECT_EQ(ledger.breach(), "the books sum to 0.07 instead of 0.00");
}

TEST(Ledger, money_moves_forward_and_within_64_bits) {
  Ledger ledger;
  const BookId a = ledger.open("a", Overdraft::allowed);
  const BookId b = ledger.open("b", Overdraft::allowed);
  ledger.tally().set_workers(1);
  EXPECT_THROW(ledger.transfer(a, b, -1), LogicError);
  EXPECT_THROW(ledger.transfer(0, a, b, -1), LogicError);
  ledger.transfer(a, b, std::numeric_limits<Cents>::max());
  EXPECT_THROW(ledger.transfer(a, b, 2), LogicError);
}

TEST(Ledger, flows_are_kept_and_a_new_book_loses_no_money_under_way) {
  Ledger ledger;
  const BookId a = ledger.open("a", Overdraft::allowed);
  const BookId b = ledger.open("b", Overdraft::forbidden);
  ledger.tally().set_workers(2);
  ledger.transfer(1, a, b, 300);
  ledger.open("late", Overdraft::forbidden);
  deliver(ledger);
  ledger.transfer(b, a, 100);
  EXPECT_EQ(ledger.balance(b), 200);
  EXPECT_EQ(ledger.inflow(b), 300);
  EXPECT_EQ(ledger.outflow(b), 100);
  EXPECT_EQ(ledger.inflow(a), 100);
  EXPECT_EQ(ledger.outflow(a), 300);
}

TEST(Portion, rounds_half_away_from_zero) {
  EXPECT_EQ(portion(1000, {1500}), 150);
  EXPECT_EQ(portion(1, {5000}), 1);
  EXPECT_EQ(portion(1, {4999}), 0);
  EXPECT_EQ(portion(-1, {5000}), -1);
  EXPECT_EQ(portion(-1, {4999}), 0);
  EXPECT_EQ(portion(std::numeric_limits<Cents>::max(), {10'000}), std::numeric_limits<Cents>::max());
  EXPECT_THROW(portion(std::numeric_limits<Cents>::max(), {20'000}), LogicError);
}

TEST(MoneyText, shows_units_and_cents) {
  EXPECT_EQ(money_text(0), "0.00");
  EXPECT_EQ(money_text(-5), "-0.05");
  EXPECT_EQ(money_text(123'456), "1234.56");
  EXPECT_EQ(money_text(std::numeric_limits<Cents>::min()), "-92233720368547758.08");
}

}  // namespace
}  // namespace fanfare::test::ledger_test
