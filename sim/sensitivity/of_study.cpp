#include "sim/sensitivity/of_study.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <optional>
#include <sstream>

#include "fanfare/catalogue.h"
#include "fanfare/expects.h"
#include "fanfare/nearest.h"
#include "sim/design/arms_factor.h"
#include "sim/judge/measure.h"
#include "sim/sensitivity/factorial.h"
#include "sim/sensitivity/flips.h"
#include "sim/sensitivity/sample.h"
#include "sim/words/titles.h"

namespace fanfare::sensitivity {
namespace {

// Rows of the design: not those that only stand for what others are held against.
std::vector<std::size_t> rows_of_design(const Results& study) {
  const std::vector<std::size_t> twins = twins_of(study.data);
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < study.arms.size(); ++row)
    if (twins.empty() || twins[row] != row) rows.push_back(row);
  return rows;
}

FactorColumn column_of(const FactorValues& factor, const std::vector<std::size_t>& rows) {
  FactorColumn out;
  out.is_ordered = factor.labels.empty();
  std::vector<std::string> words;
  for (const std::size_t row : rows) {
    if (out.is_ordered) {
      out.at.push_back(factor.values[row]);
      continue;
    }
    const std::string& word = factor.labels[row];
    auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end()) found = words.insert(words.end(), word);
    out.at.push_back(static_cast<double>(found - words.begin()));
  }
  return out;
}

std::string primary_of(const Results& study) { return text_attribute(study.data, "primary"); }

std::vector<double> values_of(const FactorColumn& column, const std::vector<std::size_t>& points) {
  std::vector<double> out;
  for (const std::size_t p : points) out.push_back(column.at[p]);
  return out;
}

bool has_measure(const Results& study, std::string_view name) {
  const std::vector<std::string> known = measurable(study.data);
  return std::find(known.begin(), known.end(), name) != known.end();
}

// The measure itself, and what it is a difference of or has a difference made of it; either may be missing.
struct LevelAndDifference {
  std::optional<Measure> level, difference;
};

std::optional<Measure> same_label(const Results& study, std::string_view name, const std::string& label) {
  if (name.empty() || !has_measure(study, name)) return std::nullopt;
  for (Measure& m : measures_of(study.data, name, report_of(study.provenance.model)))
    if (m.label == label) return std::move(m);
  return std::nullopt;
}

LevelAndDifference measured(const Results& study, const std::string& asked) {
  const ReportSpec& spec = report_of(study.provenance.model);
  Measure own = measure_of(study.data, measure_name_of(asked), spec);
  LevelAndDifference out;
  if (own.incremental()) {
    out.level = same_label(study, spec.derived_named(own.name)->seen_in, own.label);
    out.difference = std::move(own);
    return out;
  }
  for (const DerivedMeasure& derived : spec.derived)
    if (!out.difference && derived.seen_in == own.name && derived.over.empty() &&
        spec.is_difference(derived.name))
      out.difference = same_label(study, derived.name, own.label);
  const auto base = std::find(study.arms.begin(), study.arms.end(), study.baseline);
  std::vector<std::size_t> against = twins_of(study.data);
  if (against.empty() && base != study.arms.end())
    against.assign(study.arms.size(), static_cast<std::size_t>(base - study.arms.begin()));
  if (!out.difference && !against.empty()) {
    out.difference = own;
    for (std::size_t row = 0; row < against.size(); ++row)
      out.difference->values[row] = differences(own.values[row], own.values[against[row]]);
  }
  out.level = std::move(own);
  return out;
}

// Of the rows of the design alone.
void keep_rows(std::optional<Measure>& measure, const std::vector<std::size_t>& rows) {
  if (!measure) return;
  Responses kept;
  for (const std::size_t row : rows) kept.push_back(measure->values[row]);
  measure->values = std::move(kept);
}

// Of an aspect, whatever its design allows.
void judge(Aspect& aspect, const std::vector<FactorColumn>& columns, const Responses& responses,
           std::uint32_t seed) {
  const Complete complete = complete_of(responses);
  aspect.points = complete.points.size();
  aspect.replicates = complete.replicates.size();
  aspect.luck = luck_of(responses, complete);
  aspect.luck_share = luck_index(responses, complete);
  std::vector<double> means(responses.size(), kUnknown);
  for (std::size_t i = 0; i < complete.points.size(); ++i) means[complete.points[i]] = complete.means[i];
  if (aspect.points > 0)
    aspect.mean = std::accumulate(complete.means.begin(), complete.means.end(), 0.0) /
                  static_cast<double>(aspect.points);
  const Layout layout = layout_of(columns);
  aspect.layout = layout.kind;
  const bool has_holes = aspect.points < responses.size();
  if (has_holes && layout.kind == LayoutKind::grid) aspect.layout = LayoutKind::sample;
  SobolIndices sobol;
  if (aspect.layout == LayoutKind::grid) sobol = grid_indices(columns, responses, complete);
  if (aspect.layout == LayoutKind::saltelli)
    sobol = sobol_indices(pick_freeze(layout, means), aspect.luck.of_mean(), seed);
  ElementaryEffects effects;
  if (aspect.layout == LayoutKind::morris)
    effects = elementary_effects(effects_of(layout, columns, means), usual_steps(layout, columns),
                                 aspect.luck.of_mean(), seed);
  std::vector<std::size_t> kept = layout.independent(responses.size());
  std::erase_if(kept, [&](std::size_t p) { return !std::isfinite(means[p]); });
  std::vector<FactorColumn> there;
  for (const FactorColumn& c : columns) there.push_back({values_of(c, kept), c.is_ordered});
  std::vector<double> y;
  for (const std::size_t p : kept) y.push_back(means[p]);
  std::vector<RankCorrelation> ranks;  // points of a trajectory depend on one another
  if (aspect.layout == LayoutKind::sample) sobol.first = first_order(there, y);
  if (aspect.layout != LayoutKind::morris) ranks = rank_correlations(there, y);
  aspect.bases = aspect.layout == LayoutKind::morris ? effects.trajectories : sobol.bases;
  for (std::size_t f = 0; f < aspect.factors.size(); ++f) {
    FactorEffect& e = aspect.factors[f];
    if (f < sobol.first.size()) e.first = sobol.first[f];
    if (f < sobol.total.size()) e.total = sobol.total[f];
    if (f < effects.mean.size()) {
      e.mean = effects.mean[f], e.absolute = effects.absolute[f], e.spread = effects.spread[f];
      e.floor = effects.floor[f];
    }
    if (f < ranks.size()) e.rank = ranks[f].partial, e.chance = ranks[f].chance;
  }
}

Aspect aspect_of(Aspect::Kind kind, const Measure& m, const std::vector<std::size_t>& factors) {
  Aspect out;
  out.kind = kind;
  out.measure = m.name, out.label = m.label, out.unit = m.unit;
  for (const std::size_t f : factors) out.factors.emplace_back().factor = f;
  return out;
}

// Settings of all factors but the plans', each with the points that have it, by plan.
struct Settings {
  std::vector<std::vector<std::size_t>> points;  // [setting][plan]
  bool complete = false;                         // each setting has each plan once
};

Settings settings_of(const std::vector<FactorColumn>& columns, std::size_t plans) {
  std::map<std::vector<double>, std::size_t> numbers;
  std::vector<std::map<double, std::size_t>> by_plan;
  Settings out;
  out.complete = true;
  for (std::size_t p = 0; p < columns[plans].at.size(); ++p) {
    std::vector<double> others;
    for (std::size_t f = 0; f < columns.size(); ++f)
      if (f != plans) others.push_back(columns[f].at[p]);
    const std::size_t at = numbers.try_emplace(others, by_plan.size()).first->second;
    if (at == by_plan.size()) by_plan.emplace_back();
    out.complete = by_plan[at].try_emplace(columns[plans].at[p], p).second && out.complete;
  }
  for (const auto& setting : by_plan) {
    auto& points = out.points.emplace_back();
    for (const auto& [plan, point] : setting) points.push_back(point);
    out.complete = out.complete && points.size() == columns[plans].levels();
  }
  out.complete = out.complete && columns[plans].levels() > 1;
  return out;
}

// Those that differ between points; of one that does not nothing can be said.
std::vector<std::size_t> all_but(const std::vector<FactorColumn>& columns, std::size_t left_out) {
  std::vector<std::size_t> out;
  for (std::size_t f = 0; f < columns.size(); ++f)
    if (f != left_out && columns[f].levels() > 1) out.push_back(f);
  return out;
}

std::vector<FactorColumn> columns_of(const std::vector<FactorColumn>& columns,
                                     const std::vector<std::size_t>& factors) {
  std::vector<FactorColumn> out;
  for (const std::size_t f : factors) out.push_back(columns[f]);
  return out;
}

struct Analysis {
  const Results& study;
  std::vector<std::size_t> rows;
  std::vector<FactorColumn> columns;
  std::uint32_t seed;
  Sensitivity out;

  std::size_t no_plans() const { return columns.size(); }
};

// Of two arms beside a design one is the baseline: the other's lead over it is what is asked.
bool has_one_arm_beside_its_baseline(const Analysis& work) {
  return work.study.factors[0].name == kArmsFactor && work.columns[0].levels() == 1 &&
         !twins_of(work.study.data).empty();
}

std::size_t plans_of(const Analysis& work, const std::string& asked) {
  if (asked.empty() && has_one_arm_beside_its_baseline(work)) return work.no_plans();
  for (std::size_t f = 0; f < work.columns.size(); ++f) {
    const std::string& path = work.study.factors[f].name;
    const bool is_named = path == asked || path.ends_with("." + asked);
    if (!asked.empty() && !is_named) continue;
    if (settings_of(work.columns, f).complete && (is_named || !work.columns[f].is_ordered)) return f;
    if (is_named)
      throw InputError(
          fmt::format("--plans {}: not every setting of the other factors has each of its levels once "
                      "(they can't be ranked there) cross them: design: grid",
                      asked));
  }
  if (asked.empty()) return work.no_plans();
  std::vector<std::string> paths;
  for (const FactorValues& f : work.study.factors) paths.push_back(f.name);
  throw InputError(fmt::format("--plans {}: no factor has that name ({})", asked,
                               did_you_mean(asked, paths, "there are")));
}

std::string level_of(const FactorValues& factor, std::size_t row) {
  return factor.labels.empty() ? fmt::format("{}", factor.values[row]) : factor.labels[row];
}

// Against the baseline: each point and its own twin, or the one baseline there is.
void add_against_baseline(Analysis& work, const Measure& difference) {
  const std::vector<std::size_t> factors = all_but(work.columns, work.no_plans());
  const std::vector<FactorColumn> columns = columns_of(work.columns, factors);
  Aspect own = aspect_of(Aspect::Kind::difference, difference, factors);
  judge(own, columns, difference.values, work.seed);
  work.out.aspects.push_back(own);
  if (difference.better == Better::neither) return;
  Alternatives sides;
  for (const auto& values : difference.values)
    sides.push_back({values, std::vector<double>(values.size(), 0.0)});
  const Flips flips = flips_of(sides, difference.better == Better::more);
  Aspect flip = aspect_of(Aspect::Kind::flip, difference, factors);
  judge(flip, columns, flips.flipped, work.seed);
  work.out.aspects.push_back(flip);
}

// Which alternative is best beside the leader, over all settings.
std::size_t runner_up(const Alternatives& values, std::size_t leader, bool more) {
  Alternatives others = values;
  for (Responses& at : others) at.erase(at.begin() + static_cast<std::ptrdiff_t>(leader));
  const std::size_t best = others[0].size() < 2 ? 0 : flips_of(others, more).leader;
  return best < leader ? best : best + 1;
}

void add_among_plans(Analysis& work, const Measure& level, std::size_t plans) {
  const Settings settings = settings_of(work.columns, plans);
  Alternatives values;
  for (const auto& points : settings.points) {
    Responses& at = values.emplace_back();
    for (const std::size_t p : points) at.push_back(level.values[p]);
  }
  const bool more = level.better != Better::less;
  const Flips flips = flips_of(values, more);
  const std::size_t second = runner_up(values, flips.leader, more);
  std::vector<FactorColumn> columns;
  const std::vector<std::size_t> factors = all_but(work.columns, plans);
  for (const std::size_t f : factors) {
    columns.push_back({{}, work.columns[f].is_ordered});
    for (const auto& points : settings.points) columns.back().at.push_back(work.columns[f].at[points[0]]);
  }
  Responses lead;
  for (const Responses& at : values) lead.push_back(differences(at[flips.leader], at[second]));
  const auto named = [&](std::size_t plan) {
    return level_of(work.study.factors[plans], work.rows[settings.points[0][plan]]);
  };
  Aspect difference = aspect_of(Aspect::Kind::difference, level, factors);
  difference.between = {named(flips.leader), named(second)};
  judge(difference, columns, lead, work.seed);
  work.out.aspects.push_back(difference);
  if (level.better == Better::neither) return;
  Aspect flip = aspect_of(Aspect::Kind::flip, level, factors);
  flip.between = {named(flips.leader)};
  judge(flip, columns, flips.flipped, work.seed);
  work.out.aspects.push_back(flip);
}

// What the reader should know of the design.
void note_limits(Sensitivity& s) {
  const auto any = [&](auto holds) { return std::any_of(s.aspects.begin(), s.aspects.end(), holds); };
  if (any([](const Aspect& a) { return a.layout == LayoutKind::sample; }))
    s.notes.push_back({"sensitivity.note_sample"});
  if (any([](const Aspect& a) { return a.layout == LayoutKind::morris; }))
    s.notes.push_back({"sensitivity.note_morris"});
  if (any([](const Aspect& a) { return a.layout == LayoutKind::saltelli && a.bases < 4; }))
    s.notes.push_back({"sensitivity.note_few"});
  if (any([](const Aspect& a) { return a.replicates < 2; }))
    s.notes.push_back({"sensitivity.note_one_replicate"});
  if (any([](const Aspect& a) {
        return a.layout == LayoutKind::grid && a.replicates > 1 && a.replicates < 4;
      }))
    s.notes.push_back({"sensitivity.note_few_replicates"});
}

void expect_design(const Results& study) {
  if (study.kind != ResultsKind::study)
    throw InputError(fmt::format("{}: is a single run (nothing in it differs) run a study with a design",
                                 study.path.string()));
  if (study.factors.empty())
    throw InputError(fmt::format(
        "{}: has arms and no factors (there is nothing to vary) give the study a design over "
        "factors: {{path: [value, …]}}, for total indices design: {{kind: saltelli, points: 256}}",
        study.path.string()));
}

}  // namespace

bool has_sensitivity(const Results& study) {
  if (study.kind != ResultsKind::study || study.factors.size() < 2 || !has_measure(study, primary_of(study)))
    return false;
  std::size_t that_differ = 0;
  for (const FactorValues& f : study.factors)
    that_differ += column_of(f, rows_of_design(study)).levels() > 1 ? 1 : 0;
  return that_differ > 1;
}

Sensitivity sensitivity_of(const Results& study, const Request& request) {
  expect_design(study);
  Analysis work{study, rows_of_design(study), {}, static_cast<std::uint32_t>(study.provenance.seed), {}};
  for (const FactorValues& f : study.factors) work.columns.push_back(column_of(f, work.rows));
  if (layout_of(work.columns).kind == LayoutKind::single)
    throw InputError(
        fmt::format("{}: no factor differs between points (nothing can be said of any) give each two values "
                    "or a range",
                    study.path.string()));
  const std::string asked = request.measure.empty() ? primary_of(study) : request.measure;
  if (asked.empty())
    throw InputError(
        fmt::format("{}: names no primary measure (something has to be asked) give --measure, one of {}",
                    study.path.string(), listed(measurable(study.data))));
  const std::size_t plans = plans_of(work, request.plans);
  LevelAndDifference measures = measured(study, asked);
  keep_rows(measures.level, work.rows);
  keep_rows(measures.difference, work.rows);
  work.out.name = study.provenance.name, work.out.question = study.provenance.question;
  work.out.digest = study.provenance.scenario_digest;
  work.out.factors = study.factors;
  if (measures.level) {
    const std::vector<std::size_t> factors = all_but(work.columns, work.no_plans());
    Aspect level = aspect_of(Aspect::Kind::level, *measures.level, factors);
    judge(level, columns_of(work.columns, factors), measures.level->values, work.seed);
    work.out.aspects.push_back(level);
  }
  if (plans != work.no_plans()) {
    work.out.plans = study.factors[plans].name;
    add_among_plans(work, measures.difference ? *measures.difference : *measures.level, plans);
  } else if (measures.difference) {
    add_against_baseline(work, *measures.difference);
  }
  note_limits(work.out);
  return std::move(work.out);
}

std::string_view word_of(Aspect::Kind kind) {
  return kind == Aspect::Kind::level ? "level" : kind == Aspect::Kind::difference ? "difference" : "flip";
}

std::string_view word_of(LayoutKind kind) {
  switch (kind) {
    case LayoutKind::grid: return "grid";
    case LayoutKind::saltelli: return "saltelli";
    case LayoutKind::morris: return "morris";
    case LayoutKind::sample: return "sample";
    case LayoutKind::single: break;
  }
  return "single";
}

}  // namespace fanfare::sensitivity
