// Run under mpirun: checks the collective calls, and that a run over processes has the fingerprint of one
// alone. Arguments: nothing, or "fail" (rank 1 throws; all end with exit code 3).
#include <array>
#include <cstdio>
#include <string_view>

#include "sim/parallel.h"
#include "sim/simulation.h"
#include "tests/engine/comm_checks.h"
#include "tests/engine/fair.h"
#include "tests/engine/rumour.h"

namespace fanfare::test {
namespace {

std::uint64_t run_model(Model& model, Comm& comm, int threads) {
  const auto parallel = make_parallel(threads);
  Simulation simulation(model, comm, *parallel);
  for (Tick t = 0; t < 12; ++t) simulation.step();
  return simulation.fingerprint();
}
// Of a model that tells everyone, and of one that writes to owners.
std::array<std::uint64_t, 2> fingerprint_on(Comm& comm, int threads) {
  const RumourParameters parameters;
  Rumour rumour(parameters, 7, Partition::of(parameters.accounts, comm.rank(), comm.size()));
  Fair fair(Partition::of(Fair::kAccounts, comm.rank(), comm.size()));
  return {run_model(rumour, comm, threads), run_model(fair, comm, threads)};
}

int check(Comm& comm) {
  const std::string wrong = what_is_wrong_with(comm);
  const auto together = fingerprint_on(comm, 2);
  const auto alone = fingerprint_on(*local_comm(), 1);
  if (!wrong.empty()) std::printf("rank %d: wrong: %s\n", comm.rank(), wrong.c_str());
  if (together != alone) std::printf("rank %d: another fingerprint than one rank\n", comm.rank());
  const bool failed = comm.any(!wrong.empty() || together != alone);
  if (comm.is_root()) std::printf("%d ranks: %s\n", comm.size(), failed ? "FAILED" : "ok");
  return failed ? 1 : 0;
}

int run(int argc, char** argv) {
  if (!built_with_mpi()) {
    std::printf("built without MPI: nothing to check\n");
    return 77;
  }
  const auto comm = mpi_world(argc, argv, 1000);  // small pieces, so that long messages are cut
  try {
    if (argc > 1 && std::string_view(argv[1]) == "fail" && comm->rank() == 1)
      throw InputError("rank 1 lost its disk");
    return check(*comm);
  } catch (const InputError& error) {
    std::fprintf(stderr, "rank %d: %s\n", comm->rank(), error.what());
    comm->abort(3);
    return 3;
  }
}

}  // namespace
}  // namespace fanfare::test

int main(int argc, char** argv) { return fanfare::test::run(argc, argv); }
