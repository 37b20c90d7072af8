// What `run`, `outputs` and the head of a file may say.
#include "sim/scenario/engine_keys.h"

#include <algorithm>
#include <cmath>

#include "fanfare/calendar.h"
#include "fanfare/nearest.h"
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

std::vector<std::string> design_words() {
  return {"grid", "list", "latin_hypercube", "sobol", "halton", "morris", "saltelli"};
}

namespace {

void check_design(const std::string& word, std::string_view key, Checker& c) {
  const std::vector<std::string> words = design_words();
  if (std::find(words.begin(), words.end(), word) == words.end())
    c.problem(key, word + " is not a design", did_you_mean(word, words, "use grid, list or one that takes points:"));
}

}  // namespace

void describe(Schema<DesignKeys>& s) {
  s.value("kind", &DesignKeys::kind)
      .required()
      .help("grid, list, latin_hypercube, sobol, halton, morris or saltelli");
  s.value("points", &DesignKeys::points).in(1, 100'000).help("how many, of all kinds but grid and list");
  s.value("seed", &DesignKeys::seed).help("of latin_hypercube, morris and saltelli");
  s.check([](const DesignKeys& keys, Checker& c) {
    check_design(keys.kind, "kind", c);
    const bool counts = keys.kind == "grid" || keys.kind == "list";
    if (counts && c.is_given("points")) c.problem("points", "is not for a " + keys.kind, "its values give its points");
    if (!counts && !c.is_given("points")) c.problem("", "has no points", "write {kind: sobol, points: 64}");
  });
}

void describe(Schema<HalfWidth>& s) {
  s.value("half_width", &HalfWidth::half_width)
      .required()
      .help("of the 95 % interval: a share of the mean (5%), or an amount (2_000 CNY)");
  s.value("of", &HalfWidth::of).required().help("the measure");
}

void describe(Schema<GrowthKeys>& s) {
  s.value("at_least", &GrowthKeys::at_least).in(2, 100'000).help("runs of each arm, to begin with");
  s.value("at_most", &GrowthKeys::at_most).in(2, 100'000).help("runs of each arm, after which it ends");
  s.group("until", &GrowthKeys::until).help("when there are enough");
  s.check([](const GrowthKeys& keys, Checker& c) {
    if (keys.at_most < keys.at_least)
      c.problem("at_most", "is below at_least", "replicates grow from at_least to at_most");
  });
}

void describe(Schema<StudyKeys>& s) {
  s.value("schema", &StudyKeys::schema).required().help("version of the file's layout: 1");
  s.value("kind", &StudyKeys::kind).required().help("study");
  s.value("name", &StudyKeys::name).help("of the results folder; the file's name if not given");
  s.value("question", &StudyKeys::question).help("what the study is to answer; the scenario's if not given");
  s.value("scenario", &StudyKeys::scenario).required().help("file that the arms change; from this file on");
  s.value("baseline", &StudyKeys::baseline).help("the arm that the others are compared with, or a patch that makes each its own");
  s.words("no_choice", &StudyKeys::no_choice)
      .help(
          "arms that nobody can choose: the others are compared with them, no verdict advises one; or "
          "factors that are "
          "circumstances: what can be chosen is compared in each of their combinations");
  s.value("design", &StudyKeys::design)
      .help("over factors: grid (all combinations), list (their n-th values together), or {kind, points}");
  s.value("replicates", &StudyKeys::replicates)
      .in(1, 100'000)
      .help("runs of each arm; replicate r redraws graph and population from (seed, r)");
  s.value("primary", &StudyKeys::primary).help("the measure that decides");
  s.words("measure", &StudyKeys::measure).help("the measures that are compared");
  s.check([](const StudyKeys& keys, Checker& c) {
    check_head(keys.schema, keys.kind, "study", c);
    if (keys.name.find('/') != std::string::npos)
      c.problem("name", "'" + keys.name + "' has a '/'", "it names a folder");
    if (!keys.design.empty()) check_design(keys.design, "design", c);
  });
}

}  // namespace fanfare
