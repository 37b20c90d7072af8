// `fanfare forecast`: a study's prediction under a seal; shown, and held against what came.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "sim/cli/compute_flags.h"
#include "sim/cli/near_path.h"
#include "sim/cli/outcome_text.h"
#include "sim/cli/output.h"
#include "sim/cli/verbs.h"
#include "sim/forecast/forecast_page.h"
#include "sim/forecast/score.h"
#include "sim/results/atomic_file.h"
#include "sim/stop.h"
#include "sim/study/load.h"
#include "sim/study/study_runner.h"
#include "sim/words/labels.h"
#include "sim/words/text.h"

namespace fanfare {
namespace {

using ForecastJson = nlohmann::ordered_json;

struct ForecastFlags : ComputeFlags {
  WordList words, measures;
  std::string observed, arm, seal;
  double every = 7;
  bool pool = false;
};

std::string forecast_dump(const ForecastJson& json) {
  return json.dump(2, ' ', false, ForecastJson::error_handler_t::replace) + "\n";
}
ForecastJson forecast_number(double x) { return std::isnan(x) ? ForecastJson(nullptr) : ForecastJson(x); }

std::string forecast_day(double day, Language language) {
  return std::isnan(day) ? label("forecast.end", language) : fmt::format("{}", day);
}
std::string foretold_name(const Foretold& f) {
  return f.label.empty() ? f.measure : f.measure + " (" + f.label + ")";
}

// Runs what is left of a study and gives its file; results are taken as they are.
std::string results_to_foretell(const Call& call, const ForecastFlags& flags, const std::string& file,
                                ExitCode& code) {
  if (!file.ends_with(".yaml") && !file.ends_with(".yml")) return file;
  ComputeOptions options = options_of(flags, call.command_line());
  options.out.clear();
  options.on_exists = OnExists::resume;
  watch_signals();
  Problems problems;
  Work work = load_work(file, options, problems);
  if (!problems.empty())
    throw BadScenario{problems.render(), problems.size(), static_cast<ExitCode>(problems.exit_code())};
  if (!work.study)
    throw InputError(file +
                     ": is one run (a forecast is what many runs say) give a study, or --replicates N");
  const auto sink = sink_of(flags, call.console);
  const auto comm = local_comm();
  const Outcome outcome = run_study(*work.study, {options, *comm, *sink, verbosity_of(flags)});
  if (outcome.code != ExitCode::ok) say_outcome(call.console, outcome, options.language);
  code = outcome.code;
  return "results/" + work.name();
}

ExitCode make_forecast(const Call& call, const ForecastFlags& flags, const std::string& file) {
  expect_path(file, Sought::either);
  const std::filesystem::path path = flags.out.empty() ? "-" : flags.out;
  expect_free(path, flags.on_exists);
  ExitCode code = ExitCode::ok;
  CompareRequest request;
  request.files = {results_to_foretell(call, flags, file, code)};
  if (code == ExitCode::stopped) return code;
  expect_apart(path, {request.files[0]});
  request.measures = flags.measures;
  const Gathered study = gather_files(request);
  const Forecast forecast = forecast_of(
      study, {flags.measures, flags.every, flags.pool, this_invocation(call.command_line(), 1, 1).started});
  for (const std::string& remark : in_english(study.summary.remarks())) call.console.note(remark);
  deliver(call.console, path, forecast_json(forecast));
  if (!is_standard_output(path))
    call.console.say(sentence("forecast.sealed", language_of(flags),
                              {{"n", std::to_string(forecast.series.size())}, {"seal", seal_of(forecast)}}) +
                     "\n");
  return code;
}

Table forecast_table(const Forecast& forecast, Language language) {
  const auto head = [&](const char* key) { return label(key, language); };
  Table table({head("forecast.measure"), head("forecast.arm"), head("forecast.day"), "n", "5 %",
               head("forecast.median"), "95 %"});
  for (const Foretold& f : forecast.series) {
    const auto at = [&](double q) { return people_quantity_in(language, quantile(f.values, q), f.unit); };
    table.add({foretold_name(f), f.arm, forecast_day(f.day, language), std::to_string(f.values.size()),
               at(.05), at(.5), at(.95)});
  }
  return table;
}

// Of what is shown, where a file is asked for.
void deliver_page(const Call& call, const ForecastFlags& flags, const Opened& opened,
                  const std::vector<Score>& scores) {
  if (!flags.out.empty()) deliver(call.console, flags.out, forecast_page(opened, scores, language_of(flags)));
}

ExitCode open_sealed(const Call& call, const ForecastFlags& flags, const std::string& file) {
  const Opened opened = open_forecast(file, read_file(file), flags.seal);
  const Forecast& f = opened.forecast;
  const Language language = language_of(flags);
  if (flags.json) {
    ForecastJson json = ForecastJson::parse(forecast_json(f));
    json["status"] = "unchanged";
    call.console.answer(forecast_dump(json));
    deliver_page(call, flags, opened, {});
    return ExitCode::ok;
  }
  const auto line = [&](const char* key, const Blanks& blanks) {
    return sentence(key, language, blanks) + "\n";
  };
  call.console.answer(
      line("forecast.of", {{"name", f.name}, {"made", f.made}, {"n", std::to_string(f.replicates)}}) +
      (f.question.empty() ? "" : "  " + f.question + "\n") + "\n" +
      forecast_table(f, language).render(call.console.width()) + "\n" +
      line("forecast.from", {{"version", f.version},
                             {"commit", f.commit},
                             {"scenario", f.scenario_digest},
                             {"fingerprint", f.fingerprint}}) +
      line("forecast.unchanged", {{"seal", opened.seal}}));
  deliver_page(call, flags, opened, {});
  return ExitCode::ok;
}

ForecastJson scores_json(const Opened& opened, const std::vector<Score>& scores) {
  ForecastJson rows = ForecastJson::array(), sums = ForecastJson::array();
  const auto interval = [](const OrderInterval& i) {
    return ForecastJson{{"low", i.low}, {"high", i.high}, {"holds", i.holds}};
  };
  for (const Score& s : scores)
    rows.push_back({{"measure", s.foretold.measure},
                    {"label", s.foretold.label},
                    {"unit", s.foretold.unit},
                    {"arm", s.foretold.arm},
                    {"day", forecast_number(s.foretold.day)},
                    {"observed", s.observed},
                    {"n", s.foretold.values.size()},
                    {"crps", s.crps},
                    {"fair_crps", forecast_number(s.fair)},
                    {"reference_crps", forecast_number(s.reference)},
                    {"below", s.below},
                    {"interval_90", interval(s.wide)},
                    {"interval_50", interval(s.half)}});
  for (const ScoreTotal& t : totals(scores))
    sums.push_back({{"measure", t.measure},
                    {"unit", t.unit},
                    {"n", t.n},
                    {"crps", t.crps},
                    {"skill", forecast_number(t.skill)},
                    {"within_90", t.in_wide},
                    {"expected_90", t.wide_holds},
                    {"within_50", t.in_half},
                    {"expected_50", t.half_holds}});
  return {{"forecast", opened.forecast.name},
          {"made", opened.forecast.made},
          {"seal", opened.seal},
          {"simulated", true},
          {"scores", rows},
          {"totals", sums}};
}

std::string scores_text(const std::vector<Score>& scores, Language language, std::size_t width) {
  const auto head = [&](const char* key) { return label(key, language); };
  Table rows({head("forecast.measure"), head("forecast.arm"), head("forecast.day"), head("forecast.came"),
              head("forecast.median"), head("forecast.interval"), "CRPS"});
  for (const Score& s : scores) {
    const auto said = [&](double x) { return people_quantity_in(language, x, s.foretold.unit); };
    rows.add({foretold_name(s.foretold), s.foretold.arm, forecast_day(s.foretold.day, language),
              said(s.observed), said(quantile(s.foretold.values, .5)),
              fmt::format("{} … {} ({:.0f} %)", said(s.wide.low), said(s.wide.high), 100 * s.wide.holds),
              said(s.crps)});
  }
  Table sums({head("forecast.measure"), "n", head("forecast.mean_crps"), head("forecast.skill"),
              head("forecast.within_wide"), head("forecast.within_half")});
  for (const ScoreTotal& t : totals(scores))
    sums.add(
        {t.measure, std::to_string(t.n), people_quantity_in(language, t.crps, t.unit),
         people_number_in(language, t.skill),
         sentence("forecast.of_expected", language,
                  {{"n", std::to_string(t.in_wide)}, {"expected", fmt::format("{:.1f}", t.wide_holds)}}),
         sentence("forecast.of_expected", language,
                  {{"n", std::to_string(t.in_half)}, {"expected", fmt::format("{:.1f}", t.half_holds)}})});
  return rows.render(width) + "\n" + sums.render(width);
}

ExitCode score_file(const Call& call, const ForecastFlags& flags, const std::string& file) {
  if (flags.observed.empty())
    throw UsageError(
        "--observed is missing (a forecast is scored against what came) give a CSV with columns "
        "measure, value and, where needed, label, arm, day");
  const Opened opened = open_forecast(file, read_file(file), flags.seal);
  std::vector<Score> scores;
  try {
    scores = score(opened.forecast, read_observed(flags.observed), flags.arm);
  } catch (const InputError& error) {
    const std::string text = error.what();
    throw InputError(text.starts_with(flags.observed) ? text : flags.observed + ": " + text);
  }
  const Language language = language_of(flags);
  call.console.answer(flags.json
                          ? forecast_dump(scores_json(opened, scores))
                          : sentence("forecast.of", language,
                                     {{"name", opened.forecast.name},
                                      {"made", opened.forecast.made},
                                      {"n", std::to_string(opened.forecast.replicates)}}) +
                                "\n\n" + scores_text(scores, language, call.console.width()) + "\n" +
                                sentence("forecast.unchanged", language, {{"seal", opened.seal}}) + "\n");
  deliver_page(call, flags, opened, scores);
  return ExitCode::ok;
}

ExitCode forecast_verb(const Call& call, const ForecastFlags& flags) {
  set_console(call.console, flags);
  const WordList& words = flags.words;
  const bool opens = words[0] == "open", scores = words[0] == "score";
  if (words.size() == 1 && !opens && !scores) return make_forecast(call, flags, words[0]);
  if (words.size() != 2 || (!opens && !scores))
    throw UsageError(
        fmt::format("'{}' is not understood (forecast STUDY, forecast open FILE or forecast score FILE) "
                    "see `fanfare forecast --help`",
                    fmt::join(words, " ")));
  if (!flags.out.empty()) {
    expect_free(flags.out, flags.on_exists);
    expect_apart(flags.out, {words[1]});
  }
  return opens ? open_sealed(call, flags, words[1]) : score_file(call, flags, words[1]);
}

}  // namespace

void add_forecast(CommandLine& line) {
  const auto flags = std::make_shared<ForecastFlags>();
  Flags verb = line.verb("forecast", "Seal what a study predicts; open it, and score it against what came",
                         "fanfare forecast results/my_study/study.h5 -o launch.forecast.json\n"
                         "  fanfare forecast open launch.forecast.json\n"
                         "  fanfare forecast score launch.forecast.json --observed came.csv --arm with",
                         [flags](const Call& call) { return forecast_verb(call, *flags); });
  verb.words("WORDS", flags->words, "A study (YAML: run first; or its study.h5); or open FILE, score FILE", 1,
             2)
      .text("-o,--out", "FILE", flags->out,
            "File to write, - for standard output (default); of open and score: a page (HTML), if one is named")
      .choice("--on-exists", "WHAT", flags->on_exists,
              "If the file is there already: fail (default) or replace", {"fail", "replace"})
      .repeated("--measure", "NAME", flags->measures,
                "Measure to predict; may be repeated (default: the study's)")
      .number("--every", flags->every,
              "Days between what is predicted of a series, 0: its end alone (default 7)", 0, 3650)
      .toggle("--pool", flags->pool,
              "The arms but the baseline are draws of one world: fitted values, a posterior")
      .text("--observed", "CSV", flags->observed,
            "What came: columns measure, value and, where needed, label, arm, day")
      .text("--arm", "NAME", flags->arm, "The arm that was done, of rows that name none")
      .text("--seal", "DIGEST", flags->seal,
            "The seal that was published, or its first 8 digits: any other file is refused");
  add_value_flags(verb, *flags);
  add_threads(verb, *flags);
  add_progress(verb, *flags);
  add_language(verb, *flags);
  add_show_flags(verb, *flags);
}

}  // namespace fanfare
