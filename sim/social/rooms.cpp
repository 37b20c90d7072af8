// Schedules and crowds.
#include "fanfare/rooms.h"

#include <algorithm>
#include <utility>

#include "fanfare/expects.h"

namespace fanfare {

namespace {

// Where an account's visit stands, or would.
template <class Visits>
auto place_of(Visits& visits, AccountId account) {
  return std::ranges::lower_bound(visits, account.value, {}, &Rooms::Visit::account);
}
template <class Visits>
bool is_there(Visits& visits, AccountId account) {
  const auto place = place_of(visits, account);
  return place != visits.end() && place->account == account.value;
}

std::string room_text(std::size_t number, const RoomTerms& terms) {
  return "room " + std::to_string(number) + (terms.name.empty() ? "" : " '" + std::string(terms.name) + "'");
}
std::string tick_words(Tick tick) { return "tick " + std::to_string(tick); }

void check_terms(const std::string& room, const RoomTerms& terms, std::uint32_t accounts, Tick now) {
  if (!terms.host.exists()) throw ScenarioError(room + " has no host: name the account that holds it");
  if (terms.host.value >= accounts)
    throw ScenarioError(room + " has host " + std::to_string(terms.host.value) + ", but the run has " +
                        std::to_string(accounts) + " accounts (0 is the first): name one of them");
  if (terms.closes <= terms.opens)
    throw ScenarioError(room + " opens at " + tick_words(terms.opens) + " and closes at " +
                        tick_words(terms.closes) + ", so nobody could enter: let it close later");
  if (terms.closes <= now)
    throw ScenarioError(room + " closes at " + tick_words(terms.closes) + ", which is over (it is " +
                        tick_words(now) + "): schedule it for later");
}

}  // namespace

void Rooms::open(const Partition& part) {
  in_use_ = true;
  part_ = part;
  visits_.resize(part);
}

RoomId Rooms::schedule(const RoomTerms& terms, Tick now) {
  expects(in_use_, "rooms are open before one is scheduled");
  check_terms(room_text(rooms_.size(), terms), terms, part_.accounts, now);
  const RoomId room(static_cast<std::uint32_t>(rooms_.size()));
  rooms_.push_back(
      {.host = terms.host.value, .offer = terms.offer, .opens = terms.opens, .closes = terms.closes});
  counts_.resize(rooms_.size());
  live_.push_back(room);
  return room;
}

void Rooms::prepare(Tick now) {
  open_.clear();
  std::ranges::copy_if(live_, std::back_inserter(open_), [&](RoomId room) { return is_open(room, now); });
}

bool Rooms::enter(const BlockScope& scope, AccountId account, RoomId room) {
  if (!is_open(room, scope.tick)) return false;
  std::vector<Visit>& visits = visits_[scope.block];
  const Visit visit{account.value, room.value, scope.tick};
  const auto place = place_of(visits, account);
  if (!is_there(visits, account)) {
    visits.insert(place, visit);
  } else if (place->room == room.value) {
    return false;
  } else {
    counts_.add(scope.worker, place->room, went, 1);
    *place = visit;
  }
  counts_.add(scope.worker, room.value, came, 1);
  return true;
}

bool Rooms::leave(const BlockScope& scope, AccountId account) {
  std::vector<Visit>& visits = visits_[scope.block];
  if (!is_there(visits, account)) return false;
  const auto place = place_of(visits, account);
  counts_.add(scope.worker, place->room, went, 1);
  visits.erase(place);
  return true;
}

RoomId Rooms::room_of(AccountId account, Tick now) const {
  if (!in_use_) return RoomId::none();
  const std::vector<Visit>& visits = visits_[BlockId(account.value / kBlockRows)];
  if (!is_there(visits, account)) return RoomId::none();
  const RoomId room(place_of(visits, account)->room);
  return is_open(room, now) ? room : RoomId::none();
}

void Rooms::settle(const StepScope& scope) {
  if (!in_use_) return;
  counts_.drain([this](std::uint32_t row, const auto& counts) {
    Room& room = rooms_[row];
    room.crowd = room.crowd + counts[came] - counts[went];
    room.peak = std::max(room.peak, room.crowd);
    room.visits += counts[came];
  });
  const auto is_over = [&](RoomId room) { return !is_live(room, scope.tick); };
  if (std::ranges::none_of(live_, is_over)) return;
  for (const RoomId room : live_)
    if (is_over(room)) rooms_[room.value].crowd = 0;
  std::erase_if(live_, is_over);
  scope.parallel.for_each(part_.blocks(), [&](std::size_t b, int) {
    std::erase_if(visits_[BlockId(part_.first_block + static_cast<std::uint32_t>(b))],
                  [&](const Visit& visit) { return is_over(RoomId(visit.room)); });
  });
}

void Rooms::mail(Mail& mail) {
  if (in_use_) mail.tallies.push_back(&counts_);
}

void Rooms::state(Archive& archive) {
  if (!in_use_) return;
  const std::string rooms = name_ + ".rooms", visits = name_ + ".visits";
  archive.shared({rooms, "1", "hosts, times, offers and crowds"}, rooms_);
  archive.lists({visits, "1", "who is in which room, since when"}, visits_);
}

void Rooms::restore() {
  if (!in_use_) return;
  counts_.resize(rooms_.size());
  live_.clear();
  open_.clear();
  for (std::uint32_t r = 0; r < rooms_.size(); ++r) live_.emplace_back(r);
}

std::size_t Rooms::bytes_beside_state() const {
  std::size_t bytes = counts_.bytes() + (live_.capacity() + open_.capacity()) * sizeof(RoomId);
  for (std::uint32_t b = part_.first_block; b < part_.last_block && in_use_; ++b)
    bytes += (visits_[BlockId(b)].capacity() - visits_[BlockId(b)].size()) * sizeof(Visit);
  return bytes;
}

}  // namespace fanfare
