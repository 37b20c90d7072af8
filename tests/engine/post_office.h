// The mail of one rank, delivered by hand: for tests of a noun without a model.
#pragma once

#include <algorithm>
#include <string>

#include "fanfare/expects.h"
#include "fanfare/model.h"

namespace fanfare::test {

template <class Noun>
class PostOffice {
 public:
  // The noun is set up already.
  explicit PostOffice(Noun& noun) {
    noun.mail(mail_);
    for (TallyBase* tally : mail_.tallies) tally->set_workers(1);
  }
  void deliver() {
    for (TallyBase* tally : mail_.tallies) tally->merge_workers(), tally->collect();
    for (OutboxBase* box : mail_.outboxes) box->collect(), box->clear_own();
    for (RoutedBase* box : mail_.routed) box->collect(), box->clear_own();
  }

 private:
  Mail mail_;
};

inline BlockScope scope_at(std::uint32_t account, Tick tick) {
  const std::uint32_t block = account / kBlockRows;
  return {
      .block = BlockId(block), .first = block * kBlockRows, .last = (block + 1) * kBlockRows, .tick = tick};
}

// What the error says, or nothing if there was none.
template <class Error, class Body>
std::string said_by(Body&& body) {
  try {
    body();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace fanfare::test
