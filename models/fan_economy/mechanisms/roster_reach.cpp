#include "models/fan_economy/mechanisms/roster_reach.h"

#include <bit>

#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

void RosterReach::open(World& world, std::size_t creators) {
  if (creators == 0) return;
  creators_ = creators;
  segments_ = world.segments.measured.size();
  by_.resize(world.part, static_cast<std::uint32_t>((creators + 63) / 64));
  tally_.resize((2 + segments_ + (has_pairs() ? creators : 0)) * creators);
  counts_.resize(tally_.size());
}

void RosterReach::mail(Mail& mail) {
  if (creators_ > 0) mail.tallies.push_back(&tally_);
}

void RosterReach::state(Archive& archive) {
  if (creators_ == 0) return;
  archive.owned({"roster.reached", "1", "a bit for each creator of the roster of whom it watched a paid post"},
                by_);
  archive.shared({"roster.counts", "accounts", "reached, by nobody else, by segment, by two"}, counts_);
}

void RosterReach::note(const World& world, const BlockScope& scope, AccountId account, std::size_t creator) {
  const std::span<std::uint64_t> bits = by_.row(account);
  const std::uint64_t bit = std::uint64_t{1} << (creator % 64);
  if ((bits[creator / 64] & bit) != 0) return;
  tally_.add(scope.worker, creator, 1);
  for (std::size_t m = 0; m < segments_; ++m)
    if (in_segment(world, account, world.segments.measured[m]))
      tally_.add(scope.worker, (2 + m) * creators_ + creator, 1);
  meet(scope, bits, creator);
  bits[creator / 64] |= bit;
}

// Who was reached by one alone is so no more when another comes.
void RosterReach::meet(const BlockScope& scope, std::span<const std::uint64_t> before, std::size_t creator) {
  std::size_t others = 0, last = 0;
  for (std::size_t word = 0; word < before.size(); ++word)
    for (std::uint64_t rest = before[word]; rest != 0; rest &= rest - 1) {
      last = 64 * word + static_cast<std::size_t>(std::countr_zero(rest));
      ++others;
      if (!has_pairs()) continue;
      tally_.add(scope.worker, pair(creator, last), 1);
      tally_.add(scope.worker, pair(last, creator), 1);
    }
  if (others == 0) tally_.add(scope.worker, creators_ + creator, 1);
  if (others == 1) tally_.add(scope.worker, creators_ + last, -1);
}

void RosterReach::close() {
  for (std::size_t cell = 0; cell < counts_.size(); ++cell) counts_[cell] += tally_[cell];
  tally_.clear();
}

}  // namespace fanfare::fan_economy
