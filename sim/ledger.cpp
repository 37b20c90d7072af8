// The books: transfers, rounding, and what is wrong with them.
#include "fanfare/ledger.h"

#include <cstdlib>
#include <limits>

namespace fanfare {

namespace {

__extension__ using Wide = __int128;

constexpr std::size_t debits_of(BookId book) { return std::size_t{2} * book.value; }
constexpr std::size_t credits_of(BookId book) { return debits_of(book) + 1; }

Cents narrow(Wide value, const char* what) {
  expects(value >= std::numeric_limits<Cents>::min() && value <= std::numeric_limits<Cents>::max(), what);
  return static_cast<Cents>(value);
}

}  // namespace

Cents portion(Cents amount, BasisPoints rate) {
  constexpr Wide kWhole = 10'000;
  const Wide product = static_cast<Wide>(amount) * rate.value;
  const Wide half = product < 0 ? -kWhole / 2 : kWhole / 2;
  return narrow((product + half) / kWhole, "a portion of an amount leaves 64 bits");
}

std::string money_text(Cents amount) {
  const bool negative = amount < 0;
  const std::uint64_t size =
      negative ? 0 - static_cast<std::uint64_t>(amount) : static_cast<std::uint64_t>(amount);
  const std::string cents = std::to_string(size % 100);
  return (negative ? "-" : "") + std::to_string(size / 100) + (cents.size() < 2 ? ".0" : ".") + cents;
}

BookId Ledger::open(std::string name, Overdraft overdraft) {
  names_.push_back(std::move(name));
  overdraft_.push_back(overdraft);
  balances_.push_back(0);
  inflows_.push_back(0);
  pending_.resize(2 * books());
  return BookId(static_cast<std::uint32_t>(books() - 1));
}

void Ledger::debit(BookId book, Cents amount) { add_checked(balances_[book.value], -amount); }

void Ledger::credit(BookId book, Cents amount) {
  add_checked(balances_[book.value], amount);
  add_checked(inflows_[book.value], amount);
}

void Ledger::transfer(BookId from, BookId to, Cents amount) {
  expects(amount >= 0, "money moves forward: swap the books instead of a negative amount");
  debit(from, amount);
  credit(to, amount);
}

void Ledger::transfer(int worker, BookId from, BookId to, Cents amount) {
  expects(amount >= 0, "money moves forward: swap the books instead of a negative amount");
  pending_.add(worker, debits_of(from), amount);
  pending_.add(worker, credits_of(to), amount);
}

void Ledger::apply() {
  for (BookId book{0}; book.value < books(); ++book.value) {
    debit(book, pending_[debits_of(book)]);
    credit(book, pending_[credits_of(book)]);
  }
  pending_.clear();
}

std::string Ledger::breach() const {
  Wide sum = 0;
  std::string text;
  for (std::size_t b = 0; b < books(); ++b) {
    sum += balances_[b];
    if (balances_[b] >= 0 || overdraft_[b] == Overdraft::allowed) continue;
    text +=
        (text.empty() ? "" : "; ") + ("book '" + names_[b]) + "' is overdrawn: " + money_text(balances_[b]);
  }
  if (sum != 0) {
    const Cents shown = narrow(sum, "the books sum to more than 64 bits");
    text += (text.empty() ? "" : "; ") + ("the books sum to " + money_text(shown)) + " instead of 0.00";
  }
  return text;
}

}  // namespace fanfare
