// Archives that read state without a file: a 64-bit fingerprint, and what the state weighs.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "fanfare/archive.h"
#include "fanfare/block.h"
#include "fanfare/parallel.h"
#include "sim/comm.h"

namespace fanfare {

// Hands all state to an archive, e.g. [&](Archive& a) { simulation.state(a); }.
using StateWalk = std::function<void(Archive&)>;

// 64 bits of a state: hashes of the owned rows by block, in block order over all ranks, and of the shared
// state. Independent of ranks and threads. Collective.
// Errors: LogicError naming the shared state that is not the same on all ranks, and the ranks.
std::uint64_t fingerprint(const StateWalk& walk, const Partition& part, Comm& comm, Parallel& parallel);

// "9f3c5a0012be77d1"
std::string fingerprint_text(std::uint64_t fingerprint);
// Errors: LogicError if `text` is not 16 hexadecimal digits.
std::uint64_t fingerprint_from_text(std::string_view text);

// The shared state that is not the same on all ranks, with the ranks; empty if the replicas agree.
// Collective.
std::vector<std::string> replicas_that_differ(const StateWalk& walk, Comm& comm);
inline bool replicas_agree(const StateWalk& walk, Comm& comm) {
  return replicas_that_differ(walk, comm).empty();
}

// Bytes of state on this rank, by entry.
struct StateWeight {
  struct Entry {
    std::string name;
    std::uint64_t bytes = 0;
  };
  std::vector<Entry> owned, shared, graphs;

  std::uint64_t owned_bytes() const;
  std::uint64_t shared_bytes() const;
  std::uint64_t graph_bytes() const;
  std::uint64_t bytes() const { return owned_bytes() + shared_bytes() + graph_bytes(); }
};
StateWeight weigh(const StateWalk& walk, const Partition& part);

}  // namespace fanfare
