// Checkpoints: all of a run's state in one file, the last two kept, so that a killed run goes on to the
// same bits on any threads and ranks. Knows no model and no HDF5.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "fanfare/archive.h"
#include "fanfare/block.h"
#include "fanfare/dataset.h"
#include "fanfare/ids.h"
#include "sim/comm.h"
#include "sim/fingerprint.h"

namespace fanfare {

inline constexpr std::uint32_t kCheckpointFormat = 1;

// What must be equal for a run to go on, by the name under which a user knows it: {"run.seed", "1"},
// {"scenario", digest}, {"model", "fan_economy"}, {"version", "0.1.0"}. `run.until` is not in it.
using RunIdentity = std::map<std::string, std::string>;

// Beside the model's state.
struct CheckpointHeader {
  RunIdentity identity;
  Tick tick = 0;     // ticks done
  Dataset recorded;  // the rows that observers wrote so far
};

// `part` is this rank's share of the accounts; `state` walks all state: [&](Archive& a) {
// simulation.state(a); } Writes folder/tick-0000000240.checkpoint and removes all but the two newest.
// Collective: every rank calls it, rank 0 writes. Errors: InputError on every rank (no space, read-only); the
// generations before stay.
void save_checkpoint(const std::filesystem::path& folder, const CheckpointHeader& header,
                     const StateWalk& state, const Partition& part, Comm& comm);

// What load_checkpoint found.
struct LoadedCheckpoint {
  CheckpointHeader header;
  std::filesystem::path path;
  std::string warning;  // "…: damaged (…); going on from the one before", or empty
};

// After a run has ended: removes all generations, and the folder if that leaves it empty.
void remove_checkpoints(const std::filesystem::path& folder);

// Whether there is anything to go on from.
bool has_checkpoint(const std::filesystem::path& folder);

// Loads the newest whole generation into a model that stands at tick 0 of the same scenario. Call
// model.restore() afterwards. Collective; ranks need not be as many as when it was saved.
// Errors: InputError if there is none, none is whole, or `asked` differs from what was saved (each
// difference by name), or the state is shaped otherwise than the model's.
LoadedCheckpoint load_checkpoint(const std::filesystem::path& folder, const RunIdentity& asked,
                                 const StateWalk& state, const Partition& part, Comm& comm);

}  // namespace fanfare
