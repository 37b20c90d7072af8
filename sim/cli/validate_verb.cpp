// `fanfare validate`: reads files as `run` would, says all that is wrong with them, and what a run would
// take.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "sim/calibrate/calibration_file.h"
#include "sim/cli/compute_flags.h"
#include "sim/cli/verbs.h"
#include "sim/parallel.h"
#include "sim/scenario/dictionary.h"
#include "sim/scenario/locate.h"
#include "sim/study/crew.h"
#include "sim/study/declared.h"
#include "sim/study/estimate.h"
#include "sim/study/horizon.h"
#include "sim/study/load.h"
#include "sim/study/room.h"
#include "sim/study/study_files.h"
#include "sim/words/json_number.h"
#include "sim/words/text.h"

namespace fanfare {

using Json = nlohmann::ordered_json;

namespace {

struct ValidateFlags : ComputeFlags {
  std::vector<std::string> files;
  std::string explain;
  bool effective = false, no_estimate = false;
};

// One file, read; what is wrong with it is in `problems`.
struct Checked {
  std::string file;
  Work work;
  Problems problems;
  std::optional<Estimate> estimate;
  std::vector<Said> notes;  // what the models have to say of their worlds

  const Scenario& scenario() const { return work.scenario ? *work.scenario : work.study->scenarios.front(); }
  std::size_t runs() const { return work.study ? work.study->scenarios.size() * work.study->replicates : 1; }
};

// Of those that can be built.
struct Worlds {
  Shelf shelf;  // arms mostly have the same people
  std::vector<std::string> titles;
  std::vector<std::vector<Caution>> cautions;
};

// Builds the world where that is quick, because a selector that selects nobody is only seen then.
void build(const Scenario& scenario, const Arm* arm, Worlds& worlds, Problems& problems) {
  constexpr double kQuick = 200'000;
  if (accounts_of(scenario) > kQuick) return;
  try {
    BuiltModel built(scenario, worlds.shelf);
    worlds.titles.push_back(arm == nullptr ? "" : arm->title());
    worlds.cautions.push_back(built.model().cautions());
  } catch (const ScenarioError& error) {
    for (Problem problem : all_located(scenario, error).sorted()) {
      if (arm != nullptr) problem.suggestion = "in arm " + arm->name;
      problems.add(std::move(problem));
    }
  }
}

void check_world(Checked& checked) {
  Worlds worlds;
  if (checked.work.scenario) build(*checked.work.scenario, nullptr, worlds, checked.problems);
  std::size_t arms = checked.work.study ? checked.work.study->scenarios.size() : 0;
  if (is_calibration(checked.file)) arms = std::min<std::size_t>(arms, 1);  // its points are worlds all alike
  for (std::size_t i = 0; i < arms; ++i)
    build(checked.work.study->scenarios[i], &checked.work.study->study.arms[i], worlds, checked.problems);
  for (const SharedCaution& caution : shared(worlds.cautions))
    checked.notes.push_back(said_of(caution, worlds.titles));
}

// What can be compared, but not fairly.
void check_fairness(Checked& checked) {
  if (!checked.work.study) return;
  if (std::optional<Said> caution = unequal_horizons(*checked.work.study))
    checked.notes.push_back(std::move(*caution));
}

int threads_for(const ComputeOptions& options) {
  return options.threads > 0 ? options.threads : default_threads();
}

// Of a study to calibrate, its first wave.
Work work_to_calibrate(const std::string& file, const ComputeOptions& options, Problems& problems) {
  Work work;
  const Calibration study = load_calibration(file, options.sets, options.replicates.value_or(0), problems);
  if (problems.empty()) work.study = first_wave(study, options.sets, problems);
  return work;
}

Checked check(const std::string& file, const ValidateFlags& flags, const ComputeOptions& options) {
  Checked checked{file, {}, {}, {}, {}};
  checked.work = is_calibration(file) ? work_to_calibrate(file, options, checked.problems)
                                      : load_work(file, options, checked.problems);
  if (checked.problems.empty() && !flags.no_estimate)
    expect_room(checked.scenario(), crew_for(checked.runs(), threads_for(options)).workers);
  if (checked.problems.empty() && !flags.no_estimate) check_world(checked);
  if (checked.problems.empty()) check_fairness(checked);
  if (checked.problems.empty() && !flags.no_estimate) checked.estimate = estimate(checked.scenario());
  return checked;
}

std::string summary(const Checked& c, Language language) {
  const RunParameters& run = c.scenario().run;
  Blanks blanks = {{"file", c.file}, {"days", people_number(run.until)}, {"start", run.start}};
  if (!c.work.study) return sentence("check.scenario", language, blanks) + "\n";
  const bool is_design = !c.work.study->study.factors.empty();
  blanks.insert(blanks.end(), {{"arms", std::to_string(c.work.study->scenarios.size())},
                               {"rows", label(is_design ? "answer.points" : "answer.arms", language)},
                               {"replicates", std::to_string(c.work.study->replicates)},
                               {"runs", std::to_string(c.runs())}});
  return sentence("check.study", language, blanks) + "\n";
}

std::string takes(const Checked& c, int threads, Language language) {
  const auto line = [&](const char* key, const Blanks& blanks) {
    return "  " + sentence(key, language, blanks) + "\n";
  };
  if (!c.estimate) return line("check.no_estimate", {});
  const Estimate& e = *c.estimate;
  const Crew crew = crew_for(c.runs(), threads);
  const double peak = e.peak_bytes * crew.workers, room = free_memory();
  if (std::isnan(e.seconds)) return line("check.at_least", {{"peak", people_bytes(peak)}});
  const double total = e.seconds * static_cast<double>(c.runs()) / (crew.workers * crew.threads_each);
  return line("check.takes", {{"memory", people_bytes(e.resident_bytes * crew.workers)},
                              {"peak", people_bytes(peak)},
                              {"time", people_duration_in(language, total)},
                              {"threads", std::to_string(threads)},
                              {"output", people_bytes(e.output_bytes * static_cast<double>(c.runs()))}}) +
         (peak > room ? line("check.lacks", {{"room", people_bytes(room)}}) : "");
}

std::string noted(const Checked& c, Language language) {
  std::string text;
  for (const std::string& note : in_words(c.notes, language))
    text += "  " + sentence("check.note", language, {{"note", note}}) + "\n";
  return text;
}

Json as_json(const Checked& c, Language language) {
  Json json = {{"file", c.file}, {"ok", c.problems.empty()}};
  if (!c.problems.empty())
    json["problems"] = c.problems.render();
  else
    json["runs"] = c.runs(), json["notes"] = in_words(c.notes, language);
  if (c.estimate)
    json["estimate"] = {{"resident_bytes", c.estimate->resident_bytes},
                        {"peak_bytes", c.estimate->peak_bytes},
                        {"seconds_on_one_thread", json_number(c.estimate->seconds)},
                        {"output_bytes", json_number(c.estimate->output_bytes)}};
  return json;
}

// A key of a study, arm by arm.
std::string explained(const Checked& c, const std::string& key) {
  if (c.work.scenario) return explain(*c.work.scenario, key);
  std::string text;
  for (std::size_t i = 0; i < c.work.study->scenarios.size(); ++i) {
    text += fmt::format("arm {}:\n", c.work.study->study.arms[i].name);
    try {
      text += explain(c.work.study->scenarios[i], key);
    } catch (const ScenarioError& error) {
      text += fmt::format("  {}\n", error.what());
    }
  }
  return text;
}

void show(const Console& console, const ValidateFlags& flags, const Checked& c, int threads) {
  if (flags.effective)
    console.answer(c.work.scenario ? effective_yaml(*c.work.scenario) : effective_study_yaml(*c.work.study));
  else if (!flags.explain.empty())
    console.answer(explained(c, flags.explain));
  else
    console.say(summary(c, language_of(flags)) +
                (flags.no_estimate ? "" : takes(c, threads, language_of(flags))) +
                noted(c, language_of(flags)));
}

ExitCode validate(const Call& call, const ValidateFlags& flags) {
  set_console(call.console, flags);
  const ComputeOptions options = options_of(flags, call.command_line());
  const int threads = threads_for(options);
  Json json = Json::array();
  std::string rendered;
  std::size_t problems = 0;
  int code = 0;
  for (const std::string& file : flags.files) {
    const Checked checked = check(file, flags, options);
    if (flags.json) json.push_back(as_json(checked, language_of(flags)));
    if (checked.problems.empty() && !flags.json) show(call.console, flags, checked, threads);
    rendered += checked.problems.render();
    problems += checked.problems.size();
    // A scenario that is wrong (2) is said rather than an input that is missing (3).
    if (!checked.problems.empty()) code = code == 2 ? 2 : checked.problems.exit_code();
  }
  if (flags.json) call.console.answer(json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
  if (problems > 0) throw BadScenario{rendered, problems, static_cast<ExitCode>(code)};
  return ExitCode::ok;
}

}  // namespace

void add_validate(CommandLine& line) {
  const auto flags = std::make_shared<ValidateFlags>();
  Flags verb = line.verb("validate", "Check scenarios and studies, and estimate what they take",
                         "fanfare validate scenarios/tiny.yaml my-first-study/study.yaml",
                         [flags](const Call& call) { return validate(call, *flags); });
  verb.words("FILE", flags->files, "Scenarios or studies (YAML)")
      .toggle("--effective", flags->effective, "Print every value in force and where it comes from")
      .text("--explain", "KEY", flags->explain, "Show each layer's value of a key")
      .toggle("--no-estimate", flags->no_estimate, "Only read: build no world");
  add_value_flags(verb, *flags);
  add_threads(verb, *flags);
  add_language(verb, *flags);
  add_show_flags(verb, *flags);
}

}  // namespace fanfare
