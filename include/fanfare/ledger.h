// Double-entry books in integer cents. transfer() is the only way to move money, so the books always
// sum to zero; a block moves money through the ledger's tally.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fanfare/expects.h"
#include "fanfare/ids.h"
#include "fanfare/tally.h"

namespace fanfare {

using BookId = Id<struct BookTag>;

// A rate in hundredths of a percent.
struct BasisPoints {
  std::int32_t value = 0;
};

// amount · rate, rounded half away from zero. Exact for every amount; LogicError if the result leaves 64
// bits.
Cents portion(Cents amount, BasisPoints rate);

// "-1234.05": cents as units of the scenario's currency, for messages.
std::string money_text(Cents amount);

class Ledger {
 public:
  enum class Overdraft { allowed, forbidden };  // forbidden: a negative balance stops the run

  // Between phases. Books are opened in the same order on every rank.
  BookId open(std::string name, Overdraft overdraft);
  std::size_t books() const { return balances_.size(); }
  const std::string& name(BookId b) const { return names_[b.value]; }
  Cents balance(BookId b) const { return balances_[b.value]; }
  // Money into a book, and out of it, since the start.
  Cents inflow(BookId b) const { return inflows_[b.value]; }
  Cents outflow(BookId b) const { return inflows_[b.value] - balances_[b.value]; }

  // Replicated and exchange phases. Errors: LogicError for a negative amount, or past 64 bits.
  void transfer(BookId from, BookId to, Cents amount);

  // Local phases: booked when apply() runs, in an exchange phase.
  void transfer(int worker, BookId from, BookId to, Cents amount);
  void apply();
  TallyBase& tally() { return pending_; }

  // Empty if balances sum to zero and no forbidden book is negative, else which and by how much.
  std::string breach() const;

  std::vector<Cents>& balances() { return balances_; }  // for archives
  std::vector<Cents>& inflows() { return inflows_; }

 private:
  void debit(BookId book, Cents amount);
  void credit(BookId book, Cents amount);

  std::vector<std::string> names_;
  std::vector<Overdraft> overdraft_;
  std::vector<Cents> balances_;
  std::vector<Cents> inflows_;
  Tally pending_;  // per book: debits, credits
};

}  // namespace fanfare
