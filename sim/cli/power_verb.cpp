// `fanfare power`: whether a real test would see what a study found.
#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "sim/cli/compute_flags.h"
#include "sim/cli/near_path.h"
#include "sim/cli/output.h"
#include "sim/cli/verbs.h"
#include "sim/power/of_study.h"
#include "sim/scenario/study.h"

namespace fanfare {
namespace {

struct PowerFlags : ComputeFlags {
  std::string file;
  power::Request request;
};

// The results themselves; of a study's YAML those that `fanfare run` left where it leaves them.
std::filesystem::path results_of(const std::string& file) {
  const std::filesystem::path path(file);
  if (path.extension() != ".yaml" && path.extension() != ".yml") {
    expect_path(path, Sought::results);
    return path;
  }
  expect_path(path, Sought::either);
  Problems problems;
  const Study study = load_study(file, {}, problems);
  if (!problems.empty()) throw BadScenario{problems.render(), problems.size()};
  const std::filesystem::path results = std::filesystem::path("results") / study.name / "study.h5";
  if (std::filesystem::exists(results)) return results;
  throw InputError(fmt::format("{}: has no results yet ({} is not there) run it first: fanfare run {}", file,
                               results.string(), file));
}

void expect_two_sides(const power::TestDesign& test) {
  if (test.pairs && test.units % 2 != 0)
    throw UsageError(
        fmt::format("--units {}: can't be matched in pairs (it is odd) take one more", test.units));
  if (test.held_out() < 2 || test.treated() < 2)
    throw UsageError(
        fmt::format("--units {} with --holdout {}: {} held out and {} not (a t test takes two on either "
                    "side) raise --units, or take a --holdout nearer to 0.5",
                    test.units, test.holdout, test.held_out(), test.treated()));
}

ExitCode ask(const Call& call, const PowerFlags& flags) {
  set_console(call.console, flags);
  expect_two_sides(flags.request.test);
  if (!flags.out.empty()) expect_free(flags.out, flags.on_exists);
  const power::Power found = power::power_of(read_results(results_of(flags.file)), flags.request);
  call.console.answer(flags.json ? power::power_json(found)
                                 : power::power_text(found, call.console.width(), language_of(flags)));
  if (!flags.out.empty()) deliver(call.console, flags.out, power::power_page(found, language_of(flags)));
  return ExitCode::ok;
}

}  // namespace

void add_power(CommandLine& line) {
  const auto flags = std::make_shared<PowerFlags>();
  power::Request& request = flags->request;
  Flags verb = line.verb("power", "Say whether a real test would see the effect that a study found",
                         "fanfare power results/my_study --units 30 --weeks 2 --noise 0.05 -o power.html",
                         [flags](const Call& call) { return ask(call, *flags); });
  verb.word("FILE", flags->file,
            "A finished study: study.h5, its folder, or the study's YAML after `fanfare run`")
      .text("--arm", "ARM", request.arm, "What is tested (default: the arm with the best effect)")
      .text("--baseline", "ARM", request.baseline,
            "What the held-out units get (default: the study's baseline)")
      .text("--measure", "NAME", request.measure,
            "Recorded measure that the test reads (default: the one behind the study's primary)")
      .number("--units", request.test.units, "Cities, regions or groups of people in the test (default: 20)",
              4, 10'000)
      .number("--holdout", request.test.holdout, "Share of the units that is held out (default: 0.5)", 0.01,
              0.99)
      .toggle("--pairs", request.test.pairs, "Units matched in pairs, one of each held out: a paired t test")
      .number("--unit-size", request.test.unit_size,
              "A unit as a share of the simulated market (default: the market divided among the units)", 1e-6,
              100)
      .number("--weeks", request.test.weeks, "How long the test lasts (default: as long as the runs measure)",
              0.1, 1000)
      .number("--noise", request.test.noise,
              "Sd of a unit's week beside the simulated luck, as a share of its level (default: 0.1)", 0, 10)
      .number(
          "--luck", request.luck,
          "Times the variance of the simulated luck: where an account stands for 40 people who decide apart, "
          "down to 0.025 (default: 1)",
          0, 100)
      .number("--spread", request.test.spread,
              "Sd of the units' sizes as a share of the mean, left in the comparison (default: 0)", 0, 10)
      .number("--alpha", request.test.alpha, "Level of the two-sided test (default: 0.05)", 1e-6, 0.5)
      .number("--tests", request.test.tests, "Tests to simulate (default: 4000)", 100, 100'000)
      .text("-o,--out", "HTML", flags->out, "Also a page that stands alone: the answer, and its curve")
      .choice("--on-exists", "WHAT", flags->on_exists,
              "If the page is there already: fail (default) or replace", {"fail", "replace"});
  add_language(verb, *flags);
  add_show_flags(verb, *flags);
}

}  // namespace fanfare
