// What each key is for, and what goes with what.
#include "sim/calibrate/calibration_keys.h"

#include <cmath>

namespace fanfare {

void describe(Schema<FactorKeys>& s) {
  s.value("path", &FactorKeys::path).required().help("the parameter of the scenario");
  s.words("range", &FactorKeys::range).help("least and greatest value, as a scenario writes them");
  s.value("prior", &FactorKeys::prior)
      .one_of({"uniform", "log_uniform", "normal"})
      .help("what is believed before the data: even over the range, even over its logarithm, or normal");
  s.value("mean", &FactorKeys::mean).help("of a normal prior");
  s.value("sd", &FactorKeys::sd).help("standard deviation of a normal prior");
  s.check([](const FactorKeys& keys, Checker& c) {
    const bool normal = keys.prior == "normal";
    if (!normal && keys.range.empty()) c.problem("", "has no range", "write range: [least, greatest]");
    if (!keys.range.empty() && keys.range.size() != 2) c.problem("range", "is not [least, greatest]");
    for (const char* key : {"mean", "sd"}) {
      if (normal && !c.is_given(key))
        c.problem("prior", std::string("normal has no ") + key, "write mean: and sd:");
      if (!normal && c.is_given(key)) c.problem(key, "goes with prior: normal");
    }
  });
}

void describe(Schema<ObservedKeys>& s) {
  using O = ObservedKeys;
  s.value("measure", &O::measure).required().help("what was observed: a measure of the runs");
  s.value("label", &O::label).help("which label of its further axis; not needed where there is one");
  s.value("name", &O::name).help("in tables; measure(label) if not given");
  s.value("value", &O::value).help("in the measure's unit");
  s.value("time", &O::time).unit(Unit::days).at_least(0).help("the day of a series; its end if not given");
  s.value("error", &O::error).help("standard error of the value, in its unit or in per cent of it");
  s.value("tolerance", &O::tolerance).help("instead: half the width of its 95 % interval");
  s.value("discrepancy", &O::discrepancy)
      .help("standard deviation of what the model gets wrong at its best values, in the unit or in per cent");
  s.value("file", &O::file).file().help("instead of value: a CSV, of which each row is a target");
  s.value("column", &O::column).help("of the file: the values; 'value' if not given");
  s.value("time_column", &O::time_column).help("of the file: the days");
  s.check([](const O& o, Checker& c) {
    if (std::isnan(o.value) == o.file.empty())
      c.problem("", o.file.empty() ? "has no value" : "has a value and a file", "give value: or file:");
    if (c.is_given("error") && c.is_given("tolerance"))
      c.problem("tolerance", "stands beside error", "give one");
    if (!c.is_given("error") && !c.is_given("tolerance"))
      c.problem("", "does not say how sure it is", "write error: 5% (a standard error; 0 if it is exact)");
    for (const char* key : {"column", "time_column"})
      if (c.is_given(key) && o.file.empty()) c.problem(key, "goes with file");
  });
}

void describe(Schema<MatchingKeys>& s) {
  using K = MatchingKeys;
  s.value("waves", &K::waves).in(1, 50).help("waves of history matching, at most");
  s.value("points", &K::points).in(0, 10'000).help("points of a wave; 0: ten for each factor");
  s.value("cutoff", &K::cutoff).in(1, 10).help("implausibility above which a point is left out");
  s.value("particles", &K::particles).in(100, 100'000).help("of the posterior");
  s.value("draws", &K::draws).in(2, 10'000).help("points of posterior.yaml");
  s.value("seed", &K::seed)
      .help("of the choice of points and the posterior's luck; runs have the scenario's");
}

void describe(Schema<CalibrationKeys>& s) {
  using K = CalibrationKeys;
  s.value("schema", &K::schema).required().help("version of the file's layout: 1");
  s.value("kind", &K::kind).required().help("study");
  s.value("name", &K::name).help("of the results folder; the file's name if not given");
  s.value("question", &K::question).help("what is to be found out");
  s.value("scenario", &K::scenario).required().help("file whose parameters are fitted; from this file on");
  s.value("replicates", &K::replicates)
      .in(1, 10'000)
      .help("runs of each point; two at least tell luck from the rest");
  s.list("observed", &K::observed).min_items(1).required().help("what runs are to meet, a line each");
  s.group("calibrate", &K::calibrate).help("how hard to look");
}

}  // namespace fanfare
