// Limits first, then the world: the limits' memory is free again by then.
#include "sim/bench/bench.h"

#include <fmt/format.h>

#include <cstdio>

#include "sim/bench/epidemic.h"
#include "sim/bench/report.h"
#include "sim/parallel.h"

namespace fanfare {

int run_bench(const BenchOptions& options) {
  const auto note = [&](const std::string& text) {
    if (!options.quiet) fmt::print(stderr, "{}\n", text);
  };
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
  return 0;
}

}  // namespace fanfare
