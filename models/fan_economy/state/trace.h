// A window on browsing for those who watch it: what a session was offered and how the reader reacted. It
// changes nothing and is no part of the state; without a watcher it costs one branch an item.
#pragma once

#include <cstdint>

#include "fanfare/ids.h"
#include "models/fan_economy/keys/post_key.h"
#include "models/fan_economy/state/value_table.h"

namespace fanfare::fan_economy {

struct Candidates;

// What the reader decided about one item; a product can only be clicked on a branded one.
struct ReactionRecord {
  AccountId reader;
  PostKey post;
  std::uint32_t place = 0;     // in the session, from 0
  ReactionThresholds chance{};
  bool branded = false;
  bool watches = false, likes = false, comments = false, shares = false, follows = false, clicks = false,
       hides = false;
};

// Called from local phases, so by several workers at once.
class Trace {
 public:
  virtual ~Trace() = default;
  // The session's candidates, before any is shown.
  virtual void retrieved(AccountId, const Candidates&) {}
  virtual void reacted(const ReactionRecord&) {}
};

// Ways to break a rule on purpose, for the tests that must notice. Production runs have none.
enum class Mutant : std::uint8_t {
  none,
  slot_keyed,  // reactions are keyed by (reader, tick, place in the session), not by (reader, post)
};

}  // namespace fanfare::fan_economy
