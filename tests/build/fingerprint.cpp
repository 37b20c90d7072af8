// Runs a scenario and prints its fingerprint as JSON: the engine alone, to compare compilers and optimisation.
// usage: fanfare_fingerprint SCENARIO [--set PATH=VALUE]… [--seed N] [--until DAYS] [--threads N] [--ranks N]
#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>
#include <vector>

#include "sim/comm.h"
#include "sim/fingerprint.h"
#include "sim/parallel.h"
#include "sim/run.h"
#include "sim/scenario/scenario.h"

namespace fanfare {
namespace {

struct Asked {
  std::string file;
  std::vector<std::string> sets;
  std::string seed, until;
  int threads = 1;
  int ranks = 1;
};

struct Wrong {
  std::string text;
  int code;
};

// Ranks in one process share a reader's answers, but each reads for itself, as `fanfare run` does.
std::string fingerprint_on(Comm& comm, const Asked& asked) {
  std::vector<SetOption> sets;
  for (const std::string& text : asked.sets) sets.push_back(parse_set_option(text));
  if (!asked.seed.empty()) sets.push_back({"run.seed", asked.seed});
  if (!asked.until.empty()) sets.push_back({"run.until", asked.until});
  Problems problems;
  Scenario scenario = load_scenario(asked.file, sets, problems);
  if (!problems.empty()) throw Wrong{problems.render(), 2};
  const auto parallel = make_parallel(asked.threads);
  Shelf shelf;
  const RunResult result = run({.model = *scenario.entry,
                                .parameters = *scenario.parameters,
                                .run = scenario.run,
                                .outputs = scenario.outputs,
                                .seed = derive_seed(scenario.run.seed, 0),
                                .comm = comm,
                                .parallel = *parallel,
                                .shelf = shelf});
  return fingerprint_text(result.fingerprint);
}

int print(int argc, char** argv, const Asked& asked) {
  std::string answer;
  if (launched_by_mpi()) {
    const auto comm = world_comm(argc, argv);
    const std::string mine = fingerprint_on(*comm, asked);
    if (comm->is_root()) answer = mine;
  } else {
    run_ranks(asked.ranks, [&](Comm& comm) {
      const std::string mine = fingerprint_on(comm, asked);
      if (comm.is_root()) answer = mine;
    });
  }
  if (!answer.empty()) std::printf("{\"fingerprint\": \"%s\"}\n", answer.c_str());
  return 0;
}

}  // namespace
}  // namespace fanfare

int main(int argc, char** argv) {
  fanfare::Asked asked;
  CLI::App line("Prints the fingerprint of a scenario.");
  line.add_option("scenario", asked.file, "A scenario")->required();
  line.add_option("--set", asked.sets, "PATH=VALUE; may be repeated")->allow_extra_args(false);
  line.add_option("--seed", asked.seed, "run.seed");
  line.add_option("--until", asked.until, "run.until");
  line.add_option("--threads", asked.threads, "Threads");
  line.add_option("--ranks", asked.ranks, "Ranks in this process");
  CLI11_PARSE(line, argc, argv);
  try {
    return fanfare::print(argc, argv, asked);
  } catch (const fanfare::Wrong& wrong) {
    std::fprintf(stderr, "%s", wrong.text.c_str());
    return wrong.code;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "fanfare_fingerprint: error: %s\n", error.what());
    return 1;
  }
}
