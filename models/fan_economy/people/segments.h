// Who is in a segment. Memberships are of the last midnight (at first of the start), so that they hold for a
// day and cost nothing while it lasts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "fanfare/archive.h"
#include "fanfare/block.h"
#include "fanfare/ids.h"
#include "fanfare/model.h"
#include "models/fan_economy/keys/segments.h"
#include "models/fan_economy/state/segments.h"

namespace fanfare::fan_economy {

struct World;

// --- Set-up -------------------------------------------------------------------------------------------

// Once World::part stands: expressions, and which segments the scenario's own keys use.
void open_segments(World& world);
// Whoever asks in_segment() during a run says so here, between open_segments() and fill_segments().
void keep_segment(World& world, std::size_t number);
// When everything else stands: the first memberships.
void fill_segments(World& world);

void mail_segments(Mail& mail, World& world);
// Names nothing where nothing is declared, so that such runs keep their fingerprints.
void walk_segments(Archive& archive, World& world);

// --- Asking ---------------------------------------------------------------------------------------------

// Of an owned account and a segment that is kept.
bool in_segment(const World& world, AccountId account, std::size_t number);
// By name; the empty one lets everyone in.
bool in_segment(const World& world, AccountId account, const std::string& segment);

// Whether what it asks is known of any account, on any rank, from the start.
bool is_known(const World& world, const std::string& segment);
// Of such a segment: has it any member? Looks at accounts until one is found.
bool has_members(const World& world, std::size_t number);

// Creators' accounts in a segment, on any rank; the empty name lets everyone in.
class InSegment {
 public:
  InSegment(const World& world, const std::string& segment);
  bool holds(AccountId account) const;

 private:
  const World& world_;
  int number_;
};

// --- The run ----------------------------------------------------------------------------------------------

// Local, at a day's end, before what a night takes: memberships anew, what they add up to, which creators are
// in them. Does nothing in other ticks but the first, which counts.
void refresh_segments(World& world, const BlockScope& scope);
// Exchange, at a tick's end.
void close_segments(World& world);

// Local, in the account's block.
void count_order(World& world, const BlockScope& scope, AccountId account, std::size_t brand, Cents revenue);

}  // namespace fanfare::fan_economy
