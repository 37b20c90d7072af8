// Ranks: how the processes that share one run talk. Every call but rank() and size() is collective:
// all ranks make the same calls in the same order, each from one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "fanfare/expects.h"

namespace fanfare {

class Comm {
 public:
  using Bytes = std::vector<std::byte>;

  virtual ~Comm() = default;
  virtual int rank() const = 0;
  virtual int size() const = 0;
  bool is_root() const { return rank() == 0; }

  // What each rank brought, in rank order, on every rank. Lengths may differ.
  virtual std::vector<Bytes> gather_all(std::span<const std::byte> mine) = 0;
  // The same, on rank `root` alone; the others get an empty vector.
  virtual std::vector<Bytes> gather(std::span<const std::byte> mine, int root = 0) = 0;
  // to[r] goes to rank r and nowhere else; returns what each rank sent here, in rank order. One entry a rank;
  // lengths may differ.
  virtual std::vector<Bytes> all_to_all(std::span<const Bytes> to) = 0;
  // After it, every rank's `data` is that of `root`.
  virtual void broadcast(Bytes& data, int root = 0) = 0;
  // Cell by cell over all ranks, wrapping like unsigned integers. Same length everywhere.
  virtual void sum(std::span<std::int64_t> cells);
  // Is it so on any rank?
  bool any(bool here);
  virtual void barrier();

  // Ends every rank with `exit_code`; for a rank that can't go on. An in-process rank throws RankLost.
  [[noreturn]] virtual void abort(int exit_code) = 0;
};

// Another rank failed, so a collective call can't be completed here.
struct RankLost : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// One rank, alone.
std::unique_ptr<Comm> local_comm();

// Runs `body` as each of `ranks` ranks, one thread each, in this process. If a rank throws, those that wait
// for it get RankLost, and the caller gets the exception of the first rank that failed by itself. Ranks that
// make different collective calls are a LogicError, and one that leaves others waiting is RankLost to them:
// never a hang.
void run_ranks(int ranks, const std::function<void(Comm&)>& body);

// Was this process started by an MPI launcher (mpirun, srun)?
bool launched_by_mpi();

// Can this program run on MPI ranks?
bool built_with_mpi();

// MPI_COMM_WORLD; MPI is finalised with the last reference. Messages above `chunk_bytes` go in pieces.
// Errors: InputError if this program was built without MPI.
std::unique_ptr<Comm> mpi_world(int argc, char** argv, std::size_t chunk_bytes = std::size_t{1} << 30);

// What a program should run on: mpi_world() under an MPI launcher with more than one process, else
// local_comm().
std::unique_ptr<Comm> world_comm(int argc, char** argv);

}  // namespace fanfare
