// `fanfare optimize`: the best of a study's arms or points, or of shares between two ends.
#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "sim/cli/compute_flags.h"
#include "sim/cli/near_path.h"
#include "sim/cli/verbs.h"
#include "sim/optimize/continuous.h"
#include "sim/optimize/optimum_page.h"
#include "sim/results/atomic_file.h"
#include "sim/stop.h"
#include "sim/study/load.h"

namespace fanfare {
namespace {

struct OptimizeFlags : ComputeFlags {
  std::string file, primary, most_loss, sure = "95%";
  WordList keep, vary, where;
  std::uint32_t runs = 0, start = 4, batch = 0;
};

OptimizeRequest request_of(const OptimizeFlags& flags) {
  OptimizeRequest request;
  request.primary = flags.primary, request.keep = flags.keep;
  request.runs = flags.runs, request.start = flags.start, request.batch = flags.batch;
  if (flags.replicates > 0) request.most = flags.replicates;
  if (!flags.most_loss.empty()) request.most_loss = read_plain_number(flags.most_loss, "--most-loss");
  request.sure = read_plain_number(flags.sure, "--sure");
  if (request.most_loss < 0 || request.most_loss >= 1)
    throw UsageError("--most-loss " + flags.most_loss + ": is no share of worlds from 0 to under 1");
  if (request.sure <= 0 || request.sure > 1)
    throw UsageError("--sure " + flags.sure + ": is no chance from 0 to 1");
  return request;
}

// Files beside the runs; what stands there of an earlier call is written anew.
void write_optimum(const Call& call, const std::filesystem::path& folder, const Optimum& optimum,
                   Language language) {
  const std::vector<std::pair<const char*, std::string>> files = {
      {"optimize.json", optimum_json(optimum)},
      {"optimize.csv", optimum_csv(optimum)},
      {"frontier.svg", frontier_svg(optimum, language)},
      {"optimum.html", optimum_page(optimum, language)}};
  for (const auto& [name, text] : files) {
    write_file(folder / name, text);
    call.console.say("  " + (folder / name).string() + "\n");
  }
}

// Shares and amounts between two ends.
ExitCode optimize_shares(const Call& call, const OptimizeFlags& flags, const Study& study,
                         const OptimizeRequest& request, OptimizeContext& context) {
  if (!flags.keep.empty() || !flags.most_loss.empty())
    throw UsageError("--keep and --most-loss: hold of arms and points, not with --vary; use --where");
  ContinuousRequest between{{}, flags.where, request};
  for (const std::string& text : flags.vary) between.factors.push_back(read_varied(text));
  const Language language = language_of(flags);
  context.looked = [&](std::size_t done, std::size_t runs, const std::string& best, double) {
    call.console.note(
        sentence("optimize.tried", language,
                 {{"done", std::to_string(done)}, {"runs", std::to_string(runs)}, {"best", best}}));
  };
  const ContinuousOptimum optimum = optimize_between(study, between, context);
  call.console.answer(flags.json ? continuous_json(optimum)
                                 : continuous_text(optimum, language, call.console.width()) + "\n");
  if (optimum.is_stopped) return ExitCode::stopped;
  const std::filesystem::path folder = context.options.out;
  for (const auto& [name, text] : {std::pair{"optimize.json", continuous_json(optimum)},
                                   std::pair{"optimize.csv", continuous_csv(optimum)},
                                   std::pair{"optimum.html", optimum_page(optimum, language)}}) {
    write_file(folder / name, text);
    call.console.say("  " + (folder / name).string() + "\n");
  }
  return ExitCode::ok;
}

ExitCode optimize(const Call& call, const OptimizeFlags& flags) {
  set_console(call.console, flags);
  expect_path(flags.file, Sought::scenario);
  ComputeOptions options = options_of(flags, call.command_line());
  options.replicates.reset();
  const OptimizeRequest request = request_of(flags);
  watch_signals();
  start_clock(flags);
  Problems problems;
  Work work = load_work(flags.file, options, problems);
  if (problems.empty() && !work.study)
    throw ScenarioError(
        flags.file +
        ": is one scenario (there is nothing to choose from) give a study of arms or of a design");
  if (!problems.empty())
    throw BadScenario{problems.render(), problems.size(), static_cast<ExitCode>(problems.exit_code())};
  if (options.out.empty()) options.out = "results/" + work.name() + "-optimize";
  const Language language = language_of(flags);
  const auto comm = local_comm();
  OptimizeContext context{options, *comm, [&] { return sink_of(flags, call.console); }, verbosity_of(flags)};
  if (!flags.vary.empty()) return optimize_shares(call, flags, work.study->study, request, context);
  if (!flags.where.empty())
    throw UsageError("--where: goes with --vary (points of a design are those that are written)");
  context.looked = [&](std::size_t done, std::size_t runs, const std::string& best, double chance) {
    call.console.note(sentence(best.empty() ? "optimize.looked_none" : "optimize.looked", language,
                               {{"done", std::to_string(done)},
                                {"runs", std::to_string(runs)},
                                {"best", best},
                                {"chance", fmt::format("{:.0f}", 100 * chance)}}));
  };
  const Optimum optimum = optimize_study(std::move(*work.study), request, context);
  call.console.answer(flags.json ? optimum_json(optimum)
                                 : optimum_text(optimum, language, call.console.width()) + "\n");
  if (optimum.is_stopped) return ExitCode::stopped;
  write_optimum(call, options.out, optimum, language);
  return ExitCode::ok;
}

}  // namespace

void add_optimize(CommandLine& line) {
  const auto flags = std::make_shared<OptimizeFlags>();
  Flags verb = line.verb("optimize", "Find the best of a study's arms or points with few runs",
                         "fanfare optimize scenarios/studies/best_split.yaml --runs 240",
                         [flags](const Call& call) { return optimize(call, *flags); });
  verb.word("STUDY", flags->file, "A study (YAML): its arms, or the points of its design")
      .text("-o,--out", "DIR", flags->out,
            "Folder for the runs and what they say (default: results/<name>-optimize)")
      .text("--primary", "NAME", flags->primary,
            "What is to be best, as reach or reach(launch) (default: the study's)")
      .repeated("--keep", "BOUND", flags->keep, "To hold on average, as 'reach >= 20_000'; may be repeated")
      .repeated("--vary", "PATH=LOW..HIGH", flags->vary,
                "Instead of the study's arms: a number of its scenario between two ends; may be repeated")
      .repeated("--where", "LIMIT", flags->where,
                "On these, as 'a.share + 0.5*b.share <= 100%'; may be repeated")
      .text("--most-loss", "SHARE", flags->most_loss,
            "Worlds in which the primary measure may be below zero, as 10%")
      .number("--runs", flags->runs, "Runs in all (default: ten for each arm)", 2, 10'000'000)
      .number("--start", flags->start, "Replicates of each arm before the first choice (default 4)", 2,
              10'000)
      .number("--batch", flags->batch, "Runs between two looks (default: a tenth of those after the start)",
              1, 1'000'000)
      .number("--most", flags->replicates, "Replicates of one arm (default 1,000)", 2, 1'000'000)
      .text("--sure", "CHANCE", flags->sure, "Chance of being best that ends it (default 95%)")
      .repeated("--set", "PATH=VALUE", flags->sets, "Change a value of the scenario; may be repeated")
      .text("--seed", "N", flags->seed, "Seed of all random numbers (run.seed)")
      .text("--until", "DAYS", flags->until, "Simulated days to run (run.until)")
      .text("--max-wall", "TIME", flags->max_wall, "Stop after this time; the same command goes on")
      .toggle("-v,--verbose", flags->verbose, "Show the log while running");
  add_threads(verb, *flags);
  add_progress(verb, *flags);
  add_language(verb, *flags);
  add_show_flags(verb, *flags);
}

}  // namespace fanfare
