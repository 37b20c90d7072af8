// `fanfare bench`: the flags of sim/bench.
#include <memory>

#include "sim/bench/bench.h"
#include "sim/cli/compute_flags.h"
#include "sim/cli/verbs.h"

namespace fanfare {
namespace {

struct BenchFlags : ComputeFlags {
  BenchOptions bench;
};

}  // namespace

void add_bench(CommandLine& line) {
  const auto typed = std::make_shared<BenchFlags>();
  BenchOptions& o = typed->bench;
  Flags verb = line.verb("bench", "Measure this machine's limits and how near the simulation comes to them",
                         "fanfare bench --accounts 200000 --against yesterday.json", [typed](const Call& call) {
                           set_console(call.console, *typed);
                           BenchOptions options = typed->bench;
                           options.threads = threads_of(typed->threads);
                           options.json = typed->json;
                           options.quiet = typed->quiet;
                           return static_cast<ExitCode>(run_bench(options));
                         });
  verb.number("--accounts", o.accounts, "Accounts of the world (default 1000000)", 1024U, 200'000'000U)
      .number("--follows", o.follows, "Mean follows of an account (default 50)", 1.0, 5000.0)
      .number("--ticks", o.ticks, "Hours measured (default 24)", 1U, 10'000U)
      .number("--seed", o.seed, "Seed")
      .text("--scenario", "FILE", o.scenario, "A scenario in place of the synthetic world")
      .text("--against", "FILE", o.against, "An earlier print with --json, to hold this one against")
      .toggle("--epidemic-only", o.epidemic_only, "Only the machine and SIS on a million accounts")
      .toggle("--limits-only", o.limits_only, "Only the machine");
  add_threads(verb, *typed);
  add_show_flags(verb, *typed);
}

}  // namespace fanfare
