// Limits first, then the world: the limits' memory is free again by then.
#include "sim/bench/bench.h"

#include <fmt/format.h>

#include <cstdio>

#include "sim/bench/against.h"
#include "sim/bench/epidemic.h"
#include "sim/bench/report.h"
#include "sim/parallel.h"
#include "sim/results/atomic_file.h"

namespace fanfare {

int run_bench(const BenchOptions& options) {
  const auto note = [&](const std::string& text) {
    if (!options.quiet) fmt::print(stderr, "{}\n", text);
  };
  // Read first: nobody waits for minutes to hear of a file that is not there.
  const std::string earlier = options.against.empty() ? "" : read_file(options.against);
  if (!options.against.empty()) expect_bench_print(earlier, options.against);
  const auto all = make_parallel(options.threads);
  BenchReport report;
  report.threads = all->workers();
  note("measuring the machine …");
  report.limits = measure_limits(*all);
  if (!options.limits_only && options.scenario.empty()) {
    note("running SIS on 1,000,000 accounts …");
    report.epidemic = measure_epidemic({.seed = options.seed}, *all);
  }
  if (!options.limits_only && !options.epidemic_only) {
    note(options.scenario.empty() ? fmt::format("building {} accounts and running {} hours …",
                                                options.accounts, options.warmup_ticks + 2 * options.ticks)
                                  : fmt::format("running {} …", options.scenario));
    report.world = measure_browse(options, *all);
    note("running classic models …");
    report.simsom = measure_simsom();
  }
  fmt::print("{}\n", options.json ? bench_json(report) : bench_text(report));
  if (!options.against.empty())
    fmt::print(options.json ? stderr : stdout, "{}\n",
               bench_against(bench_json(report), earlier, options.against));
  return 0;
}

}  // namespace fanfare
