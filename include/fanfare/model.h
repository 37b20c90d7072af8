// The seam between engine and models. A model decides; it gets no threads, files, clocks or generators.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "fanfare/archive.h"
#include "fanfare/block.h"
#include "fanfare/observer.h"
#include "fanfare/outbox.h"
#include "fanfare/parallel.h"
#include "fanfare/phase.h"
#include "fanfare/routed.h"
#include "fanfare/tally.h"

namespace fanfare {

// Everything that blocks write for others, registered once, in the same order on every rank. Each exchange
// phase begins by delivering all that was posted since the last delivery; what is posted after a tick's last
// exchange is delivered at the tick's end. Delivered mail waits until its reader clears it, and while it
// waits the engine saves and fingerprints it with the model's state. An outbox is read by every rank; what is
// routed reaches the rank of its receiver alone.
struct Mail {
  std::vector<OutboxBase*> outboxes;
  std::vector<TallyBase*> tallies;
  std::vector<RoutedBase*> routed = {};
};

// A measure shown while a run goes on and at its end.
struct Headline {
  std::string name;   // "reach"
  double value = 0;
  std::string unit;   // "people"
};

// What a user should know before believing a run, before it is put into words: `key` stands in the program's
// table of sentences, in each of its languages, or is the sentence itself (English) of a model that brings
// its own. Blanks, {name}, are filled with names and amounts; amounts are written as people of the language
// count.
struct Caution {
  using Filling = std::variant<std::string, double>;
  std::string key;
  std::vector<std::pair<std::string, Filling>> blanks = {};
};

// How far work has come, for the progress line and for `bench`. Sums over this rank's accounts are
// fine: they are shown, never simulated with.
struct WorkDone {
  std::uint64_t impressions = 0;
  std::uint64_t candidates = 0;  // scored
  std::uint64_t edges = 0;       // follow edges scanned
  std::uint64_t draws = 0;       // Philox blocks
};

class Model {
 public:
  virtual ~Model() = default;

  // The accounts of the run and which of them this rank owns: Setup::partition(accounts).
  virtual Partition partition() const = 0;

  // One tick, in order. The same list for the whole run.
  virtual std::span<const Phase> phases() const = 0;

  // Registers outboxes and tallies. Called once.
  virtual void mail(Mail& mail) = 0;

  // Walks all state: what is not named here is not saved, not fingerprinted, and must be derivable in
  // restore().
  virtual void state(Archive& archive) = 0;
  // Rebuilds what is derived from state, after a checkpoint was loaded.
  virtual void restore() {}

  // Declares axes and variables, once, before the first tick.
  virtual void declare(Recorder& recorder) = 0;
  // Writes one row of each series; called at each `outputs.every`. Reads exchanged state only.
  virtual void record(Recorder& recorder, Tick tick) = 0;
  // Writes what is known only at the end (distributions, per-creator tables).
  virtual void finish(Recorder& recorder, Tick tick) = 0;

  // Invariants of the owned rows and the books, after every tick. Empty if all is well, else what broke:
  // accounts, amounts (the engine adds the tick, and stops every rank).
  virtual std::string breach() const { return {}; }

  virtual std::vector<Headline> headlines() const { return {}; }

  // Seen from the world at tick 0: supply and demand that don't meet, a first rung of a few accounts.
  // `validate` and `report` show them, results files keep them; the same on every rank.
  virtual std::vector<Caution> cautions() const { return {}; }
  virtual WorkDone work() const { return {}; }

  // Bytes held beside state(): tallies, tables derived from state, room to grow. For the memory estimate.
  virtual std::size_t bytes_beside_state() const { return 0; }
};

}  // namespace fanfare
