// What `run`, `outputs` and the head of a file may say.
#include "sim/scenario/engine_keys.h"

#include <cmath>

#include "fanfare/calendar.h"
#include "fanfare/quantity.h"

namespace fanfare {
namespace {

bool is_whole(double x) { return std::fabs(x - std::round(x)) < 1e-6; }

std::string days(double x) { return format_quantity(x, {Unit::days, {}, nullptr}); }

void check_run(const RunParameters& run, Checker& c) {
  if (!is_whole(1 / run.tick))
    c.problem("tick", days(run.tick) + " does not divide a day", "1 h, 2 h, 30 min, 1d do");
  else if (!is_whole(run.until / run.tick))
    c.problem("until", days(run.until) + " is not a whole number of ticks");
  else if (!is_whole(run.warmup / run.tick))
    c.problem("warmup", days(run.warmup) + " is not a whole number of ticks");
  if (run.until < run.tick)
    c.problem("until", days(run.until) + " is less than a tick", "a tick is " + days(run.tick));
  else if (run.warmup >= run.until)
    c.problem("until",
              days(run.until) + " leaves nothing to measure after the warm-up of " + days(run.warmup),
              "give a later run.until (--until), or a shorter run.warmup");
  if (!read_date(run.start))
    c.problem("start", "'" + run.start + "' is not a date", "write it as 2026-03-02");
}

void check_head(std::uint32_t schema, const std::string& kind, std::string_view expected, Checker& c) {
  if (schema != kSchemaVersion)
    c.problem("schema", std::to_string(schema) + " is not known",
              "this version reads schema " + std::to_string(kSchemaVersion));
  if (kind == expected) return;
  const bool is_other = kind == "scenario" || kind == "study";
  c.problem("kind",
            is_other ? "this is a " + kind + ", but a " + std::string(expected) + " is needed"
                     : "'" + kind + "' is not a kind",
            is_other ? "" : "scenario or study");
}

}  // namespace

void describe(Schema<RunParameters>& s) {
  s.value("until", &RunParameters::until)
      .unit(Unit::days)
      .in(0, 36'500)
      .help("how long is simulated, warm-up included");
  s.value("tick", &RunParameters::tick)
      .unit(Unit::days)
      .in(1.0 / 1440, 1)
      .help("length of a tick; divides a day");
  s.value("warmup", &RunParameters::warmup)
      .unit(Unit::days)
      .in(0, 36'500)
      .help("left out of cumulative KPIs");
  s.value("start", &RunParameters::start).help("date of the first day");
  s.value("seed", &RunParameters::seed)
      .help("of all random numbers; replicate r of a study draws from (seed, r)");
  s.check(check_run);
}

void describe(Schema<OutputParameters>& s) {
  s.value("every", &OutputParameters::every)
      .unit(Unit::days)
      .in(1.0 / 1440, 36'500)
      .help("time between two rows of the series");
  s.value("kpis", &OutputParameters::kpis)
      .help(
          "whose names and formulas KPIs follow: generic, or one that the model has (fanfare list dialects)");
}

void describe(Schema<ScenarioKeys>& s) {
  s.value("schema", &ScenarioKeys::schema).required().help("version of the file's layout: 1");
  s.value("kind", &ScenarioKeys::kind).required().help("scenario");
  s.value("name", &ScenarioKeys::name).help("of the results folder; the file's name if not given");
  s.value("question", &ScenarioKeys::question).help("what the scenario is to answer");
  s.value("model", &ScenarioKeys::model).help("which model runs: fanfare list models");
  s.group("run", &ScenarioKeys::run).help("time and seed");
  s.group("outputs", &ScenarioKeys::outputs).help("what is recorded, and how often");
  s.check([](const ScenarioKeys& keys, Checker& c) {
    check_head(keys.schema, keys.kind, "scenario", c);
    if (keys.name.find('/') != std::string::npos)
      c.problem("name", "'" + keys.name + "' has a '/'", "it names a folder");
    if (!is_whole(keys.outputs.every / keys.run.tick))
      c.problem("outputs.every", days(keys.outputs.every) + " is not a whole number of ticks",
                "a tick is " + days(keys.run.tick));
  });
}

void describe(Schema<StudyKeys>& s) {
  s.value("schema", &StudyKeys::schema).required().help("version of the file's layout: 1");
  s.value("kind", &StudyKeys::kind).required().help("study");
  s.value("name", &StudyKeys::name).help("of the results folder; the file's name if not given");
  s.value("question", &StudyKeys::question).help("what the study is to answer; the scenario's if not given");
  s.value("scenario", &StudyKeys::scenario).required().help("file that the arms change; from this file on");
  s.value("baseline", &StudyKeys::baseline).help("the arm that the others are compared with");
  s.value("design", &StudyKeys::design)
      .help("instead of arms: grid (all combinations of the factors) or list (their n-th values together)");
  s.value("replicates", &StudyKeys::replicates)
      .in(1, 100'000)
      .help("runs of each arm; replicate r redraws graph and population from (seed, r)");
  s.value("primary", &StudyKeys::primary).help("the measure that decides");
  s.words("measure", &StudyKeys::measure).help("the measures that are compared");
  s.check([](const StudyKeys& keys, Checker& c) {
    check_head(keys.schema, keys.kind, "study", c);
    if (keys.name.find('/') != std::string::npos)
      c.problem("name", "'" + keys.name + "' has a '/'", "it names a folder");
    if (keys.design.empty() || keys.design == "grid" || keys.design == "list") return;
    const bool is_later =
        keys.design == "latin_hypercube" || keys.design == "sobol" || keys.design == "morris";
    c.problem("design", keys.design + (is_later ? " is not available yet" : " is not a design"),
              "use grid or list");
  });
}

}  // namespace fanfare
